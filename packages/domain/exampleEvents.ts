/** Event data of a made-up family for tests: whole and valid, so that a test names only what it is about. */
import type { DataOf } from './catalogue.ts'
import { orderDeadlines } from './clocks.ts'
import { city, clockwork, desk, district, township } from './exampleCity.ts'
import type { FactorAnswers } from './facts.ts'
import { route } from './route.ts'
import { caseId, day, monday, named } from './spec.ts'
import type { Level } from './vocabulary.ts'

export const victim = '019cab00-0000-7000-8000-00000000000a'
export const respondent = '019cab00-0000-7000-8000-00000000000b'
export const gradingId = '019cab00-0000-8000-8000-00000000000c'
export const intakeId = '019cab00-0000-7000-8000-00000000000d'

export const alertOf = (
  facts: FactorAnswers = {},
  own: Partial<DataOf<'AlertReceived'>> = {},
): DataOf<'AlertReceived'> => ({
  source: 'example-police',
  channel: 'police-110',
  regionCode: township,
  maritalStatus: '20',
  disputeType: 'domestic-violence',
  relationship: 'spouse',
  parties: [
    { role: 'victim', personId: victim },
    { role: 'respondent', personId: respondent },
  ],
  facts,
  texts: { narrative: null, address: null },
  movedFrom: null,
  ...own,
})
export const reportOf = (facts: FactorAnswers = {}, own: Partial<DataOf<'ReportReceived'>> = {}) =>
  alertOf(facts, { channel: 'hotline-12338', disputeType: 'divorce', ...own })

export function amendmentOf(
  intakeId: string,
  facts: FactorAnswers,
  own: Partial<DataOf<'IntakeAmended'>> = {},
): DataOf<'IntakeAmended'> {
  const { source: _source, movedFrom: _movedFrom, ...matter } = alertOf(facts)
  return { intakeId, ...matter, movedTo: null, ...own }
}

export const gradedAs = (level: Level, own: Partial<DataOf<'RiskGraded'>> = {}): DataOf<'RiskGraded'> => ({
  model: { id: 'violence', version: 1, hash: '0'.repeat(64) },
  level,
  score: 0,
  coverage: 1,
  contributions: [],
  floors: [],
  unknowns: [],
  track: 'violence',
  handedOver: null,
  outsideValidation: false,
  mandatoryReport: false,
  intakeId,
  usedEvents: [intakeId],
  ...own,
})

const versions = { policyVersion: 1, calendarVersion: 'example-1' }
export const subjectOf = (level: Level, own: Partial<DataOf<'WorkOrderDispatched'>> = {}) =>
  ({
    caseId,
    gradingId,
    intakeId,
    level,
    regionCode: township,
    disputeType: 'domestic-violence',
    maritalStatus: '20',
    channel: 'police-110',
    violence: true,
    ...own,
  }) as const

/** Dispatched at `at` to the township of the example, or to its district when extreme. */
export function dispatchedAs(
  level: Level,
  own: Partial<DataOf<'WorkOrderDispatched'>> = {},
  at = monday,
): DataOf<'WorkOrderDispatched'> {
  const subject = subjectOf(level, own)
  const routed = route(township, level, desk.territory, clockwork.policy)
  if ('unroutable' in routed) throw new Error('the example township is routable')
  const deadlines = orderDeadlines(new Date(at), level, subject.violence, clockwork)
  return { warnings: [], deadlines, ...versions, ...routed.assignment, ...subject }
}

export const unroutableAs = (level: Level): DataOf<'WorkOrderUnroutable'> => ({
  ...subjectOf(level, { regionCode: null }),
  reason: 'no-region',
  supervisor: city,
  dispatchBy: '2026-03-03T01:00:00.000Z',
  ...versions,
})

export const returnedBy = (by = township, dispatchBy = day(1)): DataOf<'WorkOrderReturned'> => ({
  by,
  reason: 'wrong-region',
  textId: null,
  clock: { dispatchBy, ...versions },
})
export const contactBy = (by = township): DataOf<'ContactMade'> => ({
  by,
  with: 'victim',
  means: 'phone',
  textId: null,
})
export const disposalBy = (by = township): DataOf<'DisposalReported'> => ({
  by,
  result: 'safety-plan',
  textId: null,
})
export const closureBy = (by = township): DataOf<'ClosureRequested'> => ({ by, textId: null })
export const approvalBy = (by = district): DataOf<'ClosureApproved'> => ({ by, result: 'safety-plan' })
export const supervisedBy = (by = district): DataOf<'WorkOrderSupervised'> => ({
  ...{ supervisionId: named('supervision'), by, reason: 'late', answerBy: day(3), textId: null },
  ...versions,
})
export const engagedBy = (by = township): DataOf<'ResourceEngaged'> => ({
  ...{ engagementId: named('engagement'), by, kind: 'lawyer', organisation: null },
  ...{ purpose: 'legal-advice', textId: null },
})
export const extensionBy = (by = township): DataOf<'ClosureExtensionRequested'> => ({
  ...{ by, reason: 'awaiting-court', textId: null },
})
export const satisfactionBy = (by = township): DataOf<'SatisfactionRecorded'> => ({
  ...{ by, score: 4, of: 'victim', textId: null },
})
