/**
 * The replays of all cases added up to what a city has to know before it switches a model on: who would be graded
 * otherwise, how much more or less work that is for whom and when, and what it would have caught of what turned out
 * badly. Ids and codes only. In whatever order the cases come, the result is the same to the byte.
 */
import { createHash } from 'node:crypto'
import { canonicalJson } from '../canonicalJson.ts'
import type { Models } from '../models/inForce.ts'
import type { DefinedModel, ModelRef } from '../models/model.ts'
import { codesOf, type Level, levels, rank } from '../vocabulary.ts'
import { bothOf, type CaseReplay, type OrderOut, type Pair } from './replay.ts'

export interface Workload extends Pair<number> {
  readonly federation: string
  readonly months: readonly (Pair<number> & { readonly month: string })[]
}
/** Of the cases that turned out badly. Caught: somebody had been sent, which is from medium up. */
export interface Foreseen {
  readonly caught: number
  readonly missed: number
  readonly levels: Readonly<Record<Level, number>>
}
export interface ChangedCase {
  readonly caseId: string
  readonly from: Level
  readonly to: Level
}
export interface WhatIf {
  readonly candidate: ModelRef & { readonly track: keyof Models }
  readonly inForce: { readonly violence: ModelRef; readonly dispute: ModelRef }
  /** Up to which event the log was read. */
  readonly position: string
  readonly cases: number
  /** Streams that could not be folded: a person has to look, they are in no other number. */
  readonly unreadable: number
  /** By the level in force, then by that of the candidate. */
  readonly levels: Readonly<Record<Level, Readonly<Record<Level, number>>>>
  readonly higher: number
  readonly lower: number
  readonly orders: Pair<number>
  readonly workload: readonly Workload[]
  readonly turnedOutBadly: { readonly cases: number } & Pair<Foreseen>
  /** Those that would be graded lower before those that would be higher, the widest apart first; sealed cases are
   *  counted and not named. */
  readonly changes: readonly ChangedCase[]
  readonly changesLeftOff: number
}

/** So many changes are named. */
export const CHANGES_NAMED = 1000

const gravestLast = codesOf(levels)
const none = (): Record<Level, number> => ({ low: 0, medium: 0, high: 0, extreme: 0 })

export interface Tally {
  add(replay: CaseReplay): void
  addUnreadable(): void
  result(candidate: DefinedModel, inForce: Models, position: string): WhatIf
}

export function newTally(): Tally {
  const matrix: Record<Level, Record<Level, number>> = {
    ...{ low: none(), medium: none(), high: none(), extreme: none() },
  }
  const harmed: Pair<Record<Level, number>> = { inForce: none(), candidate: none() }
  const work = new Map<string, Map<string, { inForce: number; candidate: number }>>()
  let changes: ChangedCase[] = []
  let [changed, unreadable] = [0, 0]

  const count = (side: keyof Pair<unknown>) => (order: OrderOut) => {
    const months = work.get(order.federation) ?? new Map()
    work.set(order.federation, months)
    const month = months.get(order.month) ?? { inForce: 0, candidate: 0 }
    month[side]++
    months.set(order.month, month)
  }
  function note({ caseId, sealed }: CaseReplay, { inForce: from, candidate: to }: Pair<Level>): void {
    matrix[from][to]++
    if (from === to) return
    changed++
    if (sealed) return
    changes.push({ caseId, from, to })
    if (changes.length >= 4 * CHANGES_NAMED) changes = foremost(changes)
  }

  return {
    add(replay) {
      if (replay.level) note(replay, replay.level)
      replay.orders.inForce.forEach(count('inForce'))
      replay.orders.candidate.forEach(count('candidate'))
      if (!replay.beforeHarm) return
      harmed.inForce[replay.beforeHarm.inForce]++
      harmed.candidate[replay.beforeHarm.candidate]++
    },
    addUnreadable() {
      unreadable++
    },
    result(candidate, inForce, position) {
      const cells = gravestLast.flatMap((from) =>
        gravestLast.map((to) => ({ from, to, n: matrix[from][to] })),
      )
      const sumOf = (some: typeof cells) => some.reduce((sum, { n }) => sum + n, 0)
      const workload = workloadOf(work)
      const named = foremost(changes)
      return {
        candidate: { ...candidate.ref, track: candidate.track },
        inForce: { violence: inForce.violence.ref, dispute: inForce.dispute.ref },
        position,
        cases: sumOf(cells),
        unreadable,
        levels: matrix,
        higher: sumOf(cells.filter(({ from, to }) => rank(to) > rank(from))),
        lower: sumOf(cells.filter(({ from, to }) => rank(to) < rank(from))),
        orders: sumOfPairs(workload),
        workload,
        turnedOutBadly: { cases: sum(harmed.inForce), ...bothOf(harmed, foreseen) },
        changes: named,
        changesLeftOff: changed - named.length,
      }
    },
  }
}

const sum = (of: Readonly<Record<Level, number>>): number => Object.values(of).reduce((a, b) => a + b, 0)
const sumOfPairs = (pairs: readonly Pair<number>[]): Pair<number> =>
  pairs.reduce<Pair<number>>(
    (all, one) => ({ inForce: all.inForce + one.inForce, candidate: all.candidate + one.candidate }),
    { inForce: 0, candidate: 0 },
  )
const foreseen = (of: Readonly<Record<Level, number>>): Foreseen => ({
  ...{ caught: sum(of) - of.low, missed: of.low, levels: of },
})

const byText = (a: string, b: string): number => (a < b ? -1 : a > b ? 1 : 0)
const inOrder = <T>(entries: Iterable<[string, T]>): [string, T][] =>
  [...entries].sort(([a], [b]) => byText(a, b))

const workloadOf = (
  work: ReadonlyMap<string, ReadonlyMap<string, Readonly<Pair<number>>>>,
): readonly Workload[] =>
  inOrder(work).map(([federation, byMonth]) => {
    const months = inOrder(byMonth).map(([month, { inForce, candidate }]) => ({ month, inForce, candidate }))
    return { federation, ...sumOfPairs(months), months }
  })

const foremost = (changes: readonly ChangedCase[]): ChangedCase[] =>
  changes.toSorted((a, b) => stepOf(a) - stepOf(b) || byText(a.caseId, b.caseId)).slice(0, CHANGES_NAMED)
/** Falls before rises, the widest of each first. */
const stepOf = ({ from, to }: ChangedCase): number => {
  const step = rank(to) - rank(from)
  return step < 0 ? step : 10 - step
}

/** SHA-256 of the canonical result: whoever has the model and the history up to the position can make it again. */
export const hashOfWhatIf = (result: WhatIf): string =>
  createHash('sha256').update(canonicalJson(result)).digest('hex')
