/** Examples for the API document: made-up ids, and people whom nobody has. */

import { policy1 } from '@jiahe/domain/policies/policy1.ts'
import { emptyLine } from '@jiahe/domain/policy.ts'
import { measuresViewExample } from './exampleMeasures.ts'
import { policyList } from './policyView.ts'

const caseId = '019d3f6a-7c10-8a54-9b1e-3f0d2c4b5a69'
const orderId = '019d3f6a-7c10-8f21-8c77-51d0a9e2b3c4'
const eventId = '019d3f6a-7e55-8b02-a1c4-6d7e8f901234'
const personId = '019d3f6a-7b01-7a33-8d2f-0c1b2a394857'
const dutyId = '019d3f6a-7f00-8c45-b6d7-889900aabbcc'

export const listOf = (item: object) => ({ items: [item], nextCursor: null, total: 1 })

export const meExample = {
  id: '7d9f0c8e-51c1-4b0e-9a53-1f8b6f0f2a11',
  username: 'township-320402003',
  role: 'mediator',
  federation: '320402003',
  federationName: '茶山街道',
  passwordToChange: false,
}

export const orderExample = {
  id: orderId,
  caseId,
  state: 'accepted',
  level: 'high',
  assignee: '320402003',
  supervisor: '320402',
  assisting: null,
  regionCode: '320402003',
  disputeType: 'domestic-violence',
  dispatchedAt: '2026-11-23T13:15:02.114Z',
  dispatchBy: null,
  acceptBy: '2026-11-23T17:15:02.114Z',
  contactBy: '2026-11-24T13:15:02.114Z',
  visitBy: null,
  disposalBy: '2026-11-30T13:15:02.114Z',
  closeBy: '2027-02-21T13:15:02.114Z',
  nextDeadline: '2026-11-24T13:15:02.114Z',
  late: false,
  bounces: 0,
  supervised: 1,
  answerBy: '2026-11-24T14:00:00.000Z',
  shelter: null,
  extensionAskedAt: null,
  warnings: [],
  revision: 1,
}
const supervisionId = '019d3f6a-8a10-8c21-9d33-0a1b2c3d4e5f'
const engagementId = '019d3f6a-8800-8d12-8e44-1b2c3d4e5f60'
/** What one order shows beyond its line in a list. */
export const orderLifeExample = {
  engagements: [
    {
      ...{ engagementId, kind: 'lawyer', organisation: null, purpose: 'legal-advice', state: 'asked' },
      ...{ outcome: null, reason: null },
      ...{ at: '2026-11-23T13:50:00.000Z', since: '2026-11-23T13:50:00.000Z' },
    },
  ],
  supervisions: [
    {
      ...{ supervisionId, by: '320402', reason: 'weak-handling', at: '2026-11-23T14:00:00.000Z' },
      ...{ answerBy: '2026-11-24T14:00:00.000Z', state: 'standing', settledAt: null },
    },
  ],
  ...{ extendedAt: null, extendable: false, satisfaction: null },
}

export const stepExample = {
  eventId,
  type: 'WorkOrderAccepted',
  stream: `workOrder-${orderId}`,
  revision: 1,
  occurredAt: '2026-11-23T13:40:00.000Z',
  recordedAt: '2026-11-23T13:40:00.031Z',
  actor: 'account:7d9f0c8e-51c1-4b0e-9a53-1f8b6f0f2a11',
  data: { by: '320402003' },
}

const counts = {
  alerts: 12,
  reports: 3,
  cases: 11,
  callbacksDue: 2,
  callbacksLate: 0,
  callbacksDone: 10,
  callbacksUnreachable: 0,
  ordersDispatched: 6,
  ordersAccepted: 6,
  ordersReturned: 0,
  ordersLate: 0,
  ordersClosed: 4,
  tracked: 1,
  disposals: { mediated: 3, 'safety-plan': 1 },
}
export const boardExample = {
  asOf: '2026-11-23T14:00:00.000Z',
  by: ['region'],
  rows: [{ region: '320402', ...counts }],
  totals: counts,
}
export const boardItemExample = {
  caseId,
  intakeId: eventId,
  orderId: null,
  at: '2026-11-23T13:15:01.900Z',
  regionCode: '320402003',
  maritalStatus: '20',
  disputeType: 'domestic-violence',
  grade: 'high',
  channel: 'police-110',
  day: '2026-11-23',
  dueAt: '2026-11-24T13:15:01.900Z',
  assignee: '320402003',
}
export const boardDaysExample = {
  days: ['2026-11-22', '2026-11-23'],
  rows: [{ region: '320402', alerts: [11, 12] }],
  totals: { alerts: [11, 12] },
}
export const coverageExample = { alerts: 12, done: 10, due: 2, late: 0, unreachable: 0, missing: 0 }

export const callbackExample = {
  caseId,
  alertId: eventId,
  state: 'due',
  level: 'high',
  assignee: '320402003',
  regionCode: '320402003',
  disputeType: 'domestic-violence',
  opensAt: '2026-11-23T13:15:01.900Z',
  dueAt: '2026-11-24T13:15:01.900Z',
}

