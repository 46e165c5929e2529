import { inspect } from 'node:util'
import t from 'tap'
import { eventStoreLog } from '../eventstoredb.ts'
import { storeAddress } from './address.ts'

t.test('user and password go to the client beside the address', async (t) => {
  t.strictSame(storeAddress('esdb://admin:p%40ss%3A@a:2113,b:2113?tls=true&tlsCAFile=/ca.crt'), {
    connectionString: 'esdb://a:2113,b:2113?tls=true&tlsCAFile=/ca.crt',
    credentials: { username: 'admin', password: 'p@ss:' },
    hosts: 'a:2113,b:2113',
  })
  t.strictSame(storeAddress('kurrentdb+discover://store?tls=false'), {
    connectionString: 'esdb+discover://store?tls=false',
    credentials: undefined,
    hosts: 'store',
  })
})

t.test('what a log says of itself, and why it cannot be opened, has no password in it', async (t) => {
  const log = eventStoreLog({ connectionString: 'esdb://admin:s3cret@127.0.0.1:1?tls=true', prefix: '3204.' })
  t.equal(log.name, 'esdb://127.0.0.1:1 (3204.)')
  await log.close()
  for (const url of ['admin:s3cret@store', 'esdb://admin:s3cret@store?nodePreference=none'])
    try {
      eventStoreLog({ connectionString: url })
      t.fail('it was opened')
    } catch (error) {
      t.notMatch(inspect(error), /s3cret/)
    }
})
