/** Read models for tests: made in the schema that the queries read, and folded straight from the log's pages. */
import type { Regions } from '@jiahe/domain/regions.ts'
import { readEvent } from '@jiahe/domain/upcast.ts'
import { type EventLog, START } from '@jiahe/event-log/log.ts'
import { readModels } from '@jiahe/read-models/catalogue.ts'
import { keptTables } from '@jiahe/read-models/keptSums.ts'
import { type ReadDb, tablesOf } from '@jiahe/read-models/tables.ts'
import { sql } from 'kysely'

export async function makeReadModels(db: ReadDb): Promise<void> {
  await db.transaction().execute(async (trx) => {
    await sql`CREATE SCHEMA read`.execute(trx)
    await sql`SET LOCAL search_path = read`.execute(trx)
    for (const model of readModels) await sql.raw(model.tables).execute(trx)
    await sql`CREATE SCHEMA IF NOT EXISTS projector`.execute(trx)
    for (const statement of keptTables) await statement.execute(trx)
  })
}

/** `project` folds what was appended since it was last called. */
export function readModelsFor(
  db: ReadDb,
  log: EventLog,
  regions: Regions,
): { project(): Promise<void>; readonly position: string } {
  let after = START
  return {
    async project() {
      const page = await log.readAll({ after, limit: 10_000 })
      const events = page.events.map(readEvent)
      await db.transaction().execute(async (trx) => {
        for (const model of readModels) {
          const types: readonly string[] = model.types
          const own = events.filter((event) => types.includes(event.type))
          await model.fold(own, tablesOf(trx, 'read'), { regions })
        }
      })
      after = page.position
    },
    get position() {
      return after
    },
  }
}