export const attemptExample = {
  id: caseId,
  attemptId: eventId,
  outcome: 'reached',
  callback: { state: 'done', dueAt: '2026-11-24T13:15:01.900Z' },
  homeVisitRequested: false,
  revision: 5,
}

export const caseItemExample = {
  id: caseId,
  level: 'high',
  regionCode: '320402003',
  disputeType: 'domestic-violence',
}

export const gradeExample = {
  level: 'high',
  score: 6,
  coverage: 0.1818,
  model: { id: 'violence', version: 1, hash: '3f…' },
  floors: ['F02'],
  unknowns: ['F03'],
  contributions: [
    {
      factor: 'F02',
      name: '持械或械胁',
      points: 4,
      source: 'Danger Assessment, LAP item 1; Spencer & Stith meta-analysis',
      events: [eventId],
    },
    { factor: 'F06', name: '伤情', points: 2, source: 'police grading practice', events: [eventId] },
  ],
  eventId,
  causeId: eventId,
  gradedAt: '2026-11-23T13:15:01.950Z',
  track: 'violence',
  littleKnown: false,
  outsideValidation: false,
  mandatoryReport: false,
  handedOver: null,
  factorNames: { F02: '持械或械胁', F03: '扬言杀害' },
  statement: '分值为依据已发表量表和专家判断设定的起始值，未经本地验证，不是经过效度检验的量表。',
}

export const caseExample = {
  id: caseId,
  revision: 4,
  channel: 'police-110',
  regionCode: '320402003',
  maritalStatus: '20',
  disputeType: 'domestic-violence',
  relationship: 'spouse',
  violence: true,
  intakes: [{ intakeId: eventId, kind: 'alert', occurredAt: '2026-11-23T13:14:00.000Z' }],
  grade: gradeExample,
  people: [
    {
      personId,
      role: 'victim',
      name: '王*',
      phone: '100****1111',
      idNumber: '9990**********2420',
      erased: false,
      erasure: null,
    },
  ],
  orders: [orderExample],
  duties: [
    {
      dutyId,
      alertId: eventId,
      assignee: '320402003',
      state: 'due',
      opensAt: callbackExample.opensAt,
      dueAt: callbackExample.dueAt,
    },
  ],
  callback: { state: 'due', dueAt: callbackExample.dueAt },
  homeVisitRequested: false,
  watches: [],
  measures: measuresViewExample,
}

/** What a command on a case answers. */
export const caseSummaryExample = {
  id: caseId,
  revision: 5,
  level: 'extreme',
  overridden: { graded: 'high', floor: 'extreme', lowered: null, pending: null },
  leader: null,
  sealedFor: null,
  closedAt: null,
  mergedCases: [],
  mergedInto: null,
}

export const suggestionExample = {
  ...caseItemExample,
  id: '019d3f6a-7c10-8a54-9b1e-3f0d2c4b5a70',
  because: 'shared-contact',
}

export const colleagueExample = {
  id: '7d9f0c8e-51c1-4b0e-9a53-1f8b6f0f2a11',
  username: 'district-320402',
  role: 'district-officer',
  federation: '320402',
}

const overrideCounts = { gradings: 212, raised: 9, lowered: 3, declined: 1, asked: 0, rate: 0.0566 }
export const overridesExample = {
  rows: [{ region: '320402', ...overrideCounts }],
  totals: overrideCounts,
  reasons: { 'victim-fears': 6, 'facts-mistaken': 3 },
}

export const contactsExample = {
  reason: 'callback',
  items: [{ personId, role: 'victim', name: '王*', phone: '10000001111' }],
}

export const historyExample = {
  items: [
    {
      ...stepExample,
      position: '0000000000000042',
      schemaVersion: 1,
      correlationId: caseId,
      causationId: eventId,
      prevHash: 'b1…',
    },
  ],
  nextCursor: '0000000000000042',
  total: null,
  position: '0000000000000042',
}

export const liveExample = `id: 0f8fad5b-d9cb-469f-a165-70867728950e.7
event: change
data: {"cases":[{"caseId":"${caseId}","orders":["${orderId}"],"types":["WorkOrderAccepted"]}]}
`

export const policyExample = policy1
export const policyListExample = policyList(emptyLine, new Date('2026-11-23T13:15:02.114Z'))

export const answerExample = {
  reportId: '019ab3c0-8d2f-8b7d-a6f0-5c2e9d814b37',
  caseId: '019ab3c0-8d2f-8a5e-9c41-0d3f6b7a2e11',
  state: 'open',
  assignee: '320402003',
  takeBy: '2026-12-08T13:14:00.000Z',
  concludeBy: '2027-01-22T13:14:00.000Z',
  answerBy: '2026-12-08T13:14:00.000Z',
  ...{ takenAt: null, endedAt: null },
  extension: 'none',
  late: false,
}
export const answerItemExample = {
  ...answerExample,
  ...{ regionCode: '320402003', disputeType: 'divorce', channel: 'web' },
  receivedAt: '2026-11-23T13:14:00.000Z',
}
