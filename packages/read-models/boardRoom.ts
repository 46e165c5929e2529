/** One moment of the read models for several statements of the board, with room enough to group in memory what
 *  PostgreSQL would write to disk beyond its own 4 MB (infra/adr/0072). */
import { sql } from 'kysely'
import type { ReadDb, ReadTransaction } from './tables.ts'

export const withRoom = <Answer>(
  db: ReadDb,
  ask: (trx: ReadTransaction) => Promise<Answer>,
): Promise<Answer> =>
  db
    .transaction()
    .setIsolationLevel('repeatable read')
    .execute(async (trx) => {
      await sql`SET LOCAL work_mem = '64MB'`.execute(trx)
      return ask(trx)
    })
