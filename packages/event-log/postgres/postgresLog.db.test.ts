import { testDatabase } from '@jiahe/testing/database.ts'
import t from 'tap'
import { logContract } from '../contract.ts'
import { postgresLog } from './postgresLog.ts'
import { migrateEventLog } from './schema.ts'

logContract(t, async (t, now) => {
  const connectionString = await testDatabase(t)
  await migrateEventLog(connectionString)
  const log = postgresLog({ connectionString, now })
  t.teardown(() => log.close())
  return log
})
