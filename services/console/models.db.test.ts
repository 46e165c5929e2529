import { setTimeout as sleep } from 'node:timers/promises'
import { defineModel, type RiskModel } from '@jiahe/domain/models/model.ts'
import { violence1 } from '@jiahe/domain/models/violence1.ts'
import { sql } from 'kysely'
import t, { type Test } from 'tap'
import { type Answer, type Call, consoleFixture, type Fixture, neighbour, township } from './fixture.ts'
import { adviceOn } from './refusals.ts'
import { whatIfRuns } from './whatIfRuns.ts'

const day_ms = 86_400_000
const { ref: _ref, ...first } = violence1
/** Drink alone is medium in it. */
const second: RiskModel = {
  ...first,
  version: 2,
  name: 'Second edition',
  factors: first.factors.map((factor) =>
    factor.id === 'F19' && factor.points.kind === 'asked'
      ? { ...factor, points: { ...factor.points, points: 5 } }
      : factor,
  ),
}
const drink = { facts: { F19: 'yes' } } as const

const poster =
  (call: (line: string, call?: Call) => Promise<Answer>) =>
  (as: string, path: string, body: object, revision: number): Promise<Answer> =>
    call(`POST /v1/risk-models${path}`, { as, body, headers: { 'if-match': `"${revision}"` } })

/** Published and tried at once; gives what the run came to. */
async function tried(t: Test, { call, api }: Fixture): Promise<Answer['body']> {
  const body = { model: 'violence', version: 2 }
  const started = await call('POST /v1/what-if', { as: 'analyst', body })
  t.match(started, { status: 202, body: { model: { id: 'violence', version: 2 }, result: null } })
  t.equal(started.headers.get('location'), `/v1/what-if/${started.body.id}`)
  await api.whatIfs.settled()
  const { body: done } = await call(`GET /v1/what-if/${started.body.id}`, { as: 'dispatcher' })
  t.match(done, { id: started.body.id, state: 'done' })
  return done
}

t.test(
  'a model is published, tried on the whole history, activated, and grades from its date on',
  async (t) => {
    const fixture = await consoleFixture(t)
    const { call, clock, api } = fixture
    const post = poster(call)
    const early = await fixture.family(drink)
    await fixture.family()
    await fixture.family({ ...drink, regionCode: neighbour })

    const before = await call('GET /v1/risk-models', { as: 'mediator' })
    t.equal(before.headers.get('etag'), '"0"')
    t.match(before.body, { revision: 0, total: 2 })
    const published = await post('administrator', '', second, 0)
    t.equal(published.status, 200)
    t.match(published.body.items[2], {
      ...{ id: 'violence', version: 2, hash: defineModel(second).ref.hash, active: false },
      ...{ periods: [], whatIf: null, factors: second.factors },
    })
    t.match(await post('dispatcher', '/violence/activate', { version: 2 }, 1), {
      status: 409,
      body: { reason: 'what-if-missing', detail: adviceOn('what-if-missing') },
    })

    const done = await tried(t, fixture)
    t.match(done.progress, { done: 3, total: 3 })
    t.match(done.result, {
      ...{ cases: 3, unreadable: 0, higher: 2, lower: 0 },
      levels: { low: { medium: 2 }, high: { high: 1 } },
      orders: { inForce: 1, candidate: 3 },
      workload: [
        { federation: township, inForce: 1, candidate: 2, months: [{ month: '2026-11' }] },
        { federation: neighbour, inForce: 0, candidate: 1 },
      ],
      changes: [{ from: 'low', to: 'medium' }, {}],
    })
    t.equal(done.result.position, await api.log.head())
    t.match(await call('GET /v1/risk-models/violence/2/what-if', { as: 'dispatcher' }), {
      ...{ status: 200, body: { whatIf: { id: done.id, result: done.result }, outdated: false } },
    })
    t.match(await call('GET /v1/risk-models/dispute/1/what-if', { as: 'dispatcher' }), {
      ...{ status: 200, body: { whatIf: null, outdated: false } },
    })

    const effectiveFrom = new Date(clock.now.getTime() + day_ms).toISOString()
    const activated = await post('dispatcher', '/violence/activate', { version: 2, effectiveFrom }, 1)
    t.equal(activated.status, 200)
    t.match(activated.body.items[2], {
      ...{ active: false, periods: [{ since: effectiveFrom, until: null }] },
      whatIf: {
        ...{ whatIfId: done.id, resultHash: done.resultHash, cases: 3, higher: 2, lower: 0 },
        workload: [
          { federation: township, inForce: 1, candidate: 2 },
          { federation: neighbour, inForce: 0, candidate: 1 },
        ],
      },
    })
    while (api.desk.models.activations.length < 3) await sleep(5)
    const still = await fixture.family(drink)
    clock.now = new Date(clock.now.getTime() + day_ms)
    const late = await fixture.family(drink)
    const gradeOf = async (caseId: string) => {
      const { level, model } = (await call(`GET /v1/cases/${caseId}/grades`, { as: 'mediator' })).body
        .items[0]
      return `${level} ${model.version}`
    }
    t.strictSame(await Promise.all([early, still, late].map(({ caseId }) => gradeOf(caseId))), [
      ...['low 1', 'low 1'],
      'medium 2',
    ])
    const now = await call('GET /v1/risk-models', { as: 'analyst' })
    t.strictSame(
      now.body.items.map((item: { active: boolean }) => item.active),
      [false, true, true],
    )
  },
)

