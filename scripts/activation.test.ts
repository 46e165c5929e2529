/** A policy that is activated, as the running processes come to know it: the notice is waited for in earnest. */
import { policy1 } from '@jiahe/domain/policies/policy1.ts'
import { alertAbout } from '@jiahe/testing/alerts.ts'
import { type Ask, sender, signIn } from '@jiahe/testing/client.ts'
import { eventually, startJiahe } from '@jiahe/testing/jiahe.ts'
import t from 'tap'

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
