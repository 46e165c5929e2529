import { attemptCallback, scheduleCallbacks } from '@jiahe/domain/callbacks.ts'
import {
  type FamilyCaseEvent,
  familyCaseStream,
  type NewDomainEvent,
  workOrderStream,
} from '@jiahe/domain/catalogue.ts'
import { foldFamilyCase, isViolent, newestIntake } from '@jiahe/domain/familyCase.ts'
import { gradeCase } from '@jiahe/domain/familyCaseDecisions.ts'
import { orderIdOf } from '@jiahe/domain/ids.ts'
import { levelSetBy } from '@jiahe/domain/levelSet.ts'
import { builtInModels } from '@jiahe/domain/models/inForce.ts'
import { newEvent } from '@jiahe/domain/newEvent.ts'
import { builtIn } from '@jiahe/domain/policies/inForce.ts'
import { readEvent } from '@jiahe/domain/upcast.ts'
import { dispatchOrder } from '@jiahe/domain/workOrderDispatch.ts'
import type { NewEvent } from '@jiahe/event-log/log.ts'
import { chineseCalendar } from '@jiahe/service-kit/calendar.ts'
import { loadRegions } from '@jiahe/service-kit/regions.ts'
import t from 'tap'
import { alert, intakeService, type Served, source } from './fixture.ts'

const desk = {
  policies: builtIn,
  models: builtInModels,
  calendar: chineseCalendar(),
  territory: { regions: loadRegions('3204'), city: '3204' },
}

t.test('a receipt follows the grade, the order and the callbacks of its alert', async (t) => {
  const service = await intakeService(t)
  const { call, clock } = service
  const sent = alert({ facts: { F02: 'yes', F06: 'treated' } })
  const { body } = await call('POST /v1/police-alerts', { body: sent })
  const orderId = await gradeAndDispatch(service, body.caseId)
  const receipt = async () => (await call(`GET /v1/receipts/${source}/${sent.sourceRef}`)).body

  const first = await receipt()
  t.strictSame(Object.keys(first), [
    'source',
    'sourceRef',
    'caseId',
    'eventId',
    'receivedAt',
    'grade',
    'order',
    'callback',
  ])
  t.match(first.grade, {
    level: 'high',
    score: Number,
    coverage: Number,
    model: { id: 'violence', version: 1 },
  })
  t.strictSame(Object.keys(first.grade).sort(), ['coverage', 'level', 'model', 'score'])
  t.strictSame(Object.keys(first.grade.model).sort(), ['hash', 'id', 'version'])
  t.strictSame(first.order, {
    id: orderId,
    state: 'dispatched',
    level: 'high',
    assignee: '320402003',
    acceptBy: '2026-11-23T17:30:00.000Z',
  })
  t.match(first.callback, { state: 'due', dueAt: /^2026-11-24T/ })

  clock.now = new Date('2026-11-25T02:00:00Z')
  t.strictSame((await receipt()).callback, { ...first.callback, state: 'late' })
  await reach(service, body.caseId)
  t.strictSame((await receipt()).callback, { ...first.callback, state: 'done' })
})

t.test(
  'of a sealed case a sender is told that it was received, and nothing of what was made of it',
  async (t) => {
    const service = await intakeService(t)
    const { call } = service
    const sent = alert({ facts: { F01: 'yes', F02: 'yes' } })
    const { body } = await call('POST /v1/police-alerts', { body: sent })
    await gradeAndDispatch(service, body.caseId)
    const receipt = async () => (await call(`GET /v1/receipts/${source}/${sent.sourceRef}`)).body
    t.match(await receipt(), { grade: { level: 'extreme' }, order: { level: 'extreme' } })
    const named = [{ accountId: body.eventId, federation: '320402' }]
    const seal = { named, reason: 'staff-related', by: '320402', textId: null } as const
    const context = { now: service.clock.now, actor: 'account:someone', causeId: body.eventId }
    const sealed = newEvent('CaseSealed', seal, body.caseId, body.caseId, context)
    await append(service, familyCaseStream(body.caseId), { events: [sealed] })
    t.match(await receipt(), { caseId: body.caseId, grade: null, order: null, callback: null })
  },
)

const familyCase = async ({ log }: Served, caseId: string) =>
  (await log.readStream(familyCaseStream(caseId))).map(readEvent) as FamilyCaseEvent[]

async function append({ log }: Served, stream: string, decided: object): Promise<void> {
  if (!('events' in decided)) throw new Error('the domain has refused')
  const revision = (await log.readStream(stream)).length - 1
  await log.append(stream, revision, decided.events as NewDomainEvent[] as readonly NewEvent[])
}

/** As the policies do. */
async function gradeAndDispatch(service: Served, caseId: string): Promise<string> {
  const stream = familyCaseStream(caseId)
  const now = service.clock.now
  const received = await familyCase(service, caseId)
  const byPolicy = (causeId: string) => ({ now, actor: 'policy:grading', causeId })
  await append(service, stream, gradeCase(received, received[0]!, byPolicy(received[0]!.id), desk.models))
  const history = await familyCase(service, caseId)
  const grading = history.findLast((event) => event.type === 'RiskGraded')!
  const state = foldFamilyCase(history)
  await append(
    service,
    stream,
    scheduleCallbacks(state, levelSetBy(history, grading)!, byPolicy(grading.id), desk),
  )
  const orderId = orderIdOf(caseId, 1)
  const { intakeId, regionCode, disputeType, maritalStatus, channel } = newestIntake(state)!
  const subject = { caseId, gradingId: grading.id, intakeId, level: grading.data.level, regionCode }
  const rest = { disputeType, maritalStatus, channel, violence: isViolent(state), newMatter: true }
  const decided = dispatchOrder(null, orderId, { ...subject, ...rest }, byPolicy(grading.id), desk)
  await append(service, workOrderStream(orderId), decided)
  return orderId
}

async function reach(service: Served, caseId: string): Promise<void> {
  const state = foldFamilyCase(await familyCase(service, caseId))
  const attempt = { caseId, outcome: 'reached', by: '320402003', facts: {}, textId: null } as const
  const context = {
    now: service.clock.now,
    actor: 'account:a',
    causeId: '019ab3c0-8d2f-7a5e-9c41-0d3f6b7a2e11',
  }
  await append(service, familyCaseStream(caseId), attemptCallback(state, attempt, context))
}
