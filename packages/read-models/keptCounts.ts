/** The board at a moment from the kept sums: those up to theirs, and what changed since, counted from the rows. */
import { type RawBuilder, sql } from 'kysely'
import { changesBetween } from './boardChanges.ts'
import { columns, filtered, type Slice, within } from './boardSlice.ts'
import type { Dimension } from './dimensions.ts'
import { boardNumbers, groupings, keptOf, nameOf } from './keptSums.ts'
import type { ReadTransaction } from './tables.ts'

/** Some of what counts: its values of the dimensions that were asked for, in their order, and how much of each
 *  measure. */
export interface Counted {
  readonly key: readonly (string | null)[]
  readonly numbers: readonly number[]
}
export interface CountQuery extends Slice {
  readonly by: readonly Dimension[]
  readonly asOf: Date
}

/** A key may stand more than once, and a number be less than nothing: they add up. Null where no sums are kept, or later ones. */
export async function keptCounts(
  trx: ReadTransaction,
  query: CountQuery,
  list: readonly RawBuilder<unknown>[],
): Promise<Counted[] | null> {
  const kept = await keptOf(trx)
  if (!kept || kept.until > query.asOf) return null
  return [...(await sumsOf(trx, query, list)), ...(await countedSince(trx, query, list, kept.until))]
}

async function sumsOf(
  trx: ReadTransaction,
  query: CountQuery,
  list: readonly RawBuilder<unknown>[],
): Promise<Counted[]> {
  const sums = sql.join(boardNumbers.map((_, i) => sql`sum(n[${sql.lit(i + 1)}])`))
  const { rows } = await sql<Record<string, string | null> & { numbers: string }>`
    SELECT ${sql.join([...list, sql`concat_ws(',', ${sums}) AS numbers`])} FROM projector.board_sum
    WHERE by = ${nameOf(groupingOf(query))} AND ${within(query)}
    ${groupedBy(list.length)}`.execute(trx)
  // One word of a row is quicker to read than a column for each number; where there is nothing, it is empty.
  return rows.map((row) => ({
    key: keyOf(row, query.by),
    numbers: row.numbers === '' ? [] : row.numbers.split(',').map(Number),
  }))
}

/** Of a row that counts one measure. */
export function numbersOf({ measure, n }: { readonly measure: string; readonly n: number }): number[] {
  const numbers = new Array<number>(boardNumbers.length).fill(0)
  const place = boardNumbers.indexOf(measure)
  if (place < 0) throw new Error(`${measure} is no measure of the board`)
  numbers[place] = n
  return numbers
}

export const keyOf = (row: Readonly<Record<string, string | null>>, by: readonly Dimension[]) =>
  by.map((dimension) => row[columns[dimension]] ?? null)

const groupedBy = (dimensions: number) =>
  dimensions === 0
    ? sql``
    : sql`GROUP BY ${sql.join(Array.from({ length: dimensions }, (_, i) => sql.raw(String(i + 1))))}`

/** The last one has everything. */
export function groupingOf({ by, only = {}, from, to }: CountQuery): readonly Dimension[] {
  const asked: readonly Dimension[] = [
    ...by,
    ...filtered.filter((dimension) => only[dimension]),
    ...(from === null && to === null ? [] : (['day'] as const)),
  ]
  return groupings.find((grouping) => asked.every((d) => d === 'region' || grouping.includes(d)))!
}

async function countedSince(
  trx: ReadTransaction,
  query: CountQuery,
  list: readonly RawBuilder<unknown>[],
  from: Date,
): Promise<Counted[]> {
  const { rows } = await sql<Record<string, string | null> & { measure: string; n: number }>`
    SELECT ${sql.join([...list, sql`measure`])}, sum(n)::int AS n FROM (${changesBetween(from, query.asOf)}) c
    WHERE ${within(query)} ${groupedBy(list.length + 1)}`.execute(trx)
  return rows.map((row) => ({ key: keyOf(row, query.by), numbers: numbersOf(row) }))
}