t.test('what is not safe is refused field by field', async (t) => {
  const { call } = await consoleFixture(t)
  const post = poster(call)
  const { source: _source, ...sourceless } = second.factors[0]!
  const shapeless = await post('dispatcher', '', { ...second, factors: [sourceless] }, 0)
  t.match(shapeless, {
    status: 400,
    body: { reason: 'invalid-body', errors: [{ pointer: '/factors/0/source' }] },
  })
  const unsafe = { ...second, window_days: 30, factors: second.factors.filter(({ id }) => id !== 'F01') }
  t.strictSame((await post('dispatcher', '', unsafe, 0)).body.errors, [
    { pointer: '/factors/F01', reason: 'required' },
    { pointer: '/window_days', reason: 'too-short' },
  ])
})

t.test('a what-if that is old, or against another model than is in force, activates nothing', async (t) => {
  const fixture = await consoleFixture(t)
  const { call, clock } = fixture
  const post = poster(call)
  const refuses = async (status: number, reason: string, path: string, body: object, revision: number) => {
    const { body: problem, ...answer } = await post('dispatcher', path, body, revision)
    t.match({ ...answer, problem }, { status, problem: { status, reason, detail: adviceOn(reason) } }, reason)
    t.match([problem.title, problem.detail], [/[\u4e00-\u9fff]/, /[\u4e00-\u9fff]/])
  }
  await refuses(409, 'not-next-version', '', { ...second, version: 3 }, 0)
  await refuses(404, 'unknown-model', '/violence/activate', { version: 2 }, 0)
  await refuses(409, 'already-in-force', '/violence/activate', { version: 1 }, 0)
  t.equal((await post('dispatcher', '', second, 0)).status, 200)
  await refuses(412, 'stale-revision', '/violence/activate', { version: 2 }, 0)
  const yesterday = new Date(clock.now.getTime() - day_ms).toISOString()
  await refuses(409, 'effect-in-past', '/violence/activate', { version: 2, effectiveFrom: yesterday }, 1)
  await tried(t, fixture)
  clock.now = new Date(clock.now.getTime() + 8 * day_ms)
  await refuses(409, 'what-if-outdated', '/violence/activate', { version: 2 }, 1)
  t.match(await call('GET /v1/risk-models/violence/2/what-if', { as: 'analyst' }), {
    ...{ status: 200, body: { whatIf: { state: 'done' }, outdated: true } },
  })
  t.match(await call('GET /v1/risk-models/violence/9/what-if', { as: 'analyst' }), {
    ...{ status: 404, body: { reason: 'unknown-model' } },
  })
  t.match(await call('POST /v1/what-if', { as: 'analyst', body: { model: 'violence', version: 9 } }), {
    status: 404,
    body: { reason: 'unknown-model' },
  })
  t.match(await call('GET /v1/what-if/none', { as: 'analyst' }), {
    status: 404,
    body: { reason: 'unknown-what-if', detail: adviceOn('unknown-what-if') },
  })
})

