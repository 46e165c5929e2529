import { testDatabase } from '@jiahe/testing/database.ts'
import t from 'tap'
import { type OpenRestorable, restoreContract } from '../contract/restore.ts'
import { uniqueIdsContract } from '../contract/uniqueIds.ts'
import { logContract } from '../contract.ts'
import { postgresLog } from './postgresLog.ts'
import { migrateEventLog } from './schema.ts'

const open: OpenRestorable = async (t, now) => {
  const connectionString = await testDatabase(t)
  await migrateEventLog(connectionString)
  const log = postgresLog({ connectionString, now })
  t.teardown(() => log.close())
  return log
}

logContract(t, open)
uniqueIdsContract(t, open)
restoreContract(t, open)
