/**
 * What the board counted at one moment not long ago, kept as sums, so that a board of now is those and what changed
 * since (infra/adr/0072). Not a read model: it is worked out from their rows, and dropped rather than mended when
 * something is folded that was recorded before its moment. Late and tracked orders are kept one by one besides: what an
 * order is about may become another afterwards, for its past too.
 */
import { disposalResults } from '@jiahe/domain/vocabulary.ts'
import { sql } from 'kysely'
import { DISPOSAL, measures } from './boardSlice.ts'
import type { Dimension } from './dimensions.ts'
import type { ReadDb } from './tables.ts'

/** What is summed, in the order of the numbers in a row. */
export const boardNumbers: readonly string[] = [
  ...measures,
  ...Object.keys(disposalResults).map((result) => DISPOSAL + result),
]

/** Each by region and by these; whatever is asked for is counted from the first that has all of it. */
export const groupings: readonly (readonly Dimension[])[] = [
  [],
  ['grade'],
  ['maritalStatus'],
  ['channel'],
  ['disputeType'],
  ['maritalStatus', 'grade'],
  ['grade', 'channel'],
  ['disputeType', 'grade'],
  ['maritalStatus', 'channel'],
  ['maritalStatus', 'disputeType'],
  ['disputeType', 'channel'],
  ['day'],
  ['maritalStatus', 'disputeType', 'grade', 'channel', 'day'],
]
export const nameOf = (grouping: readonly Dimension[]): string => ['region', ...grouping].join(',')
/** What is summed, and by what. Sums of another form are those of another program. */
export const keptForm: readonly string[] = [...boardNumbers, ...groupings.map(nameOf)]

export const keptTables = [
  // `until_at`: the moment, none while it is being counted for the first time; `guard`: nothing may be folded any more
  // that was recorded up to there.
  sql`CREATE TABLE IF NOT EXISTS projector.board_kept (
    one boolean PRIMARY KEY DEFAULT true CHECK (one), form text[] NOT NULL, guard timestamptz NOT NULL, until_at timestamptz)`,
  sql`CREATE TABLE IF NOT EXISTS projector.board_sum (
    by text COLLATE "C" NOT NULL, region text COLLATE "C", marital_status text, dispute_type text, grade text, channel text,
    day text COLLATE "C", n int[] NOT NULL,
    UNIQUE NULLS NOT DISTINCT (by, region, day, dispute_type, grade, channel, marital_status))`,
  // The lines of late and tracked orders that are in the sums.
  sql`CREATE TABLE IF NOT EXISTS projector.board_order (
    order_id uuid NOT NULL, measure text NOT NULL, region text, marital_status text, dispute_type text, grade text,
    channel text, day text)`,
  sql`CREATE INDEX IF NOT EXISTS board_order_by_id ON projector.board_order (order_id)`,
  sql`CREATE INDEX IF NOT EXISTS board_sum_by_day ON projector.board_sum (by, day)`,
]

export interface Kept {
  readonly until: Date
}

/** Null where none is kept that this program can read. */
export async function keptOf(db: ReadDb): Promise<Kept | null> {
  const { rows } = await sql<Kept>`SELECT until_at AS until FROM projector.board_kept
    WHERE until_at IS NOT NULL AND form = ${keptForm}`.execute(db)
  return rows[0] ?? null
}

/** In the transaction in which this is folded, and before it is: sums of a later moment are no longer true. */
export async function forgetSums(trx: ReadDb, recordedAt: Date | null = null): Promise<void> {
  await sql`DELETE FROM projector.board_kept WHERE ${recordedAt}::timestamptz IS NULL OR guard >= ${recordedAt}`.execute(
    trx,
  )
}
