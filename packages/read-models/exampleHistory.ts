/**
 * Histories of made-up families for tests: alerts graded and called back, orders at every stage, intakes amended
 * and moved, all drawn by chance from a seed, in the order in which they were recorded.
 */
import {
  catalogue,
  type DataOf,
  type EventType,
  familyCaseStream,
  familyCaseTypes,
  workOrderStream,
} from '@jiahe/domain/catalogue.ts'
import { district, nextTownship, otherTownship, township } from '@jiahe/domain/exampleCity.ts'
import {
  alertOf,
  amendmentOf,
  approvalBy,
  closureBy,
  contactBy,
  dispatchedAs,
  disposalBy,
  engagedBy,
  extensionBy,
  gradedAs,
  respondent,
  returnedBy,
  supervisedBy,
  unroutableAs,
  victim,
} from '@jiahe/domain/exampleEvents.ts'
import { derivedId, orderIdOf } from '@jiahe/domain/ids.ts'
import { organisationStream } from '@jiahe/domain/organisation.ts'
import { codesOf, type Level, levels, overrideReasons, rank } from '@jiahe/domain/vocabulary.ts'
import { seeded } from '@jiahe/testing/chance.ts'
import { exampleDirectory } from './exampleDirectory.ts'
import { exampleMeasures } from './exampleMeasures.ts'
import type { Placed } from './projection.ts'

const firstMoment = '2026-03-02T01:00:00.000Z'
export const start = Date.parse(firstMoment)
const hour_ms = 3_600_000

interface Place {
  readonly caseId: string
  readonly at: number
  readonly orderId?: string
  /** Of an organisation; `caseId` is then its id. */
  readonly code?: string
  readonly cause?: string
}
function streamOf(type: EventType, { caseId, orderId, code }: Place): string {
  if (code !== undefined) return organisationStream(code)
  const inCase = (familyCaseTypes as readonly string[]).includes(type)
  return inCase ? familyCaseStream(caseId) : workOrderStream(orderId!)
}

export class Writer {
  readonly events: Placed[] = []
  readonly #added = new Map<string, number>()

  /** Appends an event at a moment; gives its id. */
  add<T extends EventType>(type: T, data: DataOf<T>, own: Place): string {
    const stream = streamOf(type, own)
    const added = this.#added.get(stream) ?? 0
    this.#added.set(stream, added + 1)
    const time = new Date(own.at).toISOString()
    const id = derivedId(time, stream, String(added))
    const metadata = {
      schemaVersion: catalogue[type].version,
      actor: 'test',
      correlationId: own.caseId,
      causationId: own.cause ?? null,
      occurredAt: time,
      recordedAt: time,
      prevHash: null,
    }
    this.events.push({ id, type, data, metadata, stream, revision: 0, position: '' } as unknown as Placed)
    return id
  }

  /** In the order recorded, each with its place in its stream and in the log. */
  placed(): Placed[] {
    const timeOf = (event: Placed) =>
      (event.metadata as unknown as { readonly recordedAt: string }).recordedAt
    const ends = new Map<string, number>()
    const following = (stream: string) => {
      const revision = (ends.get(stream) ?? -1) + 1
      ends.set(stream, revision)
      return revision
    }
    return [...this.events]
      .sort((a, b) => (timeOf(a) < timeOf(b) ? -1 : timeOf(a) > timeOf(b) ? 1 : 0))
      .map((event, i) => ({
        ...event,
        revision: following(event.stream),
        position: String(i + 1).padStart(16, '0'),
      }))
  }
}

export function exampleHistory(seed: number, families: number): Placed[] {
  const chance = seeded(seed)
  const writer = new Writer()
  for (let n = 0; n < families; n++) aFamily(writer, chance, n, seed)
  exampleDirectory(writer, chance, start)
  return writer.placed()
}

const oneOf = <T>(chance: () => number, items: readonly T[]): T => items[Math.floor(chance() * items.length)]!

