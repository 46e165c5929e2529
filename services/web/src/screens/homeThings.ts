/** What there is to do for each role, in the order in which it wants to be done. */
import type { Role } from '../api/shapes.ts'
import type { Filter } from '../paths.ts'
import { texts } from '../texts/zh.ts'

const words = texts.home

export type Thing = keyof typeof words.things
export interface Ask {
  readonly thing: Thing
  readonly of:
    | 'orders'
    | 'approvals'
    | 'cases'
    | 'callbacks'
    | 'answers'
    | 'supervised'
    | 'duties'
    | 'looks'
    | 'accounts'
    | 'gaps'
  readonly filter: Filter
}

const callbacks: readonly Ask[] = [
  { thing: 'callbacksLate', of: 'callbacks', filter: { state: 'late' } },
  { thing: 'callbacksDue', of: 'callbacks', filter: { state: 'due' } },
]
const own = (thing: Thing, state: string): Ask => ({ thing, of: 'orders', filter: { state, mine: 'true' } })
const late: Ask = { thing: 'late', of: 'orders', filter: { late: 'true' } }
export const fresh = (since: string): Ask => ({ thing: 'fresh', of: 'orders', filter: { since } })
export const caseworkers: readonly Role[] = ['mediator', 'district-officer', 'dispatcher']
const answersLate: Ask = { thing: 'answersLate', of: 'answers', filter: { late: 'true' } }
const answers: readonly Ask[] = [
  answersLate,
  { thing: 'answersOpen', of: 'answers', filter: { state: 'open', mine: 'true' } },
]
const answersAsked: Ask = { thing: 'answersAsked', of: 'answers', filter: { asked: 'true' } }
const supervised = (thing: Thing, reason: string): Ask => ({
  ...{ thing, of: 'supervised', filter: { view: 'supervision', reason } },
})
/** What the law asks for, and nobody has seen to. */
const measures: readonly Ask[] = [
  supervised('reportsMissed', 'report-owed'),
  supervised('lettersUnvisited', 'letter-unvisited'),
  supervised('protectionsEnding', 'protection-expiring'),
]
/** What a second person has to agree to. */
const approvals: readonly Ask[] = [
  { thing: 'toApprove', of: 'approvals', filter: { view: 'approval' } },
  { thing: 'toAgree', of: 'cases', filter: { state: 'awaiting' } },
]

/** In the order in which they want to be done. */
export const asksOf: Readonly<Record<Role, readonly Ask[]>> = {
  mediator: [
    late,
    own('toAccept', 'dispatched'),
    { thing: 'measureDuties', of: 'duties', filter: { state: 'owing' } },
    own('working', 'in-progress'),
    ...callbacks,
    ...answers,
  ],
  'district-officer': [
    late,
    own('toAccept', 'dispatched'),
    ...approvals,
    own('working', 'in-progress'),
    ...callbacks,
    ...answers,
    answersAsked,
    ...measures,
  ],
  dispatcher: [
    { thing: 'unroutable', of: 'orders', filter: { state: 'unroutable' } },
    { thing: 'returned', of: 'orders', filter: { state: 'returned' } },
    late,
    ...approvals,
    ...callbacks.slice(0, 1),
    answersLate,
    ...measures,
  ],
  analyst: [],
  statistician: [],
  auditor: [{ thing: 'unusual', of: 'looks', filter: {} }],
  administrator: [
    { thing: 'noAccounts', of: 'gaps', filter: {} },
    { thing: 'unusedAccounts', of: 'accounts', filter: { unused: 'true' } },
  ],
}
