/** Brings every schema up to date before anything that needs it is started. */

import { migrateEventLog } from '@jiahe/event-log/postgres/schema.ts'
import { type IntakeDb, migrateIntake } from '@jiahe/intake/receiptTable.ts'
import { migratePolicies, type PolicyDb } from '@jiahe/policies/schema.ts'
import { migrateVault, type VaultDb } from '@jiahe/privacy/schema.ts'
import { readModels } from '@jiahe/read-models/catalogue.ts'
import { migrateReadModels } from '@jiahe/read-models/schema.ts'
import type { ReadDb } from '@jiahe/read-models/tables.ts'
import { type AccessDb, migrateAccessLog } from '@jiahe/service-kit/accessTable.ts'
import { type AccountDb, migrateAccounts } from '@jiahe/service-kit/accounts.ts'
import { lockProgress } from '@jiahe/service-kit/workSharing.ts'
import { migrateWork } from '@jiahe/service-kit/workTable.ts'
import { migrateWebhooks, type WebhookDb } from '@jiahe/webhooks/schema.ts'
import { type Kysely, sql } from 'kysely'

export async function migrate(databaseUrl: string, db: Kysely<unknown>): Promise<void> {
  await migrateEventLog(databaseUrl)
  await migrateVault(db as unknown as VaultDb)
  await migrateIntake(db as unknown as IntakeDb)
  await migrateWebhooks(db as unknown as WebhookDb)
  await migrateWork(db)
  await followOwnHistory(db)
  await migratePolicies(db as unknown as PolicyDb)
  await migrateAccounts(db as unknown as AccountDb)
  await migrateAccessLog(db as unknown as AccessDb)
  // What has to be rebuilt, the projector rebuilds.
  await migrateReadModels(db as unknown as ReadDb, readModels, (trx) => lockProgress(trx, 'projector'))
}

/** A database that has a history of its own and was never told which log it follows, follows that. */
async function followOwnHistory(db: Kysely<unknown>): Promise<void> {
  await sql`INSERT INTO work.log (identity, name)
    SELECT identity, 'postgres' FROM log.identity, log.head WHERE position > 0 ON CONFLICT DO NOTHING`.execute(
    db,
  )
}
