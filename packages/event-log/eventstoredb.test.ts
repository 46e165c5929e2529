/** The contract over the adapter: on the double, or on the server that `EVENT_STORE_URL` names. */
import { randomBytes } from 'node:crypto'
import t from 'tap'
import { type OpenRestorable, restoreContract } from './contract/restore.ts'
import { logContract } from './contract.ts'
import { eventStoreDouble } from './eventstoredb/double/eventStoreDouble.ts'
import { eventStoreLog } from './eventstoredb.ts'

const server = process.env.EVENT_STORE_URL

const onDouble: OpenRestorable = async (t, now) => {
  const store = await eventStoreDouble()
  const log = eventStoreLog({ connectionString: store.connectionString, now })
  t.teardown(async () => {
    await log.close()
    store.stop()
  })
  return log
}

/** On a server that others use, the log has a prefix of its own. */
const onServer: OpenRestorable = async (t, now) => {
  const prefix = `${randomBytes(8).toString('hex')}.`
  const log = eventStoreLog({ connectionString: server!, prefix, now })
  t.teardown(() => log.close())
  return log
}

logContract(t, server ? onServer : onDouble)
restoreContract(t, server ? onServer : onDouble)
