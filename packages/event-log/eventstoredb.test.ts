/** The contract over the adapter: on the double, or on the server that `EVENT_STORE_URL` names. */
import t from 'tap'
import type { Open } from './contract/events.ts'
import { logContract } from './contract.ts'
import { cornerOf } from './eventstoredb/double/cornerOf.ts'
import { eventStoreDouble } from './eventstoredb/double/eventStoreDouble.ts'
import { eventStoreLog } from './eventstoredb.ts'

const server = process.env.EVENT_STORE_URL

const onDouble: Open = async (t, now) => {
  const store = await eventStoreDouble()
  const log = eventStoreLog({ connectionString: store.connectionString, now })
  t.teardown(async () => {
    await log.close()
    store.stop()
  })
  return log
}

const onServer: Open = async (t, now) => {
  const log = eventStoreLog({ connectionString: server!, now })
  t.teardown(() => log.close())
  return await cornerOf(log)
}

logContract(t, server ? onServer : onDouble)
