/** A policy and a risk model that are activated, as the running processes come to know them: the notice is waited for in
 *  earnest. */
import { violence1 } from '@jiahe/domain/models/violence1.ts'
import { policy1 } from '@jiahe/domain/policies/policy1.ts'
import { alertAbout } from '@jiahe/testing/alerts.ts'
import { type Ask, sender, signIn } from '@jiahe/testing/client.ts'
import { eventually, startJiahe } from '@jiahe/testing/jiahe.ts'
import t from 'tap'
import { jiahe as runJiahe } from '../services/cli/fixture.ts'

const jiahe = await startJiahe(t)
const police = sender(jiahe)
const city = await signIn(jiahe, 'city')

const { high } = policy1.levels
/** The district has high cases, and less time to accept them. */
const second = {
  ...policy1,
  version: 2,
  levels: { ...policy1.levels, high: { ...high, route: policy1.levels.extreme.route, accept: { hours: 2 } } },
}

const orderAbout = async (family: number, ref: string) => {
  const { body } = await police('POST /v1/police-alerts', alertAbout(family, ref))
  const order = await eventually(async () => {
    const list = await city('GET /v1/work-orders')
    return list.body.items.find((item: { caseId: string }) => item.caseId === body.caseId)
  })
  const { history } = (await city(`GET /v1/work-orders/${order.id}`)).body
  const accept_ms = Date.parse(order.acceptBy) - Date.parse(order.dispatchedAt)
  return { ...order, policyVersion: history[0].data.policyVersion, accept_hours: accept_ms / 3_600_000 }
}
const command = (ask: Ask, path: string, body: object, revision: number) =>
  ask(`POST /v1/policies${path}`, body, { 'if-match': `"${revision}"` })

t.test('orders go by the new version from its moment on, and those before keep theirs', async (t) => {
  t.equal((await command(city, '', second, 0)).status, 200)
  const { status, body } = await command(city, '/2/activate', {}, 1)
  t.equal(status, 200)
  t.match(body.items, [{ version: 2, inForce: false }, { inForce: true }])
  const early = await orderAbout(1, 'EARLY')
  t.match(early, { policyVersion: 1, assignee: '320402003', accept_hours: 4 })

  await eventually(async () => (await city('GET /v1/policies')).body.items[0].inForce)
  const late = await orderAbout(2, 'LATE')
  t.match(late, { policyVersion: 2, assignee: '320402', assisting: '320402003', accept_hours: 2 })
  const still = await city(`GET /v1/work-orders/${early.id}`)
  t.match(still.body, { assignee: '320402003', acceptBy: early.acceptBy })
})

const { ref: _ref, ...first } = violence1
/** Drink alone is medium in it. */
const model = {
  ...first,
  version: 2,
  name: 'Second edition',
  factors: first.factors.map((factor) =>
    factor.id === 'F19' ? { ...factor, points: { ...factor.points, points: 5 } } : factor,
  ),
}
const gradeOf = async (family: number, ref: string) => {
  const { body } = await police('POST /v1/police-alerts', alertAbout(family, ref, { facts: { F19: 'yes' } }))
  return eventually(async () => (await city(`GET /v1/cases/${body.caseId}/grades`)).body.items?.[0])
}

t.test('cases are graded by the new model from its moment on, and the history proves each', async (t) => {
  const send = (path: string, body: object, revision: number) =>
    city(`POST /v1/risk-models${path}`, body, { 'if-match': `"${revision}"` })
  t.equal((await send('', model, 0)).status, 200)
  const activate = { version: 2 }
  t.match(await send('/violence/activate', activate, 1), { status: 409, body: { reason: 'what-if-missing' } })
  t.match(await gradeOf(3, 'MODEL-1'), { level: 'low', model: { version: 1 } })
  const started = await eventually(async () => {
    const asked = await city('POST /v1/what-if', { model: 'violence', version: 2 })
    return asked.status === 202 && asked
  })
  const done = await eventually(async () => {
    const { body } = await city(`GET /v1/what-if/${started.body.id}`)
    return body.state !== 'running' && body
  })
  t.match(done, { state: 'done', result: { cases: 3, higher: 1 } })
  const activated = await send('/violence/activate', activate, 1)
  t.equal(activated.status, 200)
  t.match(activated.body.items[2].whatIf, {
    whatIfId: started.body.id,
    resultHash: done.resultHash,
    higher: 1,
  })
  await eventually(async () => (await city('GET /v1/risk-models')).body.items[2].active)
  t.match(await gradeOf(4, 'MODEL-2'), { level: 'medium', model: { version: 2 } })
  const proved = await eventually(async () => {
    const run = await runJiahe(jiahe.dataDir, ['verify', '--json'])
    return run.code === 0 && run
  })
  t.strictSame(proved.json.findings, [])
})
