/**
 * Figures for those who see figures only. A count of one to four may be somebody, so it is not told; everything else is
 * told to the nearest five, so that it cannot be worked out from what stands beside it, in this answer or in another. A
 * sum that would still give a small count away is told as the five beside it.
 */
import type { Board, BoardRow, Counts } from '@jiahe/read-models/board.ts'
import type { Coverage } from '@jiahe/read-models/callbackCoverage.ts'
import type { OverrideReport } from '@jiahe/read-models/overrides.ts'

const SMALL = 5
/** Null: one to four. */
type Told = number | null
type Bounds = readonly [least: number, most: number]

const told = (n: number): Told => (n === 0 ? 0 : n < SMALL ? null : Math.round(n / SMALL) * SMALL)

/** What somebody who reads it knows of it. */
function boundsOf(n: Told): Bounds {
  if (n === null) return [1, SMALL - 1]
  return n === 0 ? [0, 0] : [Math.max(SMALL, n - 2), n + 2]
}

const sumOf = (bounds: readonly Bounds[]): Bounds =>
  bounds.reduce(([low, high], [least, most]) => [low + least, high + most], [0, 0])

/** Whether a small part, or the whole if it is small, has one value only that fits the others. */
function givesAway(whole: Told, parts: readonly Told[]): boolean {
  const bounds = parts.map(boundsOf)
  const [least, most] = sumOf(bounds)
  const [low, high] = boundsOf(whole)
  if (whole === null && Math.max(low, least) === Math.min(high, most)) return true
  return bounds.some(
    ([own, upTo], i) =>
      parts[i] === null && Math.max(own, low - (most - upTo)) === Math.min(upTo, high - (least - own)),
  )
}

/** At the ends of what is possible a sum says too much: there it is told as what lies more to the middle. */
function sumTold(whole: number, parts: readonly Told[]): Told {
  const own = told(whole)
  if (!givesAway(own, parts)) return own
  const [least, most] = sumOf(parts.map(boundsOf))
  const step = whole * 2 < least + most ? SMALL : -SMALL
  return (own ?? 0) + step
}

type Numbers = Readonly<Record<string, number>>
const callStates = ['callbacksDue', 'callbacksLate', 'callbacksDone', 'callbacksUnreachable']

/** Each by itself, and the alerts as the sum of their callbacks. */
function toldOf(own: Numbers, whole = 'alerts', parts: readonly string[] = callStates): Record<string, Told> {
  const each: Record<string, Told> = Object.fromEntries(Object.entries(own).map(([k, n]) => [k, told(n)]))
  if (whole in own)
    each[whole] = sumTold(
      own[whole]!,
      parts.map((name) => each[name]!),
    )
  return each
}

/** Rows of the same columns, and under each column its sum. */
function tableTold(rows: readonly Numbers[], totals: Numbers) {
  const each = rows.map((row) => toldOf(row))
  const below = toldOf(totals)
  for (const name of Object.keys(totals))
    if (rows.length > 0)
      below[name] = sumTold(
        totals[name]!,
        each.map((row) => (name in row ? row[name]! : 0)),
      )
  return { rows: each, totals: below }
}

/** In the board's own shape, with `null` for what is small. */
export function smallBoard({ rows, totals, ...board }: Board): object {
  const figuresOf = ({ disposals, ...counts }: Counts | BoardRow): Numbers =>
    Object.fromEntries(
      [
        ...Object.entries(counts),
        ...Object.entries(disposals).map(([k, n]) => [`disposals.${k}`, n] as const),
      ].filter((entry): entry is [string, number] => typeof entry[1] === 'number'),
    )
  const table = tableTold(rows.map(figuresOf), figuresOf(totals))
  return {
    ...board,
    rows: table.rows.map((row, i) => ({ ...dimensionsOf(rows[i]!), ...apart(row) })),
    totals: apart(table.totals),
  }
}

const dimensionsOf = (row: BoardRow): object =>
  Object.fromEntries(Object.entries(row).filter(([, value]) => value === null || typeof value === 'string'))

/** The disposals in an object of their own again. */
function apart(figures: Readonly<Record<string, unknown>>): object {
  const entries = Object.entries(figures)
  const own = (name: string) => name.startsWith('disposals.')
  return {
    ...Object.fromEntries(entries.filter(([name]) => !own(name))),
    disposals: Object.fromEntries(
      entries.filter(([name]) => own(name)).map(([name, n]) => [name.slice('disposals.'.length), n]),
    ),
  }
}

export const smallCoverage = (coverage: Coverage): object =>
  toldOf({ ...coverage }, 'alerts', ['due', 'late', 'done', 'unreachable'])

/** A share is made of what is told, or it would tell the rest. */
export function smallOverrides({ rows, totals, reasons }: OverrideReport): object {
  const figuresOf = ({ gradings, raised, lowered, declined, asked }: OverrideReport['totals']): Numbers => ({
    ...{ gradings, raised, lowered, declined, asked },
  })
  const table = tableTold(rows.map(figuresOf), figuresOf(totals))
  const rated = ({ ...row }: Record<string, Told>) => {
    const { gradings = 0, raised = 0, lowered = 0 } = row
    return {
      ...row,
      rate:
        gradings && raised !== null && lowered !== null
          ? Math.min(1, Math.round(((raised + lowered) / gradings) * 100) / 100)
          : null,
    }
  }
  return {
    rows: table.rows.map((row, i) => ({ region: rows[i]!.region, ...rated(row) })),
    totals: rated(table.totals),
    reasons: toldOf(reasons as Numbers),
  }
}
