import t from 'tap'
import { logContract } from './contract.ts'
import { eventStoreDouble } from './eventstoredb/double/eventStoreDouble.ts'
import { eventStoreLog } from './eventstoredb.ts'

logContract(t, async (t, now) => {
  const store = await eventStoreDouble()
  const log = eventStoreLog({ connectionString: store.connectionString, now })
  t.teardown(async () => {
    await log.close()
    store.stop()
  })
  return log
})
