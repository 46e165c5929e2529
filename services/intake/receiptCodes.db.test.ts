/** Who reported on the web asks with a code, and learns nothing that could harm her. */
import { decideAnswer } from '@jiahe/domain/answerCommands.ts'
import { answerByOrder, scheduleAnswer } from '@jiahe/domain/answers.ts'
import { type FamilyCaseEvent, familyCaseStream, type NewDomainEvent } from '@jiahe/domain/catalogue.ts'
import type { Context, Decision } from '@jiahe/domain/event.ts'
import { type FamilyCase, foldFamilyCase } from '@jiahe/domain/familyCase.ts'
import { uuidv7 } from '@jiahe/domain/ids.ts'
import { builtInModels } from '@jiahe/domain/models/inForce.ts'
import { builtIn } from '@jiahe/domain/policies/inForce.ts'
import { readEvent } from '@jiahe/domain/upcast.ts'
import type { NewEvent } from '@jiahe/event-log/log.ts'
import { chineseCalendar } from '@jiahe/service-kit/calendar.ts'
import { loadRegions } from '@jiahe/service-kit/regions.ts'
import t from 'tap'
import { intakeService, key, otherKey, otherSource, type Served, source } from './fixture.ts'

const territory = { regions: loadRegions('3204'), city: '3204' }
const desk = { policies: builtIn, models: builtInModels, calendar: chineseCalendar(), territory }
const township = '320402003'

const report = (sourceRef: string, own: object = {}) => ({
  source: otherSource,
  sourceRef,
  channel: 'web',
  occurredAt: '2026-11-20T21:14:00+08:00',
  regionCode: township,
  disputeType: 'property',
  parties: [{ role: 'applicant', name: '周某', phone: '10000003333' }],
  narrative: '房产分割争议。',
  ...own,
})
const asks = (service: Served, code: string, by = otherKey) =>
  service.call('POST /v1/receipt-codes', { key: by, body: { code } })

async function happens(
  { log, clock }: Served,
  caseId: string,
  decide: (state: FamilyCase, context: Context) => Decision<NewDomainEvent, string>,
): Promise<void> {
  const stream = familyCaseStream(caseId)
  const history = (await log.readStream(stream)).map(readEvent) as FamilyCaseEvent[]
  const context = { now: clock.now, actor: 'specification', causeId: uuidv7(clock.now) }
  const decision = decide(foldFamilyCase(history), context)
  if ('refusal' in decision) throw new Error(decision.refusal)
  await log.append(stream, history.length - 1, decision.events as readonly NewEvent[])
}

t.test('a report from the web is answered with a code, the same each time', async (t) => {
  const service = await intakeService(t)
  const send = (body: object) => service.call('POST /v1/dispute-reports', { key: otherKey, body })
  const first = await send(report('W1'))
  t.match(first.body.receiptCode, /^([0-9A-HJKMNP-TV-Z]{4}-){3}[0-9A-HJKMNP-TV-Z]{4}$/)
  t.equal((await send(report('W1'))).body.receiptCode, first.body.receiptCode)
  t.not((await send(report('W2'))).body.receiptCode, first.body.receiptCode)
  t.notOk('receiptCode' in (await send(report('W3', { channel: 'letter' }))).body)
  const lines = [report('W1'), report('W4')].map((line) => JSON.stringify(line)).join('\n')
  const streamed = await service.call('POST /v1/dispute-reports', {
    key: otherKey,
    type: 'application/x-ndjson',
    body: lines,
  })
  t.equal(JSON.parse(streamed.text.split('\n')[0]!).receiptCode, first.body.receiptCode)
})

t.test('the code tells how far the answer is, however it is typed', async (t) => {
  const service = await intakeService(t)
  const { body } = await service.call('POST /v1/dispute-reports', { key: otherKey, body: report('W1') })
  const { caseId, eventId: reportId, receiptCode } = body
  t.match((await asks(service, receiptCode)).body, {
    receivedOn: '2026-11-23',
    state: 'received',
    decideBy: null,
  })
  await happens(service, caseId, (state, context) => scheduleAnswer(state, reportId, caseId, context, desk))
  const typed = ` ${receiptCode.toLowerCase().replaceAll('-', ' ').replaceAll('0', 'o').replaceAll('1', 'l')}`
  t.strictSame((await asks(service, typed)).body, {
    receivedOn: '2026-11-23',
    hotline: '12338',
    state: 'received',
    decideBy: '2026-12-08',
    concludeBy: '2027-01-22',
    reason: null,
  })
  const at = service.clock.now.toISOString()
  const step = { orderId: uuidv7(service.clock.now), by: township, result: null, at, recordedAt: at }
  await happens(service, caseId, (state, context) => answerByOrder(state, caseId, step, context))
  t.match((await asks(service, receiptCode)).body, { state: 'taken' })
})

t.test('a declined report is told its reason', async (t) => {
  const service = await intakeService(t)
  const { body } = await service.call('POST /v1/dispute-reports', { key: otherKey, body: report('W1') })
  const { caseId, eventId: reportId, receiptCode } = body
  await happens(service, caseId, (state, context) => scheduleAnswer(state, reportId, caseId, context, desk))
  const decline = { type: 'decline-report', reportId, reason: 'other-authority', textId: null } as const
  await happens(service, caseId, (state, context) =>
    decideAnswer(state, caseId, decline, township, context, desk),
  )
  t.match((await asks(service, receiptCode)).body, {
    state: 'declined',
    reason: 'other-authority',
    concludeBy: null,
  })
})

t.test('of violence the code tells nothing but that it was received', async (t) => {
  const service = await intakeService(t)
  const { body } = await service.call('POST /v1/dispute-reports', {
    key: otherKey,
    body: report('W1', { disputeType: 'domestic-violence' }),
  })
  const { caseId, eventId: reportId, receiptCode } = body
  await happens(service, caseId, (state, context) => scheduleAnswer(state, reportId, caseId, context, desk))
  t.strictSame((await asks(service, receiptCode)).body, {
    receivedOn: '2026-11-23',
    hotline: '12338',
    state: 'received',
    decideBy: null,
    concludeBy: null,
    reason: null,
  })
})

t.test('only the portal that gave a code can ask with it, and a made-up one is no code', async (t) => {
  const service = await intakeService(t)
  const { body } = await service.call('POST /v1/dispute-reports', { key: otherKey, body: report('W1') })
  t.equal((await asks(service, body.receiptCode, key)).status, 404, `${source} gave none`)
  t.equal((await asks(service, 'ABCD-EFGH-JKMN-PQRS')).status, 404)
  t.equal((await asks(service, '')).status, 400)
  const { rows } = { rows: await service.db.selectFrom('intake.receipt_code').selectAll().execute() }
  t.notOk(JSON.stringify(rows).includes(body.receiptCode.replaceAll('-', '')), 'and it is not kept')
})

t.test('what a channel should have captured is told, and nothing is refused for it', async (t) => {
  const service = await intakeService(t)
  const sent = report('V1', {
    channel: 'visit',
    narrative: undefined,
    parties: [{ role: 'applicant', name: '周某' }],
  })
  const { status, body } = await service.call('POST /v1/dispute-reports', { key: otherKey, body: sent })
  t.equal(status, 202)
  t.strictSame(body.warnings, [
    { pointer: '/narrative', reason: 'expected-of-channel' },
    { pointer: '/parties/0/phone', reason: 'expected-of-channel' },
    { pointer: '/parties/0/idNumber', reason: 'expected-of-channel' },
  ])
})
