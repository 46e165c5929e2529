/**
 * The board of the dynamic database: any slice of its counts, as they were known at any moment. Counts of what
 * happened add up over events; callbacks, late orders and what is tracked are stocks at that moment.
 */
import { type RawBuilder, sql } from 'kysely'
import { withRoom } from './boardRoom.ts'
import { columns, counted, DISPOSAL, measures, type Slice, within } from './boardSlice.ts'
import { type Dimension, regionLevels } from './dimensions.ts'
import { type Counted, keptCounts, keyOf, numbersOf } from './keptCounts.ts'
import { boardNumbers } from './keptSums.ts'
import type { ReadDb, ReadTransaction } from './tables.ts'

export interface Counts {
  readonly alerts: number
  readonly reports: number
  readonly cases: number
  /** Alerts by the state of their callbacks: the four add up to `alerts`. */
  readonly callbacksDue: number
  readonly callbacksLate: number
  readonly callbacksDone: number
  readonly callbacksUnreachable: number
  readonly ordersDispatched: number
  readonly ordersAccepted: number
  readonly ordersReturned: number
  readonly ordersLate: number
  readonly ordersClosed: number
  readonly tracked: number
  readonly disposals: Readonly<Record<string, number>>
}
export type BoardRow = Counts & { readonly [D in Dimension]?: string | null }
export interface Board {
  readonly asOf: string
  readonly by: readonly Dimension[]
  readonly rows: readonly BoardRow[]
  readonly totals: Counts
}
export interface BoardQuery extends Slice {
  readonly by: readonly Dimension[]
  /** By when it was learned. */
  readonly asOf: Date
}

/** From the sums that are kept, where they are of that moment or of an earlier one; else by counting. All counts are of one
 *  moment. Rows are sorted by their dimensions. */
export const queryBoard = (db: ReadDb, query: BoardQuery): Promise<Board> =>
  withRoom(db, async (trx) => {
    const list = listOf(query)
    return boardOf(query, (await keptCounts(trx, query, list)) ?? (await countRows(trx, query, list)))
  })

/** What the board is: every line that counts at that moment, counted. */
export const countBoard = (db: ReadDb, query: BoardQuery): Promise<Board> =>
  withRoom(db, async (trx) => boardOf(query, await countRows(trx, query, listOf(query))))

const listOf = ({ by, level }: BoardQuery): RawBuilder<unknown>[] =>
  by.map((dimension) =>
    dimension === 'region'
      ? sql`left(region, ${sql.lit(regionLevels[level])}) AS region`
      : sql`${sql.ref(columns[dimension])}`,
  )

async function countRows(
  trx: ReadTransaction,
  query: BoardQuery,
  list: readonly RawBuilder<unknown>[],
): Promise<Counted[]> {
  const named = [...list, sql`measure`]
  const { rows } = await sql<Record<string, string | null> & { measure: string; n: number }>`
    SELECT ${sql.join(named)}, count(*)::int AS n FROM (${counted(query.asOf)}) c
    WHERE ${within(query)}
    GROUP BY ${sql.join(named.map((_, i) => sql.raw(String(i + 1))))}`.execute(trx)
  return rows.map((row) => ({ key: keyOf(row, query.by), numbers: numbersOf(row) }))
}

function boardOf({ by, asOf }: BoardQuery, lines: readonly Counted[]): Board {
  const slices = new Map<string, { key: Counted['key']; numbers: number[] }>()
  const totals = nothing()
  for (const { key, numbers } of lines) {
    const name = JSON.stringify(key)
    const slice = slices.get(name) ?? { key, numbers: nothing() }
    slices.set(name, slice)
    for (let i = 0; i < numbers.length; i++) {
      slice.numbers[i]! += numbers[i]!
      totals[i]! += numbers[i]!
    }
  }
  const sorted = [...slices.values()].filter(({ numbers }) => numbers.some((n) => n !== 0))
  sorted.sort((a, b) => compareKeys(a.key, b.key))
  const rows = sorted.map(({ key, numbers }) => {
    const row: Record<string, unknown> = {}
    for (let i = 0; i < by.length; i++) row[by[i]!] = key[i] ?? null
    return countsOf(numbers, row) as BoardRow
  })
  return { asOf: asOf.toISOString(), by, rows, totals: countsOf(totals) }
}

const nothing = () => new Array<number>(boardNumbers.length).fill(0)
const places = Object.fromEntries(boardNumbers.map((measure, i) => [measure, i])) as Record<string, number>
const results = boardNumbers.filter((measure) => measure.startsWith(DISPOSAL)).sort()

/** Thousands of rows go through here. */
function countsOf(numbers: readonly number[], counts: Record<string, unknown> = {}): Counts {
  const disposals: Record<string, number> = {}
  for (const result of results) {
    const n = numbers[places[result]!]!
    if (n !== 0) disposals[result.slice(DISPOSAL.length)] = n
  }
  for (const measure of measures) counts[measure] = numbers[places[measure]!]
  counts.disposals = disposals
  return counts as unknown as Counts
}

/** By each dimension in turn; what is not known comes last. */
function compareKeys(a: readonly (string | null)[], b: readonly (string | null)[]): number {
  for (let i = 0; i < a.length; i++) {
    const [left, right] = [a[i], b[i]]
    if (left === right) continue
    if (left == null || right == null) return left == null ? 1 : -1
    return left < right ? -1 : 1
  }
  return 0
}
