/** Lines of server-sent events from a really listening console, read as a browser reads them. */
import t from 'tap'
import { consoleFixture, type Fixture, password } from './fixture.ts'

interface Sent {
  readonly event: string
  readonly id: string | null
  // biome-ignore lint/suspicious/noExplicitAny: what is told is what the tests are about
  readonly data: any
}

/** A line that stays open until it is closed. */
async function lineOf({ url }: Fixture, as: string, headers: Record<string, string> = {}) {
  const signed = await fetch(`${url}/v1/session`, {
    method: 'POST',
    headers: { 'content-type': 'application/json' },
    body: JSON.stringify({ username: as, password }),
  })
  const cookie = signed.headers.get('set-cookie')!.split(';')[0]!
  const ended = new AbortController()
  const response = await fetch(`${url}/v1/live`, { headers: { cookie, ...headers }, signal: ended.signal })
  const sent = read(response)
  const cases = new Set<string>()
  const first = async () => (await sent.next()).value as Sent | undefined
  async function next(): Promise<Sent | undefined> {
    for (;;) {
      const told = await first()
      if (told?.event === 'beat') continue
      for (const { caseId } of told?.data.cases ?? []) cases.add(caseId)
      return told
    }
  }
  /** Reads on until it is told of the event; a history comes in as many pages as it was read in. */
  async function until(caseId: string, type: string): Promise<Sent> {
    for (;;) {
      const told = await next()
      if (!told) throw new Error('the line ended')
      for (const change of told.data.cases ?? [])
        if (change.caseId === caseId && change.types.includes(type)) return told
    }
  }
  return { response, cookie, cases, first, next, until, close: () => ended.abort() }
}

type Line = Awaited<ReturnType<typeof lineOf>>

async function* read(response: Response): AsyncGenerator<Sent> {
  let rest = ''
  for await (const chunk of response.body!.pipeThrough(new TextDecoderStream())) {
    const blocks = (rest + chunk).split('\n\n')
    rest = blocks.pop()!
    for (const block of blocks) {
      const field = (name: string) => new RegExp(`^${name}: (.*)$`, 'm').exec(block)?.[1] ?? null
      yield { event: field('event')!, id: field('id'), data: JSON.parse(field('data')!) }
    }
  }
}

t.test(
  'whoever may see a family hears of it, after the read models have it, and nobody else does',
  async (t) => {
    const fixture = await consoleFixture(t)
    const lines = await Promise.all(
      ['mediator', 'neighbour', 'officer', 'elsewhere', 'analyst'].map((as) => lineOf(fixture, as)),
    )
    for (const line of lines) {
      t.match(line.response.headers.get('content-type'), 'text/event-stream')
      t.equal(line.response.headers.get('cache-control'), 'no-store')
      t.match(
        await line.first(),
        { event: 'beat', data: { behind_s: 0 } },
        'it is said at once that the line holds',
      )
    }
    const [mediator, neighbour, officer, elsewhere, analyst] = lines as [Line, Line, Line, Line, Line]
    const own = await fixture.family()
    const far = await fixture.family({ regionCode: '320404001' })
    const near = await fixture.family({ regionCode: '320402004' })
    let folded = false
    const heard = mediator.until(own.caseId, 'WorkOrderDispatched').then((told) => {
      t.ok(folded, 'not before')
      return told
    })
    await fixture.project()
    folded = true
    const order = { caseId: own.caseId, orders: [own.orderId] }
    for (const told of [
      heard,
      ...[officer, analyst].map((line) => line.until(own.caseId, 'WorkOrderDispatched')),
    ])
      t.match(
        (await told).data.cases.find(({ caseId }: typeof own) => caseId === own.caseId),
        order,
      )
    await elsewhere.until(far.caseId, 'WorkOrderDispatched')
    await neighbour.until(near.caseId, 'WorkOrderDispatched')
    t.strictSame([...mediator.cases], [own.caseId])
    t.strictSame([...elsewhere.cases], [far.caseId])
    t.strictSame([...neighbour.cases], [near.caseId])
    for (const line of lines) line.close()
  },
)

t.test('a line that broke goes on where it was, and says so where too much was missed', async (t) => {
  const fixture = await consoleFixture(t, { kept: 20 })
  const line = await lineOf(fixture, 'officer')
  await line.first()
  const told = async () => {
    const { caseId } = await fixture.family()
    await fixture.project()
    return { caseId, told: await line.until(caseId, 'WorkOrderDispatched') }
  }
  const one = await told()
  const two = await told()
  const again = await lineOf(fixture, 'officer', { 'last-event-id': one.told.id! })
  t.strictSame(await again.until(two.caseId, 'WorkOrderDispatched'), two.told)
  t.strictSame([...again.cases], [two.caseId], 'what came after it and nothing else')
  const three = await told()
  t.strictSame(await again.until(three.caseId, 'WorkOrderDispatched'), three.told)
  const cut = await lineOf(fixture, 'officer', { 'last-event-id': 'another.7' })
  const resync = await cut.next()
  t.match(resync, { event: 'resync', id: String, data: {} })
  for (let n = 0; n < 20; n++) await told()
  const late = await lineOf(fixture, 'officer', { 'last-event-id': one.told.id! })
  t.match(await late.next(), { event: 'resync' }, 'what is kept does not reach so far back')
  for (const open of [line, again, cut, late]) open.close()
})

t.test('a sealed family is heard of by those who are named only', async (t) => {
  const fixture = await consoleFixture(t)
  const { caseId } = await fixture.family()
  await fixture.project()

  const [officer, mediator] = [await lineOf(fixture, 'officer'), await lineOf(fixture, 'mediator')]
  const { body: colleague } = await fixture.call('GET /v1/me', { as: 'colleague' })
  const { body: card } = await fixture.call(`GET /v1/cases/${caseId}`, { as: 'officer' })
  const seal = await fixture.call(`POST /v1/cases/${caseId}/seal`, {
    as: 'officer',
    body: { named: [colleague.id], reason: 'staff-related' },
    headers: { 'if-match': `"${card.revision}"` },
  })
  t.equal(seal.status, 200, JSON.stringify(seal.body))
  const other = await fixture.family()
  await fixture.project()
  await officer.until(caseId, 'CaseSealed')
  await mediator.until(other.caseId, 'WorkOrderDispatched')
  t.strictSame([...mediator.cases], [other.caseId], 'of the sealed one nothing')
  for (const line of [officer, mediator]) line.close()
})

t.test('a line ends with the session', async (t) => {
  const fixture = await consoleFixture(t, { beat_ms: 20 })
  const line = await lineOf(fixture, 'mediator')
  await fixture.call('DELETE /v1/session', { headers: { cookie: line.cookie } })
  t.equal(await line.next(), undefined, 'it ended')
})

t.test('one account opens so many lines and no more', async (t) => {
  const fixture = await consoleFixture(t)
  const open = []
  for (let n = 0; n < 20; n++) open.push(await lineOf(fixture, 'officer'))
  t.equal((await lineOf(fixture, 'officer')).response.status, 429)
  for (const one of open) one.close()
})
