/** A family whose matter comes in, is graded, dispatched and given its callbacks by the domain's own decisions. */

import { scheduleAnswer } from '@jiahe/domain/answers.ts'
import { scheduleCallbacks } from '@jiahe/domain/callbacks.ts'
import {
  type DataOf,
  familyCaseStream,
  type NewDomainEvent,
  workOrderStream,
} from '@jiahe/domain/catalogue.ts'
import type { Decision } from '@jiahe/domain/event.ts'
import type { FactorAnswers } from '@jiahe/domain/facts.ts'
import { foldFamilyCase, isViolent, newestIntake } from '@jiahe/domain/familyCase.ts'
import { gradeCase, receiveIntake } from '@jiahe/domain/familyCaseDecisions.ts'
import { caseIdOfPair, orderIdOf, uuidv7 } from '@jiahe/domain/ids.ts'
import { levelSetBy } from '@jiahe/domain/levelSet.ts'
import { rank } from '@jiahe/domain/vocabulary.ts'
import { foldWorkOrder } from '@jiahe/domain/workOrder.ts'
import { dispatchOrder } from '@jiahe/domain/workOrderDispatch.ts'
import { handle } from '@jiahe/event-log/handle.ts'
import type { EventLog, NewEvent, RecordedEvent } from '@jiahe/event-log/log.ts'
import { resolvePeople } from '@jiahe/privacy/people.ts'
import { putTexts } from '@jiahe/privacy/texts.ts'
import { caseEvents, orderEvents } from './caseFile.ts'
import type { Console } from './console.ts'

export const township = '320402003'

export interface Matter {
  readonly kind: 'alert' | 'report'
  readonly regionCode: string | null
  readonly facts: FactorAnswers
  readonly narrative: string
  readonly idNumber: string | undefined
  readonly name: string
  /** The victim's; a new one unless said otherwise. */
  readonly phone: string | undefined
}
export interface Family {
  readonly caseId: string
  readonly orderId: string
  /** The victim's, in the clear. */
  readonly phone: string
}

const usual: Matter = {
  kind: 'alert',
  regionCode: township,
  // One floor: high.
  facts: { F02: 'yes', F06: 'treated' },
  narrative: '邻居报警，称楼上有人争吵。',
  idNumber: undefined,
  name: '王小红',
  phone: undefined,
}

/** Through the vault, the intake, the grading, and what follows from it. */
export async function bringIn(api: Console, part: Partial<Matter> = {}): Promise<Family> {
  const matter = { ...usual, ...part }
  const now = api.now()
  const { personIds, phone } = await meet(api, matter)
  const caseId = caseIdOfPair(...personIds)
  const textId = uuidv7(now)
  await putTexts(api.vault, api.keyring, [{ textId, caseId, text: matter.narrative }])
  const intakeId = uuidv7(now)
  const { kind } = matter
  const intake = {
    caseId,
    intakeId,
    kind,
    occurredAt: now.toISOString(),
    data: said(matter, personIds, textId),
  }
  await decide(api.log, familyCaseStream(caseId), (history) =>
    receiveIntake(foldFamilyCase(caseEvents(history)), intake, {
      now,
      actor: 'source:psb-changzhou',
      causeId: intakeId,
    }),
  )
  await decide(api.log, familyCaseStream(caseId), (history) => {
    const cause = caseEvents(history).find((event) => event.id === intakeId)!
    return gradeCase(
      caseEvents(history),
      cause,
      { now, actor: 'policy:grading', causeId: intakeId },
      api.desk.models,
    )
  })
  return { caseId, orderId: await followUp(api, caseId), phone }
}

let met = 0
async function meet(
  api: Console,
  { idNumber, name, phone: hers }: Matter,
): Promise<{ personIds: [string, string]; phone: string }> {
  const phone = hers ?? String(10_000_000_000 + ++met)
  const mentions = [
    { side: 'victim', name, phone, idNumber },
    { side: 'respondent', name: '李某', phone: String(10_000_000_000 + ++met) },
  ]
  const people = await api.vault
    .transaction()
    .execute((trx) => resolvePeople(trx, api.keyring, mentions, api.now()))
  return { personIds: [people[0]!.personId, people[1]!.personId], phone }
}

function said(
  { kind, regionCode, facts }: Matter,
  [hers, his]: [string, string],
  narrative: string,
): DataOf<'AlertReceived'> {
  return {
    source: 'psb-changzhou',
    channel: kind === 'alert' ? 'police-110' : 'hotline-12338',
    regionCode,
    maritalStatus: '20',
    disputeType: kind === 'alert' ? 'domestic-violence' : 'property',
    relationship: 'spouse',
    parties: [
      { role: kind === 'alert' ? 'victim' : 'applicant', personId: hers },
      { role: 'respondent', personId: his },
    ],
    facts,
    texts: { narrative, address: null },
    movedFrom: null,
  }
}

/** Callbacks, an answer that is owed, and the order where the grade raises one. */
async function followUp(api: Console, caseId: string): Promise<string> {
  const history = caseEvents(await api.log.readStream(familyCaseStream(caseId)))
  const grading = history.findLast((event) => event.type === 'RiskGraded')!
  const state = foldFamilyCase(history)
  const context = { now: api.now(), actor: 'policy:dispatch', causeId: grading.id }
  await decide(api.log, familyCaseStream(caseId), () =>
    scheduleCallbacks(state, levelSetBy(history, grading)!, context, api.desk),
  )
  await decide(api.log, familyCaseStream(caseId), (events) => {
    const now = foldFamilyCase(caseEvents(events))
    return scheduleAnswer(now, newestIntake(now)!.intakeId, caseId, context, api.desk)
  })
  const orderId = orderIdOf(caseId, 1)
  if (rank(grading.data.level) < rank('medium')) return orderId
  const { intakeId, regionCode, disputeType, maritalStatus, channel } = newestIntake(state)!
  const grounds = {
    ...{ caseId, gradingId: grading.id, intakeId, level: grading.data.level },
    ...{ regionCode, disputeType, maritalStatus, channel, violence: isViolent(state), newMatter: true },
  }
  await decide(api.log, workOrderStream(orderId), (orders) => {
    const order = foldWorkOrder(orderEvents(orders))
    const decision = dispatchOrder(order, orderId, grounds, context, api.desk)
    return 'next' in decision ? { events: [] } : decision
  })
  return orderId
}

async function decide(
  log: EventLog,
  stream: string,
  decision: (history: readonly RecordedEvent[]) => Decision<NewDomainEvent, string>,
): Promise<void> {
  await handle<string>(log, stream, (history) => {
    const decided = decision(history)
    return 'refusal' in decided ? decided : { events: decided.events as readonly NewEvent[] }
  })
}
