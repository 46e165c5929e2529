/**
 * Why a measure may not be recorded: no day is ahead, nothing is written down twice, what is named is there and still
 * stands. Reasons against a measure or a report are given by those above the township, which is not its own judge.
 */
import { isAboveTownships } from './caseDecision.ts'
import { PROTECTION_MONTHS_MAX } from './catalogue/measures.ts'
import { dayOf } from './clocks.ts'
import { monthsAfter } from './days.ts'
import type { FamilyCase } from './familyCase.ts'
import { openReports } from './mandatoryReports.ts'
import { dayIn, type MeasureCommand } from './measureCommands.ts'
import { measureOwed } from './measures.ts'
import { openApplication } from './protectionOrders.ts'
import { standingLetters } from './warningLetters.ts'

export type MeasureRefusal =
  | 'day-ahead'
  | 'day-too-early'
  | 'unknown-alert'
  | 'unknown-measure'
  | 'measure-not-standing'
  | 'measure-already-recorded'
  | 'nothing-to-breach'
  | 'application-open'
  | 'no-application'
  | 'protection-too-long'
  | 'report-already-required'
  | 'nothing-owed'
  | 'not-supervisor'

type Of<T extends MeasureCommand['type']> = Extract<MeasureCommand, { type: T }>

/** Null when it may be recorded. */
export function refusalOf(
  state: FamilyCase,
  command: MeasureCommand,
  by: string,
  now: Date,
): MeasureRefusal | null {
  const day = dayIn(command)
  if (day !== null && day > dayOf(now)) return 'day-ahead'
  switch (command.type) {
    case 'issue-letter':
      return refuseLetter(state, command)
    case 'follow-up-letter':
      return refuseFollowUp(state, command)
    case 'apply-protection':
      return openApplication(state) === null ? null : 'application-open'
    case 'grant-protection':
      return refuseGrant(state, command)
    case 'refuse-protection':
      return openApplication(state) === null ? 'no-application' : null
    case 'take-measure':
      return refuseMeasure(state, command)
    case 'record-breach':
      return refuseBreach(state, command)
    case 'revoke-measure':
      return refuseRevocation(state, command)
    case 'waive-measure':
      if (!isAboveTownships(by)) return 'not-supervisor'
      return measureOwed(state).length > 0 ? null : 'nothing-owed'
    case 'require-report':
      return openReports(state).some((d) => d.about === command.about) ? 'report-already-required' : null
    case 'report-to-police':
      return null
    case 'waive-report':
      if (!isAboveTownships(by)) return 'not-supervisor'
      return openReports(state).length > 0 ? null : 'nothing-owed'
    default:
      return command satisfies never
  }
}

const isAlert = ({ intakes }: FamilyCase, alertId: string): boolean => intakes.get(alertId)?.kind === 'alert'

function refuseLetter(state: FamilyCase, { alertId, issuedOn }: Of<'issue-letter'>): MeasureRefusal | null {
  if (alertId !== null && !isAlert(state, alertId)) return 'unknown-alert'
  const known = standingLetters(state).some((l) => l.alertId === alertId && l.issuedOn === issuedOn)
  return known ? 'measure-already-recorded' : null
}

function refuseFollowUp(
  { letters }: FamilyCase,
  { letterId, visitedOn }: Of<'follow-up-letter'>,
): MeasureRefusal | null {
  const letter = letters.find((l) => l.letterId === letterId)
  if (!letter) return 'unknown-measure'
  if (letter.revoked) return 'measure-not-standing'
  return visitedOn < letter.issuedOn ? 'day-too-early' : null
}

function refuseGrant(
  { protectionOrders }: FamilyCase,
  { from, until }: Of<'grant-protection'>,
): MeasureRefusal | null {
  if (until < from) return 'day-too-early'
  if (until > monthsAfter(from, PROTECTION_MONTHS_MAX)) return 'protection-too-long'
  const known = protectionOrders.some((p) => !p.revoked && p.from === from && p.until === until)
  return known ? 'measure-already-recorded' : null
}

function refuseMeasure(
  state: FamilyCase,
  { measure, alertId, takenOn }: Of<'take-measure'>,
): MeasureRefusal | null {
  if (alertId !== null && !isAlert(state, alertId)) return 'unknown-alert'
  const known = state.taken.some(
    (m) => !m.revoked && m.measure === measure && m.alertId === alertId && m.takenOn === takenOn,
  )
  return known ? 'measure-already-recorded' : null
}

/** He breaches what stood on that day: a letter from when it was issued, an order while it was in force. */
function refuseBreach(
  state: FamilyCase,
  { measure, breachedOn }: Of<'record-breach'>,
): MeasureRefusal | null {
  const stood =
    measure === 'warning-letter'
      ? standingLetters(state).some((l) => l.issuedOn <= breachedOn)
      : state.protectionOrders.some((p) => !p.revoked && p.from <= breachedOn && breachedOn <= p.until)
  if (!stood) return 'nothing-to-breach'
  const known = state.breaches.some((b) => b.measure === measure && dayOf(b.occurredAt) === breachedOn)
  return known ? 'measure-already-recorded' : null
}

function refuseRevocation(state: FamilyCase, { measureId }: Of<'revoke-measure'>): MeasureRefusal | null {
  const standing = [
    ...state.letters.map((l) => [l.letterId, !l.revoked] as const),
    ...state.protectionOrders.map((p) => [p.protectionOrderId, !p.revoked && !p.expired] as const),
    ...state.taken.map((m) => [m.measureId, !m.revoked] as const),
    ...state.applications.map((a) => [a.applicationId, a.state === 'open'] as const),
  ].find(([id]) => id === measureId)
  if (!standing) return 'unknown-measure'
  return standing[1] ? null : 'measure-not-standing'
}
