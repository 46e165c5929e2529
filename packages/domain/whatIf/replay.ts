/**
 * What a family's history would have come to under other risk models. Every cause of a grading is graded again, by the
 * models in force and by those with the candidate, and the orders follow by one rule for both sides: the first grade of
 * medium or above sends one out, so does a new matter when the last is taken to be closed, and a raise that gives it to
 * another federation. How long one would have been worked on, nobody knows: it is taken to be open for as long as the
 * policy of its day gives for closing. What people did otherwise, overrides above all, is left out on both sides.
 */
import type { FamilyCaseEvent } from '../catalogue.ts'
import { idOfStream } from '../catalogue.ts'
import { after, dayOf } from '../clocks.ts'
import { clockworkAt, type Desk } from '../desk.ts'
import { assessCase, emptyCase, evolveFamilyCase, type FamilyCase } from '../familyCase.ts'
import { gradingCauses } from '../familyCaseDecisions.ts'
import { intakesOfFamily, newestIntake, type SaidIntake } from '../intakes.ts'
import { tellsOfNews } from '../merging.ts'
import type { Models } from '../models/inForce.ts'
import { route } from '../route.ts'
import { routeWithinSeal } from '../sealing.ts'
import { type Level, rank } from '../vocabulary.ts'

/** The same thing under the models in force and with the candidate. */
export interface Pair<T> {
  readonly inForce: T
  readonly candidate: T
}
export const bothOf = <A, B>({ inForce, candidate }: Pair<A>, of: (one: A) => B): Pair<B> => ({
  inForce: of(inForce),
  candidate: of(candidate),
})

export interface OrderOut {
  readonly federation: string
  /** `YYYY-MM` in Asia/Shanghai. */
  readonly month: string
}
export interface CaseReplay {
  readonly caseId: string
  readonly sealed: boolean
  /** As the whole history gives it; null when the case is one with another, which is graded for both. */
  readonly level: Pair<Level> | null
  readonly orders: Pair<readonly OrderOut[]>
  /** Of a case that turned out badly: the level right before it did, the first time. */
  readonly beforeHarm: Pair<Level> | null
}

export const HARM_WITHIN_DAYS = 180

/** `history`: the stream of a case. Null when nothing was received in it, or all of it has moved away. */
export function replayCase(
  history: readonly FamilyCaseEvent[],
  models: Pair<Models>,
  desk: Desk,
): CaseReplay | null {
  const first = history[0]
  if (!first) return null
  const last = history.reduce(evolveFamilyCase, emptyCase)
  const level = levelOf(last, models)
  if (!level) return null
  const sides = bothOf(models, (side) => orderSide(side, desk))
  let state = emptyCase
  let beforeHarm: Pair<Level> | null = null
  for (const event of history) {
    const before = state
    state = evolveFamilyCase(before, event)
    if (!beforeHarm && isHarm(before, state, event, last)) beforeHarm = levelOf(before, models)
    if (!isCause(event) || state.joined) continue
    const news = isNews(before, event)
    sides.inForce.grade(state, event, news)
    sides.candidate.grade(state, event, news)
  }
  return {
    caseId: idOfStream(first.stream),
    sealed: last.sealedFor !== null,
    level: last.joined ? null : level,
    orders: bothOf(sides, ({ out }) => out),
    beforeHarm,
  }
}

function levelOf(state: FamilyCase, models: Pair<Models>): Pair<Level> | null {
  if (!newestIntake(state)) return null
  return bothOf(models, (side) => assessCase(state, side)!.level)
}

/** A grade that only aged sees the same facts. */
const isCause = ({ type }: FamilyCaseEvent): boolean =>
  type !== 'GradingFellDue' && (gradingCauses as readonly string[]).includes(type)

const newMatters: readonly string[] = ['AlertReceived', 'ReportReceived', 'MeasureBreached']
const isNews = (before: FamilyCase, event: FamilyCaseEvent): boolean =>
  event.type === 'MergedHistoryTold'
    ? tellsOfNews(before.merged.get(event.data.from), event.data)
    : newMatters.includes(event.type)

// Orders ------------------------------------------------------------------------------------------------

interface OpenOrder {
  readonly level: Level
  readonly federation: string
  /** Taken to be closed from then on, in milliseconds. */
  readonly until: number
}

function orderSide(models: Models, desk: Desk) {
  const out: OrderOut[] = []
  let order: OpenOrder | null = null
  return {
    out,
    grade(state: FamilyCase, { metadata }: FamilyCaseEvent, news: boolean): void {
      const assessment = assessCase(state, models)
      if (!assessment || rank(assessment.level) < rank('medium')) return
      const { level } = assessment
      const at = new Date(metadata.recordedAt)
      const isOpen = order !== null && at.getTime() < order.until
      const graver = order === null || rank(level) > rank(order.level)
      if (isOpen ? !graver : !graver && !news) return
      const clockwork = clockworkAt(desk, at)
      const federation = federationOf(state, level, desk, clockwork)
      const close = clockwork.policy.levels[level].close
      const until = isOpen ? order!.until : after(at, close, clockwork.calendar).getTime()
      if (!isOpen || federation !== order!.federation) out.push({ federation, month: dayOf(at).slice(0, 7) })
      order = { level, federation, until }
    },
  }
}

/** What cannot be routed lies with the city's dispatchers. */
function federationOf(
  state: FamilyCase,
  level: Level,
  { territory }: Desk,
  { policy }: ReturnType<typeof clockworkAt>,
): string {
  const routed = route(newestIntake(state)!.regionCode, level, territory, policy)
  const seen = routeWithinSeal(routed, state, territory.city)
  return 'unroutable' in seen ? territory.city : seen.assignment.assignee
}

// What turned out badly ---------------------------------------------------------------------------------

const violent = (family: FamilyCase): SaidIntake[] =>
  intakesOfFamily(family).filter((i) => i.kind === 'alert' || i.disputeType === 'domestic-violence')

/** A protection order was breached; or violence was reported again within half a year, and stands in the case still. */
function isHarm(before: FamilyCase, then: FamilyCase, event: FamilyCaseEvent, last: FamilyCase): boolean {
  if (event.type === 'MeasureBreached') return event.data.measure === 'protection-order'
  if (!['AlertReceived', 'ReportReceived', 'MergedHistoryTold'].includes(event.type)) return false
  const known = violent(before)
  const knownIds = new Set(known.map(({ intakeId }) => intakeId))
  const stands = new Set(violent(last).map(({ intakeId }) => intakeId))
  return violent(then).some(
    (fresh) =>
      !knownIds.has(fresh.intakeId) &&
      stands.has(fresh.intakeId) &&
      known.some((earlier) => stands.has(earlier.intakeId) && followsSoon(earlier, fresh)),
  )
}

function followsSoon(earlier: SaidIntake, fresh: SaidIntake): boolean {
  const apart = Date.parse(fresh.occurredAt) - Date.parse(earlier.occurredAt)
  return apart > 0 && apart <= HARM_WITHIN_DAYS * 86_400_000
}
