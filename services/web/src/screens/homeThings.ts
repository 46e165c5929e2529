/** What there is to do for each role, in the order in which it wants to be done, and how each thing is asked for. */
import type { UnusualWeek } from '../api/accessShapes.ts'
import type { AccountItem, FederationGap } from '../api/accountShapes.ts'
import { get } from '../api/http.ts'
import type { RegionNames } from '../api/regions.ts'
import type {
  AnswerDeskItem,
  CallbackItem,
  CaseItem,
  Me,
  OrderItem,
  Page,
  Role,
  SupervisionItem,
} from '../api/shapes.ts'
import { shownDay } from '../parts/moment.tsx'
import { type Filter, paths } from '../paths.ts'
import { accessTexts } from '../texts/access.ts'
import { accountTexts } from '../texts/accounts.ts'
import { dispatchTexts } from '../texts/dispatch.ts'
import { texts } from '../texts/zh.ts'

const words = texts.home
const SHOWN = 5

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
  mediator: [late, own('toAccept', 'dispatched'), own('working', 'in-progress'), ...callbacks, ...answers],
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

interface Item {
  readonly key: string
  readonly to: string
  readonly due: string | null
  readonly level: OrderItem['level'] | null
  readonly text: string
}
export interface Answer {
  readonly total: number
  readonly items: readonly Item[]
}

export async function ask({ of, filter }: Ask, me: Me, regions: RegionNames): Promise<Answer> {
  if (of === 'approvals') return askedOfOrders(filter, regions)
  if (of === 'cases') return askedOfCases(regions)
  if (of === 'looks') return unusualLooks(regions)
  if (of === 'answers') return owedAnswers(filter, me, regions)
  if (of === 'supervised') return supervisedCases(filter, regions)
  if (of === 'gaps') return federationGaps(regions)
  if (of === 'accounts') return accountsOf(filter, regions)
  const { state, late: isLate, mine, since } = filter
  const query = { state, late: isLate, assignee: mine ? me.federation : undefined, limit: SHOWN }
  if (of === 'callbacks') {
    const { total, items } = await get<Page<CallbackItem>>('/v1/callbacks', query)
    const shown = items.map((c) => ({
      key: `${c.caseId} ${c.alertId} ${c.dueAt}`,
      to: paths.callbackDesk({ ...filter, case: c.caseId }),
      due: c.dueAt,
      level: c.level,
      text: placeAndMatter(regions, c),
    }))
    return { total, items: shown }
  }
  const { total, items } = await get<Page<OrderItem>>('/v1/work-orders', { ...query, since })
  const shown = items.map((o) => ({
    key: o.id,
    to: paths.order(o.id, filter),
    due: o.nextDeadline,
    level: o.level,
    text: `${regions.full(o.regionCode)} · ${texts.disputeTypes[o.disputeType]}`,
  }))
  return { total, items: shown }
}

async function askedOfOrders(filter: Filter, regions: RegionNames): Promise<Answer> {
  const query = { awaiting: 'approval', limit: SHOWN }
  const { total, items } = await get<Page<OrderItem>>('/v1/work-orders', query)
  const shown = items.map((o) => ({
    key: o.id,
    to: paths.dispatchOrder(o.id, filter),
    due: o.nextDeadline,
    level: o.level,
    text: `${regions.full(o.regionCode)} · ${dispatchTexts.asked[o.extensionAskedAt ? 'extension' : 'closure']}`,
  }))
  return { total, items: shown }
}

async function askedOfCases(regions: RegionNames): Promise<Answer> {
  const { total, items } = await get<Page<CaseItem>>('/v1/cases', { awaiting: 'approval', limit: SHOWN })
  const shown = items.map(({ id, level, regionCode, awaiting }) => ({
    key: id,
    to: paths.caseCard(id),
    ...{ due: null, level },
    text: [regions.full(regionCode), ...awaiting.map((what) => texts.caseActions.awaiting[what])].join(' · '),
  }))
  return { total, items: shown }
}

async function owedAnswers(filter: Filter, me: Me, regions: RegionNames): Promise<Answer> {
  const { state, late: isLate, mine, asked } = filter
  const { total, items } = await get<Page<AnswerDeskItem>>('/v1/answers', {
    ...{ state, late: isLate, limit: SHOWN },
    extension: asked ? 'requested' : undefined,
    assignee: mine ? me.federation : undefined,
  })
  const shown = items.map((a) => ({
    key: a.reportId,
    to: paths.answerDesk({ ...filter, case: a.caseId, report: a.reportId }),
    ...{ due: a.answerBy, level: null },
    text: placeAndMatter(regions, a),
  }))
  return { total, items: shown }
}

async function supervisedCases({ reason }: Filter, regions: RegionNames): Promise<Answer> {
  const { total, items } = await get<Page<SupervisionItem>>('/v1/supervision', { reason, limit: SHOWN })
  const shown = items.map(({ caseId, level, regionCode }) => ({
    key: caseId,
    to: paths.caseCard(caseId),
    ...{ due: null, level },
    text: regions.full(regionCode),
  }))
  return { total, items: shown }
}

const placeAndMatter = (
  regions: RegionNames,
  { regionCode, disputeType }: Pick<AnswerDeskItem, 'regionCode' | 'disputeType'>,
): string =>
  [regions.full(regionCode), disputeType && texts.disputeTypes[disputeType]].filter(Boolean).join(' · ')

async function unusualLooks(regions: RegionNames): Promise<Answer> {
  const { from, to, items } = await get<UnusualWeek>('/v1/audit/unusual')
  const shown = items.slice(0, SHOWN).map(({ accountId, username, federation, reasons }) => ({
    key: accountId,
    to: paths.audit({ from, to, account: username ?? accountId }),
    ...{ due: null, level: null },
    text: [
      username ?? accessTexts.unknownAccount,
      federation && regions.federation(federation),
      ...reasons.map(({ reason }) => accessTexts.unusual[reason]),
    ]
      .filter(Boolean)
      .join(' · '),
  }))
  return { total: items.length, items: shown }
}

async function accountsOf(filter: Filter, regions: RegionNames): Promise<Answer> {
  const { total, items } = await get<Page<AccountItem>>('/v1/accounts', { ...filter, limit: SHOWN })
  const shown = items.map(({ id, username, role, federation, usedAt }) => ({
    key: id,
    to: paths.account(id, filter),
    ...{ due: null, level: null },
    text: [
      username,
      texts.roles[role],
      regions.federation(federation),
      usedAt ? shownDay(usedAt) : accountTexts.never,
    ].join(' · '),
  }))
  return { total, items: shown }
}

async function federationGaps(regions: RegionNames): Promise<Answer> {
  const { total, items } = await get<Page<FederationGap>>('/v1/account-gaps')
  const shown = items.slice(0, SHOWN).map(({ federation }) => ({
    key: federation,
    to: paths.accounts({ federation }),
    ...{ due: null, level: null },
    text: regions.fullFederation(federation),
  }))
  return { total, items: shown }
}