function aFamily(writer: Writer, chance: () => number, n: number, seed: number): void {
  const caseId = derivedId(firstMoment, 'family', String(seed), String(n))
  let at = start + Math.floor(chance() * 60 * 24) * hour_ms
  const later = (hours: number) => {
    at += Math.ceil(hours * chance() * hour_ms) + 1
    return at
  }
  const regionCode = oneOf(chance, [township, nextTownship, otherTownship, `${district}000`, null])
  const level: Level = oneOf(chance, codesOf(levels))
  const matter = { regionCode, maritalStatus: oneOf(chance, ['20', '40', 'separated', null] as const) }
  const kind = chance() < 0.8 ? 'AlertReceived' : 'ReportReceived'
  const intakeId = writer.add(kind, alertOf({}, matter), { caseId, at })
  const gradingId = writer.add('RiskGraded', gradedAs(level, { intakeId }), {
    ...{ caseId, cause: intakeId, at: later(0.01) },
  })
  saysOtherwise(writer, seeded(seed * 1000 + n), { caseId, gradingId, level, at })
  if (kind === 'ReportReceived') answered(writer, { caseId, reportId: intakeId, regionCode, at })
  if (n % 7 === 0) forgotten(writer, { caseId, at })
  if (n % 9 === 0) hiddenForAWhile(writer, { caseId, at })
  if (kind === 'AlertReceived') callbacks(writer, chance, { caseId, alertId: intakeId, gradingId, level, at })
  if (chance() < 0.2) {
    const movedTo = chance() < 0.3 ? derivedId(firstMoment, 'moved', caseId) : null
    writer.add('IntakeAmended', amendmentOf(intakeId, {}, { ...matter, movedTo }), { caseId, at: later(9) })
  }
  exampleMeasures(writer, chance, { caseId, at })
  if (level === 'low') return
  const orderId = orderIdOf(caseId, 1)
  const of = (hours: number) => ({ caseId, orderId, at: later(hours) })
  const own = { caseId, gradingId, intakeId, regionCode }
  if (regionCode === null)
    return void writer.add('WorkOrderUnroutable', { ...unroutableAs(level), ...own }, of(1))
  const dispatched = of(1)
  writer.add(
    'WorkOrderDispatched',
    dispatchedAs(level, own, new Date(dispatched.at).toISOString()),
    dispatched,
  )
  if (chance() < 0.2) return
  if (chance() < 0.15) return void writer.add('WorkOrderReturned', returnedBy(), of(9))
  writer.add('WorkOrderAccepted', { by: township }, of(9))
  writer.add('ContactMade', contactBy(), of(30))
  pushedOn(writer, chance, of)
  if (chance() < 0.3) return
  writer.add('DisposalReported', disposalBy(), of(200))
  writer.add('ClosureRequested', closureBy(), of(200))
  if (chance() < 0.3) return
  writer.add('ClosureApproved', approvalBy(), of(200))
  const until = new Date(at + 90 * 24 * hour_ms).toISOString()
  writer.add('WatchStarted', { orderId, level, until }, { caseId, at: later(0.01) })
  if (n % 3 === 0)
    writer.add(
      'WatchEnded',
      { orderId, because: 'reopened' },
      { caseId, at: at + (n % 20) * 24 * hour_ms + 1 },
    )
  if (n % 6 === 0)
    writer.add('WatchStarted', { orderId, level, until }, { caseId, at: at + 20 * 24 * hour_ms + 1 })
}

interface Owed extends Place {
  readonly reportId: string
  readonly regionCode: string | null
}
function answered(writer: Writer, { caseId, reportId, regionCode, at }: Owed): void {
  const assignee = regionCode?.replace(/0{3}$/, '') ?? district.slice(0, 4)
  const own = { reportId, by: township, textId: null, orderId: null }
  const after = (days: number) => ({ caseId, at: at + days * 24 * hour_ms })
  const [takeBy, concludeBy] = [15, 60].map((days) => new Date(after(days).at).toISOString())
  const schedule = { reportId, assignee, takeBy: takeBy!, concludeBy: concludeBy! }
  writer.add('AnswerScheduled', { ...schedule, policyVersion: 1, calendarVersion: 'example-1' }, after(0))
  writer.add('ReportTaken', own, after(3))
  writer.add('ReportConcluded', { ...own, result: 'mediated' }, after(20))
}

