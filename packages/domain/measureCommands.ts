/**
 * What people may record of the measures of a case. Police and courts take them; here is only written down what they
 * did and when. Each command comes to one event or to a refusal, which `measureRefusals.ts` names.
 */
import { type AskedOfCase, type CaseAnswer, refusesCase, tellsCase } from './caseDecision.ts'
import type { DataOf, FamilyCaseEvent } from './catalogue.ts'
import { after } from './clocks.ts'
import { endOf, momentOn, startOf } from './days.ts'
import { clockworkAt, versionsOf } from './desk.ts'
import type { FamilyCase } from './familyCase.ts'
import { derivedId } from './ids.ts'
import { openReports } from './mandatoryReports.ts'
import { type MeasureRefusal, refusalOf } from './measureRefusals.ts'
import { measureOwed } from './measures.ts'
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

export const isMeasureCommand = (command: { readonly type: string }): command is MeasureCommand =>
  command.type in events

export function decideMeasure(asked: AskedOfCase, command: MeasureCommand): CaseAnswer<MeasureRefusal> {
  const { state, by, context } = asked
  const refusal = refusalOf(state, command, by, context.now)
  if (refusal) return refusesCase(refusal)
  const day = dayIn(command)
  const own = day === null ? {} : { occurredAt: momentOn(day, context.now) }
  return tellsCase(events[command.type], said(asked, command) as never, own)
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

/** The event's data: what the command says, who recorded it, and what follows from the state. */
function said(
  { state, by, context: { now, causeId }, desk }: AskedOfCase,
  command: MeasureCommand,
): { [N in MeasureCommandName]: EventOf<N> }[MeasureCommandName] {
  switch (command.type) {
    case 'issue-letter': {
      const { issuedBy, alertId, issuedOn, textId } = command
      return { issuedBy, alertId, issuedOn, followUps: followUpsFrom(now, causeId), by, textId }
    }
    case 'follow-up-letter': {
      const { letterId, visitedOn, with: visitors, textId } = command
      // A visit makes up for every one whose time had begun by that day.
      const { followUps } = state.letters.find((l) => l.letterId === letterId)!
      const begun = followUps.filter((f) => f.doneAt === null && f.opensAt < endOf(visitedOn))
      const discharged = begun.map((f) => f.dutyId)
      return { letterId, discharged, visitedOn, with: visitors, by, textId }
    }
    case 'apply-protection': {
      const { applicant, court, appliedOn, urgent, textId } = command
      const from = new Date(momentOn(appliedOn, now))
      const decideBy = after(from, { hours: urgent ? 24 : 72 }, desk.calendar).toISOString()
      return { applicant, court, appliedOn, urgent, decideBy, by, textId }
    }
    case 'grant-protection': {
      const { court, prohibits, from, until, textId } = command
      const linked = { applicationId: openApplication(state), renews: goesOnFrom(state, command) }
      return { ...linked, court, prohibits, from, until, by, textId }
    }
    case 'refuse-protection': {
      const { court, refusedOn, textId } = command
      return { applicationId: openApplication(state)!, court, refusedOn, by, textId }
    }
    case 'take-measure': {
      const { measure, takenBy, alertId, takenOn, textId } = command
      return { measure, takenBy, alertId, takenOn, by, textId }
    }
    case 'record-breach':
      return { measure: command.measure, textId: command.textId }
    case 'revoke-measure':
      return { measureId: command.measureId, reason: command.reason, by, textId: command.textId }
    case 'waive-measure': {
      const owed = measureOwed(state).map(({ causeId, measure }) => ({ causeId, measure }))
      return { owed, reason: command.reason, by, textId: command.textId }
    }
    case 'require-report': {
      const { about, textId } = command
      const clockwork = clockworkAt(desk, now)
      const reportBy = after(now, clockwork.policy.mandatoryReport, clockwork.calendar).toISOString()
      return { about, gradingId: null, sources: [], reportBy, ...versionsOf(clockwork), by, textId }
    }
    case 'report-to-police': {
      const { about, means, alreadyKnown, textId } = command
      const discharged = openReports(state)
        .filter((duty) => duty.about === about)
        .map((duty) => duty.dutyId)
      return { about, to: 'police', means, alreadyKnown, discharged, sources: [], by, textId }
    }
    case 'waive-report': {
      const duties = openReports(state).map((duty) => duty.dutyId)
      return { duties, reason: command.reason, by, textId: command.textId }
    }
    default:
      return command satisfies never
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
