/** How each thing of the home screen is asked for: how many there are, and the most urgent of them. */
import type { UnusualWeek } from '../api/accessShapes.ts'
import type { AccountItem, FederationGap } from '../api/accountShapes.ts'
import { get, serverNow } from '../api/http.ts'
import type { RegionNames } from '../api/regions.ts'
import type {
  AnswerDeskItem,
  CallbackItem,
  CaseItem,
  Me,
  MeasureDutyItem,
  OrderItem,
  Page,
  SupervisionItem,
} from '../api/shapes.ts'
import { shownDay } from '../parts/moment.tsx'
import { type Filter, paths } from '../paths.ts'
import { accessTexts } from '../texts/access.ts'
import { accountTexts } from '../texts/accounts.ts'
import { dispatchTexts } from '../texts/dispatch.ts'
import { measureTexts } from '../texts/measures.ts'
import { texts } from '../texts/zh.ts'
import type { Ask } from './homeThings.ts'

const SHOWN = 5
const SOON_MS = 7 * 86_400_000

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
  if (of === 'duties') return dutiesAsked(regions)
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

async function dutiesAsked(regions: RegionNames): Promise<Answer> {
  // The last visit after a letter may be made in any of sixty days.
  const before = new Date(serverNow() + SOON_MS).toISOString()
  const { total, items } = await get<Page<MeasureDutyItem>>('/v1/measure-duties', { before, limit: SHOWN })
  const shown = items.map(({ dutyId, caseId, kind, dueAt, level, regionCode }) => ({
    key: dutyId,
    to: paths.caseCard(caseId),
    ...{ due: dueAt, level },
    text: [regions.full(regionCode), measureTexts.measureDuties[kind]].join(' · '),
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
