/** One alert, from the sender to the closing of its order, through everything as `npm start` runs it: from its sources, where
 *  other tests of the whole run what was compiled of them. */
import { alertAbout } from '@jiahe/testing/alerts.ts'
import { sender, signIn } from '@jiahe/testing/client.ts'
import { eventually, startJiahe } from '@jiahe/testing/jiahe.ts'
import { allProcesses } from '@jiahe/testing/processes.ts'
import t from 'tap'

const jiahe = await startJiahe(t, { JIAHE_COMPILED: '' })
const police = sender(jiahe)
const mediator = await signIn(jiahe, 'township-320402003')
const district = await signIn(jiahe, 'district-320402')

t.test('one alert leads to an order that a township works and its district closes', async (t) => {
  const alert = alertAbout(1, 'ONE-1')
  const sent = await police('POST /v1/police-alerts', alert)
  t.equal(sent.status, 202)
  t.match(sent.body, { duplicate: false, amended: false, warnings: [] })
  const { caseId, eventId } = sent.body
  const order = await eventually(async () => {
    const { body } = await mediator('GET /v1/work-orders')
    return body.items.find((item: { caseId: string }) => item.caseId === caseId)
  })
  t.match(order, { state: 'dispatched', level: 'high', assignee: '320402003', supervisor: '320402' })

  let { revision } = order
  const act = async (who: typeof mediator, command: string, body: object) => {
    const headers = { 'if-match': `"${revision}"`, 'idempotency-key': `${command}-${revision}` }
    const answer = await who(`POST /v1/work-orders/${order.id}/${command}`, body, headers)
    t.equal(answer.status, 200, command)
    const again = await who(`POST /v1/work-orders/${order.id}/${command}`, body, headers)
    t.strictSame(again.body, answer.body, `${command} tried again gives the same answer`)
    revision = answer.body.revision
    return answer.body
  }
  await act(mediator, 'accept', {})
  await act(mediator, 'contact', { with: 'victim', means: 'phone', note: '已电话联系本人。' })
  await act(mediator, 'visit', { withPolice: true, facts: { F19: 'yes' } })
  await act(mediator, 'disposal', { result: 'safety-plan', note: '已商定安全计划。' })
  await act(mediator, 'request-closure', {})
  const refused = await mediator(
    `POST /v1/work-orders/${order.id}/approve-closure`,
    {},
    {
      'if-match': `"${revision}"`,
    },
  )
  t.match(refused, { status: 403, body: { reason: 'not-supervisor' } })
  t.match(await act(district, 'approve-closure', {}), { state: 'closed' })

  const steps = await eventually(async () => {
    const { body } = await mediator(`GET /v1/cases/${caseId}/timeline`)
    const types = body.items.map((item: { type: string }) => item.type)
    const gradings = types.filter((type: string) => type === 'RiskGraded').length
    return types.includes('WatchStarted') && gradings === 2 && body.items
  })
  const types = steps.map((step: { type: string }) => step.type)
  for (const type of [
    ...['AlertReceived', 'RiskGraded', 'CallbackScheduled', 'WorkOrderDispatched', 'WorkOrderAccepted'],
    ...['ContactMade', 'VisitRecorded', 'FindingsRecorded', 'DisposalReported', 'ClosureRequested'],
    ...['ClosureApproved', 'WatchStarted'],
  ])
    t.ok(types.includes(type), `the timeline has ${type}`)
  for (const step of steps) {
    t.ok(Date.parse(step.occurredAt) <= Date.parse(step.recordedAt), `${step.type} has both times`)
  }
  t.equal(steps[0].occurredAt, '2026-11-20T13:14:00.000Z')

  const { body: grades } = await mediator(`GET /v1/cases/${caseId}/grades`)
  const first = grades.items.at(-1)
  t.match(first, {
    level: 'high',
    score: 6,
    floors: ['F02'],
    coverage: 0.0909,
    model: { id: 'violence', version: 1 },
  })
  t.strictSame(
    first.contributions.map((c: Record<string, unknown>) => [c.factor, c.points, c.events]),
    [
      ['F02', 4, [eventId]],
      ['F06', 2, [eventId]],
    ],
  )
  for (const { source } of first.contributions) t.ok(source, 'with its source')
  const { body: receipt } = await police('GET /v1/receipts/psb-changzhou/ONE-1')
  t.match(receipt, { caseId, eventId, order: { id: order.id, state: 'closed' }, callback: { state: 'due' } })
})

t.test('when whoever started it is gone it ends, and leaves no database running', async (t) => {
  const itsOwn = () => allProcesses().filter(({ command }) => command.includes(jiahe.dataDir))
  t.ok(itsOwn().length > 0)
  t.equal(await jiahe.abandon(), 0)
  await eventually(async () => itsOwn().length === 0)
})
