import { join } from 'node:path'
import t from 'tap'
import { eventStoreUrlFault } from './eventStoreUrl.ts'
import { readSettings } from './settings.ts'

const SECRET = 's3cret'

t.test('an address that the client does what it says with is taken as it is', async (t) => {
  const authority = join(t.testdir({ 'ca.crt': '' }), 'ca.crt')
  for (const url of [
    'esdb://127.0.0.1:2113?tls=false',
    'esdb://store:2113/?tls=false',
    'kurrentdb://a:2113,b:2113,c:2113?tls=true&nodePreference=leader',
    'esdb+discover://store.example?keepAliveInterval=10000',
    `esdb://admin:${SECRET}@store:2113?tls=true&tlsCAFile=${encodeURIComponent(authority)}`,
    `esdb://admin:${SECRET}%40%3A%2F@store:2113`,
  ])
    t.equal(readSettings({ EVENT_STORE_URL: url }).EVENT_STORE_URL, url)
})

t.test(
  'one that it would only seem to follow is refused with one line, which quotes nothing of it',
  async (t) => {
    const wrong = {
      [`esdb://admin:${SECRET}@store:2113?tls=false`]: /has a password and says tls=false/,
      [`esdb://admin:${SECRET}@store:2113?TLS=false`]: /has a password and says tls=false/,
      [`esdb://admin@store:2113`]: /is not the URL/,
      [`esdb://admin:${SECRET}@more@store:2113`]: /write : @ \/ \? as %3A/,
      [`esdb://admin:${SECRET}/x@store:2113`]: /is not the URL/,
      [`esdb://admin:${SECRET}?x=1@store:2113`]: /is not the URL/,
      [`esdb://admin:${SECRET}%@store:2113`]: /has a % in its password/,
      [`esdb://admin:${SECRET}@store:2113?tlsCaFiel=/ca.crt`]:
        /that the client of EventStoreDB does not know/,
      [`esdb://admin:${SECRET}@store:2113?constructor=1`]: /does not know/,
      [`esdb://admin:${SECRET}@store:2113?tls`]: /does not know/,
      [`esdb://admin:${SECRET}@store:2113?tls=yes`]: /neither true nor false/,
      [`esdb://admin:${SECRET}@store:2113?tlsVerifyCert=false`]: /tlsVerifyCert=false/,
      [`esdb://admin:${SECRET}@store:2113?throwOnAppendFailure=false`]: /throwOnAppendFailure=false/,
      [`esdb://admin:${SECRET}@store:2113?tlsCAFile=/nowhere/ca.crt`]: /a tlsCAFile that cannot be read/,
      [`esdb://admin:${SECRET}@store:2113?gossipTimeout=soon`]: /not a whole number/,
      [`http://admin:${SECRET}@store:2113`]: /is not the URL/,
      [`esdb://admin:${SECRET}@`]: /is not the URL/,
    }
    for (const [url, reason] of Object.entries(wrong)) {
      t.match(eventStoreUrlFault(url), reason, url)
      const error = t.throws(() => readSettings({ EVENT_STORE_URL: url }), { name: 'WrongSetting' }) as Error
      t.match(error.message, /^EVENT_STORE_URL is wrong: it [^\n]+\. Example: EVENT_STORE_URL=esdb:/)
      t.notMatch(error.message, new RegExp(`${SECRET}|store:2113`))
    }
  },
)
