/**
 * The board of the dynamic database: any slice of its counts, as they were known at any moment. Counts of what
 * happened add up over events; callbacks, late orders and what is tracked are stocks at that moment.
 */
import { sql } from 'kysely'
import { columns, counted, DISPOSAL, type Slice, within } from './boardSlice.ts'
import { type Dimension, regionLevels } from './dimensions.ts'
import type { ReadDb } from './tables.ts'

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

/** One statement, so that all counts are of one moment. Rows are sorted by their dimensions. */
export async function queryBoard(db: ReadDb, query: BoardQuery): Promise<Board> {
  const { by, level, asOf } = query
  const list = by.map((dimension) =>
    dimension === 'region'
      ? sql`left(region, ${regionLevels[level]}) AS region`
      : sql`${sql.ref(columns[dimension])}`,
  )
  const dimensions = list.length > 0 ? sql`${sql.join(list)},` : sql``
  const { rows } = await sql<Record<string, string | null> & { n: number }>`
    SELECT ${dimensions} measure, count(*)::int AS n FROM (${counted(asOf)}) c
    WHERE ${within(query)}
    GROUP BY ${sql.join([...list.map((_, i) => sql.raw(String(i + 1))), sql`measure`])}`.execute(db)
  const slices = new Map<string, { key: (string | null)[]; counts: Record<string, number> }>()
  const totals: Record<string, number> = {}
  for (const row of rows) {
    const key = by.map((dimension) => row[columns[dimension]] ?? null)
    const slice = slices.get(JSON.stringify(key)) ?? { key, counts: {} }
    slices.set(JSON.stringify(key), slice)
    slice.counts[row.measure!] = row.n
    totals[row.measure!] = (totals[row.measure!] ?? 0) + row.n
  }
  const sorted = [...slices.values()].sort((a, b) => compareKeys(a.key, b.key))
  return {
    asOf: asOf.toISOString(),
    by,
    rows: sorted.map(({ key, counts }) => ({
      ...Object.fromEntries(by.map((dimension, i) => [dimension, key[i]])),
      ...countsOf(counts),
    })),
    totals: countsOf(totals),
  }
}

function countsOf(counts: Readonly<Record<string, number>>): Counts {
  const of = (measure: string) => counts[measure] ?? 0
  const disposals = Object.entries(counts).filter(([measure]) => measure.startsWith(DISPOSAL))
  return {
    alerts: of('alerts'),
    reports: of('reports'),
    cases: of('cases'),
    callbacksDue: of('callbacksDue'),
    callbacksLate: of('callbacksLate'),
    callbacksDone: of('callbacksDone'),
    callbacksUnreachable: of('callbacksUnreachable'),
    ordersDispatched: of('ordersDispatched'),
    ordersAccepted: of('ordersAccepted'),
    ordersReturned: of('ordersReturned'),
    ordersLate: of('ordersLate'),
    ordersClosed: of('ordersClosed'),
    tracked: of('tracked'),
    disposals: Object.fromEntries(disposals.map(([m, n]) => [m.slice(DISPOSAL.length), n]).sort()),
  }
}

/** By each dimension in turn; what is not known comes last. */
function compareKeys(a: readonly (string | null)[], b: readonly (string | null)[]): number {
  const i = a.findIndex((part, at) => part !== b[at])
  if (i < 0) return 0
  const [left, right] = [a[i], b[i]]
  if (left == null || right == null) return left == null ? 1 : -1
  return left < right ? -1 : 1
}
