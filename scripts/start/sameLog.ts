/**
 * A database follows one log: its checkpoints are positions of that one, and its history lies there. Started on
 * another, all cases would seem to be gone; that is refused before anything looks at them.
 */
import { WrongSetting } from '@jiahe/service-kit/settings.ts'
import { type Kysely, sql } from 'kysely'

/** Throws `WrongSetting` where the setting names another log than the one that was followed. */
export async function checkSameLog(db: Kysely<unknown>, eventStoreUrl: string | undefined): Promise<void> {
  const { rows } = await sql<{ inPostgres: boolean; elsewhere: boolean }>`
    SELECT (SELECT position > 0 FROM log.head) AS "inPostgres",
      EXISTS (SELECT FROM work.partition WHERE position <> '') AND (SELECT position = 0 FROM log.head) AS elsewhere`.execute(
    db,
  )
  const { inPostgres, elsewhere } = rows[0]!
  if (eventStoreUrl !== undefined && inPostgres)
    throw new WrongSetting(
      'EVENT_STORE_URL names another log, but the history of this database lies in PostgreSQL. Unset it, or start on an empty database: DATA_DIR=.jiahe-eventstore',
    )
  if (eventStoreUrl === undefined && elsewhere)
    throw new WrongSetting(
      'EVENT_STORE_URL is missing: the history of this database lies in an EventStoreDB. Example: EVENT_STORE_URL=esdb://10.0.0.11:2113?tls=true',
    )
}
