/**
 * What people may record of the measures of a case. Police and courts take them; here is only written down what they
 * did and when. Each command comes to one event or to a refusal, which `measureRefusals.ts` names.
 */
import type { DataOf, FamilyCaseEvent, NewDomainEvent } from './catalogue.ts'
import { after, type Clockwork } from './clocks.ts'
import { endOf, momentOn, startOf } from './days.ts'
import type { Context, Decision } from './event.ts'
import type { FamilyCase } from './familyCase.ts'
import { derivedId, timeOfId } from './ids.ts'
import { openReports } from './mandatoryReports.ts'
import { type MeasureRefusal, refusalOf } from './measureRefusals.ts'
import { measureOwed } from './measures.ts'
import { newEvent } from './newEvent.ts'
import { openApplication } from './protectionOrders.ts'
import { FOLLOW_UP_DAYS } from './warningLetters.ts'

const events = {
  'issue-letter': 'WarningLetterIssued',
  'follow-up-letter': 'LetterFollowedUp',
  'apply-protection': 'ProtectionOrderApplied',
  'grant-protection': 'ProtectionOrderGranted',
  'refuse-protection': 'ProtectionOrderRefused',
  'take-measure': 'RespondentMeasureTaken',
  'record-breach': 'MeasureBreached',
  'revoke-measure': 'MeasureRevoked',
  'waive-measure': 'MeasureWaived',
  'require-report': 'MandatoryReportRequired',
  'report-to-police': 'ChildProtectionReported',
  'waive-report': 'MandatoryReportWaived',
} as const satisfies Record<string, FamilyCaseEvent['type']>
export type MeasureCommandName = keyof typeof events
type EventOf<N extends MeasureCommandName> = DataOf<(typeof events)[N]>

interface Says {
  'issue-letter': Pick<EventOf<'issue-letter'>, 'issuedBy' | 'alertId' | 'issuedOn'>
  'follow-up-letter': Pick<EventOf<'follow-up-letter'>, 'letterId' | 'visitedOn' | 'with'>
  'apply-protection': Pick<EventOf<'apply-protection'>, 'applicant' | 'court' | 'appliedOn' | 'urgent'>
  'grant-protection': Pick<EventOf<'grant-protection'>, 'court' | 'prohibits' | 'from' | 'until'>
  'refuse-protection': Pick<EventOf<'refuse-protection'>, 'court' | 'refusedOn'>
  'take-measure': Pick<EventOf<'take-measure'>, 'measure' | 'takenBy' | 'alertId' | 'takenOn'>
  'record-breach': Pick<EventOf<'record-breach'>, 'measure'> & { readonly breachedOn: string }
  'revoke-measure': Pick<EventOf<'revoke-measure'>, 'measureId' | 'reason'>
  'waive-measure': Pick<EventOf<'waive-measure'>, 'reason'>
  'require-report': Pick<EventOf<'require-report'>, 'about'>
  'report-to-police': Pick<EventOf<'report-to-police'>, 'about' | 'means' | 'alreadyKnown'>
  'waive-report': Pick<EventOf<'waive-report'>, 'reason'>
}
export type MeasureCommand = {
  [N in MeasureCommandName]: Says[N] & { readonly type: N; readonly textId: string | null }
}[MeasureCommandName]

/** One command of a person. A repeat of a command that was carried out yields no events. */
export function decideMeasure(
  state: FamilyCase,
  caseId: string,
  command: MeasureCommand,
  { by }: { readonly by: string },
  context: Context,
  clockwork: Clockwork,
): Decision<NewDomainEvent, MeasureRefusal> {
  const type = events[command.type]
  const { causeId, now } = context
  if (state.eventIds.has(derivedId(timeOfId(causeId), type, caseId, causeId))) return { events: [] }
  const refusal = refusalOf(state, command, by, now)
  if (refusal) return { refusal }
  const data = { ...said(state, command, context, clockwork), by, textId: command.textId }
  const day = dayIn(command)
  const occurredAt = day === null ? now.toISOString() : momentOn(day, now)
  return { events: [newEvent(type, data as never, caseId, caseId, context, { occurredAt })] }
}

/** The day that a command says it happened on. */
export function dayIn(command: MeasureCommand): string | null {
  switch (command.type) {
    case 'issue-letter':
      return command.issuedOn
    case 'follow-up-letter':
      return command.visitedOn
    case 'apply-protection':
      return command.appliedOn
    case 'grant-protection':
      return command.from
    case 'refuse-protection':
      return command.refusedOn
    case 'take-measure':
      return command.takenOn
    case 'record-breach':
      return command.breachedOn
    default:
      return null
  }
}

/** What the event says besides who recorded it: what the command says, and what follows from the state. */
function said(
  state: FamilyCase,
  command: MeasureCommand,
  { now, causeId }: Context,
  { policy, calendar }: Clockwork,
): object {
  const { type, textId: _words, ...rest } = command
  switch (command.type) {
    case 'issue-letter':
      return { ...rest, followUps: followUpsFrom(now, causeId) }
    case 'follow-up-letter': {
      // A visit makes up for every one whose time had begun by that day.
      const { followUps } = state.letters.find((l) => l.letterId === command.letterId)!
      const begun = followUps.filter((f) => f.doneAt === null && f.opensAt < endOf(command.visitedOn))
      return { ...rest, discharged: begun.map((f) => f.dutyId) }
    }
    case 'apply-protection': {
      const from = new Date(momentOn(command.appliedOn, now))
      const decideBy = after(from, { hours: command.urgent ? 24 : 72 }, calendar).toISOString()
      return { ...rest, decideBy }
    }
    case 'grant-protection':
      return { ...rest, applicationId: openApplication(state), renews: goesOnFrom(state, command) }
    case 'refuse-protection':
      return { ...rest, applicationId: openApplication(state) }
    case 'record-breach':
      return { measure: command.measure }
    case 'waive-measure':
      return { ...rest, owed: measureOwed(state).map(({ causeId, measure }) => ({ causeId, measure })) }
    case 'require-report': {
      const reportBy = after(now, policy.mandatoryReport, calendar).toISOString()
      const versions = { policyVersion: policy.version, calendarVersion: calendar.version }
      return { ...rest, gradingId: null, sources: [], reportBy, ...versions }
    }
    case 'report-to-police': {
      const open = openReports(state).filter((duty) => duty.about === command.about)
      return { ...rest, to: 'police', discharged: open.map((duty) => duty.dutyId), sources: [] }
    }
    case 'waive-report':
      return { ...rest, duties: openReports(state).map((duty) => duty.dutyId) }
    default:
      return rest
  }
}

/** Each opens when the one before is due. Counted from when the letter is recorded, so that none is born late. */
function followUpsFrom(now: Date, causeId: string): { dutyId: string; opensAt: string; dueAt: string }[] {
  let opensAt = now.toISOString()
  return FOLLOW_UP_DAYS.map((days) => {
    const dueAt = new Date(now.getTime() + days * 86_400_000).toISOString()
    const followUp = { dutyId: derivedId(now, 'follow-up', causeId, String(days)), opensAt, dueAt }
    opensAt = dueAt
    return followUp
  })
}

/** The order that is still in force, or ended the day before: the new one renews it. */
function goesOnFrom(
  { protectionOrders }: FamilyCase,
  { from, until }: Pick<Says['grant-protection'], 'from' | 'until'>,
): string | null {
  const before = protectionOrders.findLast(
    (p) => !p.revoked && !p.renewed && endOf(p.until) >= startOf(from) && p.until < until,
  )
  return before?.protectionOrderId ?? null
}
