import { setTimeout as sleep } from 'node:timers/promises'
import type { Policy } from '@jiahe/domain/policies/document.ts'
import { policy1 } from '@jiahe/domain/policies/policy1.ts'
import t from 'tap'
import { type Answer, type Call, consoleFixture, neighbour, township } from './fixture.ts'
import { adviceOn } from './refusals.ts'

const day_ms = 86_400_000
/** A medium order is to be disposed of in ten working days and can be returned for one. */
const second: Policy = {
  ...policy1,
  version: 2,
  levels: { ...policy1.levels, medium: { ...policy1.levels.medium, disposal: { workingDays: 10 } } },
  returnWithin: { workingDays: 1 },
}

t.test('a version is published and activated, and orders go by it from its date on', async (t) => {
  const fixture = await consoleFixture(t)
  const { call, clock, api } = fixture
  const post = poster(call)
  const medium = { facts: { F07: 'yes', F12: 'yes' } } as const

  const first = await call('GET /v1/policies', { as: 'officer' })
  t.equal(first.headers.get('etag'), '"0"')
  t.match(first.body, { revision: 0, total: 1 })
  t.match(first.body.items[0], {
    ...{ version: 1, inForce: true, publishedAt: null, periods: [{ since: null, until: null }] },
    document: policy1,
  })

  const published = await post('dispatcher', '', second, 0)
  t.equal(published.status, 200)
  t.equal(published.headers.get('etag'), '"1"')
  t.match(published.body.items, [
    { version: 2, inForce: false, periods: [], document: second },
    { version: 1, inForce: true },
  ])

  const effectiveFrom = new Date(clock.now.getTime() + day_ms).toISOString()
  const activated = await post('administrator', '/2/activate', { effectiveFrom }, 1)
  t.match(activated.body.items, [
    { version: 2, inForce: false, periods: [{ since: effectiveFrom, until: null }] },
    { version: 1, inForce: true, periods: [{ since: null, until: effectiveFrom }] },
  ])
  while (api.desk.policies.activations.length < 2) await sleep(5)

  const early = await fixture.family(medium)
  clock.now = new Date(clock.now.getTime() + day_ms)
  const late = await fixture.family({ ...medium, regionCode: neighbour })
  // Those who look from here on sign in here: a session is shorter than that.
  clock.now = new Date(clock.now.getTime() + 2 * day_ms)
  const versionOf = async (as: string, orderId: string) => {
    const { body } = await call(`GET /v1/work-orders/${orderId}`, { as })
    return [body.history[0].data.policyVersion, Date.parse(body.disposalBy) - Date.parse(body.dispatchedAt)]
  }
  t.strictSame(await versionOf('mediator', early.orderId), [1, 21 * day_ms])
  t.strictSame(await versionOf('neighbour', late.orderId), [2, 14 * day_ms])

  const giveBack = (as: string, orderId: string) =>
    call(`POST /v1/work-orders/${orderId}/return`, {
      as,
      body: { reason: 'wrong-region' },
      headers: { 'if-match': '"0"' },
    })
  t.equal((await giveBack('mediator', early.orderId)).status, 200, `${township} keeps its five days`)
  t.match(await giveBack('neighbour', late.orderId), { status: 409, body: { reason: 'return-too-late' } })
  const now = await call('GET /v1/policies', { as: 'analyst' })
  t.strictSame(
    now.body.items.map((item: { inForce: boolean }) => item.inForce),
    [true, false],
  )
})

t.test('what is not safe is refused field by field', async (t) => {
  const { call } = await consoleFixture(t)
  const post = poster(call)
  const { visit: _visit, ...blind } = policy1.levels.high
  const answer = await post('dispatcher', '', { ...second, levels: { ...second.levels, high: blind } }, 0)
  t.match(answer, { status: 400, body: { reason: 'invalid-body' } })
  t.match(answer.body.errors, [{ pointer: '/levels/high/visit' }])
  const slow = { ...second.levels.extreme, accept: { hours: 5 }, visit: null }
  const unsafe = await post('dispatcher', '', { ...second, levels: { ...second.levels, extreme: slow } }, 0)
  t.strictSame(unsafe.body.errors, [
    { pointer: '/levels/extreme/visit', reason: 'required' },
    { pointer: '/levels/extreme/accept', reason: 'slower-than-a-lesser-level' },
  ])
  const other = await post('dispatcher', '', { ...second, id: 'other' }, 0)
  t.strictSame(other.body.errors, [{ pointer: '/id', reason: 'not-one-of-the-values' }])
})

t.test('every refusal of the policies names its reason and the next step', async (t) => {
  const { call, clock } = await consoleFixture(t)
  const post = poster(call)
  const refuses = async (status: number, reason: string, path: string, body: object, revision: number) => {
    const { body: problem, ...answer } = await post('administrator', path, body, revision)
    t.match({ ...answer, problem }, { status, problem: { status, reason, detail: adviceOn(reason) } }, reason)
    t.match(problem.title, /[\u4e00-\u9fff]/)
    t.match(problem.detail, /[\u4e00-\u9fff]/)
  }
  await refuses(409, 'not-next-version', '', { ...second, version: 3 }, 0)
  await refuses(404, 'unknown-version', '/2/activate', {}, 0)
  await refuses(409, 'already-in-force', '/1/activate', {}, 0)
  await refuses(409, 'version-in-force', '/1/retire', {}, 0)
  t.equal((await post('administrator', '', second, 0)).status, 200)
  await refuses(412, 'stale-revision', '/2/activate', {}, 0)
  const yesterday = new Date(clock.now.getTime() - day_ms).toISOString()
  await refuses(409, 'effect-in-past', '/2/activate', { effectiveFrom: yesterday }, 1)
  t.equal((await post('administrator', '/2/retire', {}, 1)).status, 200)
  await refuses(409, 'version-retired', '/2/activate', {}, 2)
  t.equal((await post('administrator', '/x/activate', {}, 2)).status, 400)
  t.equal((await call('POST /v1/policies/1/retire', { as: 'dispatcher', body: {} })).status, 428)
})

t.test('a command that is sent again under its key is carried out once', async (t) => {
  const { call } = await consoleFixture(t)
  const headers = { 'if-match': '"0"', 'idempotency-key': 'once' }
  const send = () => call('POST /v1/policies', { as: 'dispatcher', body: second, headers })
  const [one, two] = [await send(), await send()]
  t.equal(one.status, 200)
  t.strictSame(two.body, one.body)
  const another = { ...second, littleKnownCallback_days: 2 }
  const other = await call('POST /v1/policies', { as: 'dispatcher', body: another, headers })
  t.match(other, { status: 412, body: { reason: 'stale-revision', current: { revision: 1 } } })
})

const poster =
  (call: (line: string, call?: Call) => Promise<Answer>) =>
  (as: string, path: string, body: object, revision: number): Promise<Answer> =>
    call(`POST /v1/policies${path}`, { as, body, headers: { 'if-match': `"${revision}"` } })