/** Her; he is declined. */
function forgotten(writer: Writer, { caseId, at }: Place): void {
  const own = { ground: 'retention-over', by: district } as const
  const after = (days: number) => ({ caseId, at: at + days * 24 * hour_ms })
  const ask = (personId: string) =>
    writer.add('ErasureRequested', { personId, ...own, textId: null }, after(200))
  writer.add('PersonErased', { personId: victim, requestId: ask(victim), ...own }, after(201))
  const declined = { reason: 'needed-as-evidence', by: district, textId: null } as const
  const requestId = ask(respondent)
  writer.add('ErasureDeclined', { personId: respondent, requestId, ...declined }, after(201))
}

/** In the end everybody sees the case again. */
function hiddenForAWhile(writer: Writer, { caseId, at }: Place): void {
  const named = [{ accountId: derivedId(firstMoment, 'account'), federation: township }]
  const own = { reason: 'staff-related', by: district, textId: null } as const
  writer.add('CaseSealed', { ...own, named }, { caseId, at: at + hour_ms })
  writer.add(
    'CaseUnsealed',
    { reason: 'no-longer-needed', by: district, textId: null },
    { caseId, at: at + 2 * hour_ms },
  )
}

/** Supervised and answered, or not; somebody called in, more time asked for. */
function pushedOn(writer: Writer, chance: () => number, of: (hours: number) => Place): void {
  if (chance() < 0.5) {
    const { supervisionId } = supervisedBy()
    writer.add('WorkOrderSupervised', supervisedBy(), of(20))
    if (chance() < 0.6)
      writer.add('SupervisionAnswered', { supervisionId, by: township, textId: null }, of(20))
  }
  if (chance() < 0.5) writer.add('ResourceEngaged', engagedBy(), of(20))
  if (chance() < 0.5) writer.add('ClosureExtensionRequested', extensionBy(), of(20))
}

/** A person raises it, or asks to lower it and is heard or not. */
function saysOtherwise(
  writer: Writer,
  chance: () => number,
  { caseId, gradingId, level: from, at }: Omit<Alert, 'alertId'>,
): void {
  if (chance() < 0.6) return
  const level = oneOf(chance, codesOf(levels))
  if (level === from) return
  const approval = rank(level) > rank(from) ? 'not-needed' : 'needed'
  const own = { caseId, at: at + Math.ceil(chance() * 9 * hour_ms) }
  const reason = oneOf(chance, codesOf(overrideReasons))
  const overrideId = writer.add(
    'GradeOverridden',
    { gradingId, from, level, reason, textId: null, by: township, approval },
    own,
  )
  if (approval === 'not-needed' || chance() < 0.3) return
  const judged = { caseId, at: own.at + Math.ceil(chance() * 9 * hour_ms) }
  if (chance() < 0.6) writer.add('OverrideApproved', { overrideId, gradingId, level, by: district }, judged)
  else writer.add('OverrideDeclined', { overrideId, gradingId, by: district, textId: null }, judged)
}

interface Alert {
  readonly caseId: string
  readonly alertId: string
  readonly gradingId: string
  readonly level: Level
  readonly at: number
}
/** Three duties, a day apart; called in time, late, never, or not to be reached. */
function callbacks(
  writer: Writer,
  chance: () => number,
  { caseId, alertId, gradingId, level, at }: Alert,
): void {
  const day_ms = 24 * hour_ms
  const duties = [1, 2, 3].map((day, i) => ({
    dutyId: derivedId(firstMoment, 'duty', alertId, String(day)),
    opensAt: new Date(at + i * day_ms).toISOString(),
    dueAt: new Date(at + day * day_ms).toISOString(),
  }))
  writer.add(
    'CallbackScheduled',
    {
      ...{ alertId, gradingId, level, duties, replaces: [], assignee: township },
      ...{ policyVersion: 1, calendarVersion: 'example-1' },
    },
    { caseId, at: at + 1, cause: gradingId },
  )
  const outcome = chance()
  if (outcome < 0.2) return
  const first = [duties[0]!.dutyId]
  const by = { caseId, at: at + Math.floor(chance() * 2 * day_ms) + 2 }
  if (outcome < 0.35) {
    writer.add('HomeVisitRequested', { attempts: [], unreachable: first, withPolice: false }, by)
  } else {
    const attemptId = writer.add('CallbackAttempted', { outcome: 'reached', by: township, textId: null }, by)
    writer.add('CallbackCompleted', { attemptId, discharged: first, facts: {} }, by)
  }
}