t.test('the same request under the same key is one run', async (t) => {
  const { call, api } = await consoleFixture(t)
  const send = () =>
    call('POST /v1/what-if', {
      ...{ as: 'analyst', body: { model: 'dispute', version: 1 } },
      headers: { 'idempotency-key': 'once' },
    })
  const [one, two] = [await send(), await send()]
  t.strictSame([one.status, two.status, two.body.id], [202, 202, one.body.id])
  await api.whatIfs.settled()
})

t.test('when a run has ended nothing of it is on its way to the database', async (t) => {
  const { api, family } = await consoleFixture(t)
  await family()
  let [begun, done] = [0, 0]
  const db = api.read.withPlugin({
    transformQuery({ node }) {
      begun++
      return node
    },
    async transformResult({ result }) {
      await sleep(20)
      done++
      return result
    },
  })
  const log = {
    head: () => api.log.head(),
    readStream: (stream: string) => api.log.readStream(stream),
    // Long enough that it says a few times that it lives.
    readAll: (query: Parameters<typeof api.log.readAll>[0]) => sleep(50).then(() => api.log.readAll(query)),
  }
  const { desk, now } = api
  const onFault = (error: unknown) => t.error(error)
  const runs = whatIfRuns({
    ...{ db, desk, now, onFault, signal: new AbortController().signal, every_ms: 1 },
    log: log as unknown as typeof api.log,
  })
  await runs.start(
    '019d3f6a-7c10-7f21-8c77-51d0a9e2b3c4',
    desk.models.versions[0]!,
    '019d3f6a-7c10-7f21-8c77-51d0a9e2b3c5',
  )
  await runs.settled()
  t.ok(done > 3)
  t.equal(done, begun)
})

t.test(
  'a second run waits for the first, and one that was broken off says so and can be run again',
  async (t) => {
    const { api, family } = await consoleFixture(t)
    await family()
    const { read: db, desk, now } = api
    const ended = new AbortController()
    const left = new Promise<void>((resolve) => ended.signal.addEventListener('abort', () => resolve()))
    const log = {
      head: () => api.log.head(),
      readAll: () => left.then(() => Promise.reject(ended.signal.reason)),
    }
    const faults: unknown[] = []
    const stopped = whatIfRuns({
      ...{ db, desk, now, signal: ended.signal, onFault: (error: unknown) => faults.push(error) },
      log: log as unknown as typeof api.log,
    })
    const [a, b, c] = [
      '019d3f6a-7c10-7f21-8c77-51d0a9e2b3c1',
      '019d3f6a-7c10-7f21-8c77-51d0a9e2b3c2',
      '019d3f6a-7c10-7f21-8c77-51d0a9e2b3c3',
    ]
    const who = '7d9f0c8e-51c1-4b0e-9a53-1f8b6f0f2a11'
    const [first, other] = await Promise.all([
      stopped.start(a!, violence1, who),
      stopped.start(b!, violence1, who),
    ])
    t.match([first, other], [{ state: 'running' }, null])
    ended.abort()
    await stopped.settled()
    t.match(await api.whatIfs.find(a!), { state: 'interrupted', result: null })
    t.equal(await stopped.start(c!, violence1, who), null, 'what ends begins nothing')
    t.equal(await api.whatIfs.newestOf({ id: 'violence', version: 1 }), null)

    t.match(await api.whatIfs.start(c!, violence1, who), { id: c })
    await api.whatIfs.settled()
    t.match(await api.whatIfs.find(c!), { state: 'done', result: { cases: 1 } })
    // As a process leaves it that was killed.
    await sql`UPDATE work.what_if SET result = NULL, ended_at = NULL, seen_until = clock_timestamp() - interval '1 second'
    WHERE id = ${c}`.execute(db)
    t.match(await api.whatIfs.find(c!), { state: 'interrupted', result: null })
    t.strictSame(faults, [])
  },
)
