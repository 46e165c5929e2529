/**
 * Brings the kept sums of the board to a moment: counted for the first time, or moved on by what changed. One process at a
 * time, and never while a rebuild puts other tables in their place. Nobody who folds waits for it: what is folded
 * meanwhile and was recorded by that moment drops them.
 */
import { type RawBuilder, sql } from 'kysely'
import { allUntil, changesBetween, standingOrders, touchedOrders } from './boardChanges.ts'
import { withRoom } from './boardRoom.ts'
import { columns } from './boardSlice.ts'
import { boardNumbers, groupings, keptForm, keptOf, nameOf } from './keptSums.ts'
import { rebuildLock } from './rebuild.ts'
import type { LockStanding } from './schema.ts'
import type { ReadDb, ReadTransaction } from './tables.ts'

/** Whose rows are counted. */
const models = ['callbackCoverage', 'dynamicDatabase', 'orderDesk']

export interface KeepOptions {
  readonly db: ReadDb
  readonly lock: LockStanding
  readonly until: Date
}

/** False when it was not its turn, or something recorded earlier was folded meanwhile: the next time will do. */
export const keepSums = ({ db, lock, until }: KeepOptions): Promise<boolean> =>
  db.connection().execute(async (connection) => {
    const held: string[] = []
    try {
      for (const model of models) {
        const { rows } = await sql<{ got: boolean }>`
          SELECT pg_try_advisory_lock(hashtext(${rebuildLock(model)})) AS got`.execute(connection)
        if (!rows[0]!.got) return false
        held.push(model)
      }
      await announce(connection, until)
      // Whoever began to fold before that was announced has ended; whoever begins now sees it.
      await db.transaction().execute(lock)
      return await moveOn(connection, until)
    } finally {
      for (const model of held)
        await sql`SELECT pg_advisory_unlock(hashtext(${rebuildLock(model)}))`.execute(connection)
    }
  })

/** Sums of another form are begun anew. */
async function announce(db: ReadDb, until: Date): Promise<void> {
  await sql`INSERT INTO projector.board_kept (form, guard) VALUES (${keptForm}, ${until})
    ON CONFLICT (one) DO UPDATE SET form = excluded.form, guard = greatest(board_kept.guard, excluded.guard),
      until_at = CASE WHEN board_kept.form = excluded.form THEN board_kept.until_at END`.execute(db)
}

/** All of one moment: what an order is about may become another meanwhile. */
const moveOn = (db: ReadDb, until: Date): Promise<boolean> =>
  withRoom(db, async (trx) => {
    const { rows } = await sql<{ from: Date | null }>`
      SELECT until_at AS from FROM projector.board_kept`.execute(trx)
    const [kept] = rows
    if (!kept) return false
    if (kept.from && kept.from >= until) return true
    if (kept.from) await change(trx, changesBetween(kept.from, until))
    else await sql`DELETE FROM projector.board_sum`.execute(trx)
    await keepOrders(trx, kept.from, until)
    if (!kept.from) await change(trx, allUntil(until))
    await addChange(trx)
    await sql`UPDATE projector.board_kept SET until_at = ${until}`.execute(trx)
    return true
  }).catch((error) => {
    // They were dropped meanwhile.
    if (isConflict(error)) return false
    throw error
  })

const isConflict = (error: unknown): boolean =>
  error instanceof Error && 'code' in error && error.code === '40001'

async function keepOrders(trx: ReadTransaction, from: Date | null, until: Date): Promise<void> {
  const among = from && touchedOrders(from, until)
  await sql`DELETE FROM projector.board_order ${among ? sql`WHERE order_id IN (${among})` : sql``}`.execute(
    trx,
  )
  await sql`INSERT INTO projector.board_order (order_id, measure, ${allColumns})
    SELECT order_id, measure, ${allColumns} FROM (${standingOrders(until, among)}) l`.execute(trx)
}

const allColumns = sql.join(Object.values(columns).map((column) => sql.ref(column)))

/** Into a table of this transaction: sums of lines by all dimensions. */
async function change(trx: ReadTransaction, lines: RawBuilder<unknown>): Promise<void> {
  const numbers = boardNumbers.map(
    (measure) => sql`coalesce(sum(n) FILTER (WHERE measure = ${sql.lit(measure)}), 0)::int`,
  )
  await sql`CREATE TEMP TABLE change ON COMMIT DROP AS
    SELECT ${allColumns}, ARRAY[${sql.join(numbers)}] AS n FROM (${lines}) l GROUP BY ${allColumns}`.execute(
    trx,
  )
}

/** Its columns, and the sums of the changes by them. */
function sumsBy(grouping: (typeof groupings)[number]) {
  const own = ['region', ...grouping.map((dimension) => columns[dimension])]
  const list = sql.join(own.map((column) => sql.ref(column)))
  const sums = sql.join(boardNumbers.map((_, i) => sql`sum(n[${sql.lit(i + 1)}])::int`))
  return { list, summed: sql`SELECT ${list}, ARRAY[${sums}] AS n FROM change GROUP BY ${list}` }
}

async function addChange(trx: ReadTransaction): Promise<void> {
  for (const grouping of groupings) {
    const { list, summed } = sumsBy(grouping)
    await sql`INSERT INTO projector.board_sum AS kept (by, ${list}, n)
      SELECT ${nameOf(grouping)}, ${list}, n FROM (${summed} ORDER BY ${list}) s
      ON CONFLICT (by, region, day, dispute_type, grade, channel, marital_status) DO UPDATE
      SET n = ARRAY(SELECT a + b FROM unnest(kept.n, excluded.n) WITH ORDINALITY u (a, b, i) ORDER BY i)`.execute(
      trx,
    )
  }
}

/** What of the kept is not what a count gives, by name; where nothing is kept, nothing. */
export const checkSums = (db: ReadDb): Promise<string[]> =>
  withRoom(db, async (trx) => {
    const kept = await keptOf(trx)
    if (!kept) return []
    const wrong: string[] = []
    const differ = async (name: string, some: RawBuilder<unknown>, others: RawBuilder<unknown>) => {
      const { rows } = await sql`(${some} EXCEPT ALL ${others}) UNION ALL (${others} EXCEPT ALL ${some})
        LIMIT 1`.execute(trx)
      if (rows.length > 0) wrong.push(name)
    }
    // Of an order that has become about something else since, it is no longer known what counted.
    const unchanged = sql`order_id IN (SELECT order_id FROM read.order_subject WHERE changed_at <= ${kept.until})`
    await differ(
      'board_order',
      sql`SELECT order_id, measure, ${allColumns} FROM projector.board_order WHERE ${unchanged}`,
      sql`SELECT order_id, measure, ${allColumns} FROM (${standingOrders(kept.until)}) l WHERE ${unchanged}`,
    )
    await change(trx, allUntil(kept.until))
    for (const grouping of groupings) {
      const { list, summed } = sumsBy(grouping)
      const standing = sql`SELECT ${list}, n FROM projector.board_sum
        WHERE by = ${nameOf(grouping)} AND 0 <> ANY (n)`
      await differ(`board_sum ${nameOf(grouping)}`, standing, summed)
    }
    await sql`DROP TABLE change`.execute(trx)
    return wrong
  })
