import { randomUUID } from 'node:crypto'
import { lockProgress } from '@jiahe/service-kit/workSharing.ts'
import { alertAbout } from '@jiahe/testing/alerts.ts'
import { eventually } from '@jiahe/testing/jiahe.ts'
import t from 'tap'
import { type Answer, intakeService, otherKey, otherSource, type Served, source } from './fixture.ts'
import { handlingOn } from './fixtureDesk.ts'
import { followed, followerOn } from './fixtureFollower.ts'

const township = '320402003'

/** One page of the source's own feed. */
const feed = (service: Served, query: Readonly<Record<string, string | number>> = {}): Promise<Answer> =>
  service.call(
    `GET /v1/receipts?${new URLSearchParams({ source, ...query } as Readonly<Record<string, string>>)}`,
  )

const sendAlert = async (service: Served, family: number, ref: string): Promise<string> => {
  const sent = await service.call('POST /v1/police-alerts', { body: alertAbout(family, ref) })
  return sent.body.caseId
}
const refs = ({ body }: Answer): string[] =>
  body.items.map(({ data }: { data: { sourceRef: string } }) => data.sourceRef)

t.test('a sender follows what becomes of its alert, from the receipt to the closed order', async (t) => {
  const service = await intakeService(t)
  followerOn(t, service)
  const { settle, does, calls } = handlingOn(service)
  let after: string | null = null
  /** What is new since the last look. */
  const news = async () => {
    await followed(service)
    const page = await feed(service, after === null ? {} : { after })
    t.equal(page.status, 200)
    t.equal(page.body.atEnd, true)
    after = page.body.nextAfter
    return page.body.items
  }
  t.strictSame(await news(), [], 'nothing was sent yet')

  const caseId = await sendAlert(service, 1, 'F-1')
  const [received, ...others] = await news()
  t.strictSame(others, [])
  t.strictSame(Object.keys(received), ['type', 'timestamp', 'data'])
  t.match(received, {
    type: 'receipt.changed',
    timestamp: service.clock.now.toISOString(),
    data: { source, sourceRef: 'F-1', caseId, grade: null, order: null, callback: null },
  })
  await settle()
  t.match(await news(), [
    { data: { grade: { level: 'high' }, order: { state: 'dispatched' }, callback: { state: 'due' } } },
  ])
  const single = await service.call(`GET /v1/receipts/${source}/F-1`)
  const [whole] = (await feed(service)).body.items
  t.strictSame(whole.data, single.body, 'an item holds the receipt as it is answered alone')

  await does(caseId, township, { type: 'accept' })
  t.match(await news(), [{ data: { order: { state: 'accepted' } } }])
  await does(caseId, township, { type: 'contact', with: 'victim', means: 'phone', textId: null })
  t.match(await news(), [{ data: { order: { state: 'in-progress' } } }])
  await does(caseId, township, { type: 'contact', with: 'victim', means: 'phone', textId: null })
  t.strictSame(await news(), [], 'what the receipt does not tell of is no news')
  await calls(caseId, 'reached')
  t.match(await news(), [{ data: { callback: { state: 'done' } } }])
  await does(caseId, township, { type: 'disposal', result: 'safety-plan', textId: null })
  await does(caseId, township, { type: 'request-closure', textId: null })
  await does(caseId, '320402', { type: 'approve-closure' })
  t.match(await news(), [{ data: { order: { state: 'closed' } } }], 'several changes at once are one item')
  t.strictSame(await news(), [])
})

t.test('a family’s next alert is news of the earlier ones too, of whichever sender', async (t) => {
  const service = await intakeService(t)
  followerOn(t, service)
  await sendAlert(service, 2, 'G-1')
  const theirs = { ...alertAbout(2, 'H-1'), source: otherSource }
  await service.call('POST /v1/police-alerts', { key: otherKey, body: theirs })
  await handlingOn(service).settle()
  await followed(service)
  t.strictSame(refs(await feed(service)), ['G-1'], 'and nobody is shown what another has sent')
  const other = await service.call(`GET /v1/receipts?source=${otherSource}`, { key: otherKey })
  t.strictSame(refs(other), ['H-1'])
  t.equal((await service.call(`GET /v1/receipts?source=${source}`, { key: otherKey })).status, 403)
  t.equal((await service.call(`GET /v1/receipts?source=${source}`, { key: null })).status, 401)
  const stolen = new URLSearchParams({ source: otherSource, after: (await feed(service)).body.nextAfter })
  t.match(await service.call(`GET /v1/receipts?${stolen}`, { key: otherKey }), {
    status: 410,
    body: { reason: 'feed-restarted' },
  })
})

t.test('pages follow each other; what changes meanwhile comes again at the end', async (t) => {
  const service = await intakeService(t)
  followerOn(t, service)
  const cases: string[] = []
  for (let n = 0; n < 7; n++) cases.push(await sendAlert(service, 10 + n, `P-${n}`))
  await followed(service)
  const first = await feed(service, { limit: 3 })
  t.strictSame(refs(first), ['P-0', 'P-1', 'P-2'])
  t.equal(first.body.atEnd, false)
  // P-1 was read before, P-4 was not.
  for (const family of [11, 14]) await sendAlert(service, family, `Q-${family}`)
  await followed(service)
  await handlingOn(service).settle()
  await followed(service)
  const rest: string[] = []
  for (let after = first.body.nextAfter, atEnd = false; !atEnd; ) {
    const page = await feed(service, { limit: 2, after })
    rest.push(...refs(page))
    after = page.body.nextAfter
    atEnd = page.body.atEnd
  }
  t.strictSame([...rest].sort(), ['P-0', 'P-1', 'P-2', 'P-3', 'P-4', 'P-5', 'P-6', 'Q-11', 'Q-14'])
  t.equal(new Set(rest).size, rest.length, 'each once')
  const again = await feed(service, { after: first.body.nextAfter, limit: 500 })
  t.strictSame(refs(again), rest, 'read again from the same place, the same comes in the same order')
})

t.test('what is no token, or a token of a feed that is not there any more, is said to be', async (t) => {
  const service = await intakeService(t)
  followerOn(t, service)
  await sendAlert(service, 20, 'T-1')
  await followed(service)
  const { nextAfter } = (await feed(service)).body
  for (const after of ['', 'x', '17', `${nextAfter}=`, `${nextAfter}AA`])
    t.match(await feed(service, { after }), {
      status: 400,
      body: { reason: 'invalid-query', errors: [{ pointer: '?after', reason: 'not-a-token' }] },
    })
  for (const wrong of [{ limit: 0 }, { limit: 501 }, { wait: 31 }, { wait: -1 }, { since: 1 }])
    t.equal((await feed(service, wrong as Record<string, number>)).status, 400, JSON.stringify(wrong))
  await service.db.updateTable('intake.feed').set({ last: '0' }).execute()
  t.equal((await feed(service, { after: nextAfter })).status, 410, 'ahead of the feed')
  await service.db.updateTable('intake.feed').set({ last: '1', id: randomUUID() }).execute()
  t.match(await feed(service, { after: nextAfter }), { status: 410, body: { reason: 'feed-restarted' } })
  t.strictSame(refs(await feed(service)), ['T-1'], 'read from the beginning, all is there')
})

t.test('who waits is answered when something changes, at the end of the wait, and at the end', async (t) => {
  const service = await intakeService(t)
  followerOn(t, service)
  const start = (await feed(service)).body.nextAfter
  const began = performance.now()
  const waited = await feed(service, { after: start, wait: 1 })
  t.ok(performance.now() - began >= 1000)
  t.strictSame(waited.body, { items: [], nextAfter: start, atEnd: true })

  const waiting = feed(service, { after: start, wait: 30 })
  await sendAlert(service, 30, 'W-1')
  const answered = await waiting
  t.strictSame(refs(answered), ['W-1'])
  t.not(answered.body.nextAfter, start)

  const left = new AbortController()
  const leaving = fetch(
    `${service.url}/v1/receipts?${new URLSearchParams({ source, after: answered.body.nextAfter, wait: '30' })}`,
    { headers: { authorization: 'Bearer key-of-psb-changzhou' }, signal: left.signal },
  )
  const waiters = (n: number) =>
    eventually(async () =>
      (await service.call('GET /metrics')).text.includes(`\nreceipt_feed_waiting ${n}\n`),
    )
  await waiters(1)
  left.abort()
  await t.rejects(leaving)
  await waiters(0)
  const last = feed(service, { after: answered.body.nextAfter, wait: 30 })
  await waiters(1)
  const ended = performance.now()
  await service.end()
  t.strictSame(refs(await last), [], 'the service ends and keeps nobody waiting')
  t.ok(performance.now() - ended < 10_000)
})

t.test('a receipt whose event is not in the log yet is told of when it is', async (t) => {
  const service = await intakeService(t)
  followerOn(t, service)
  await sendAlert(service, 40, 'R-1')
  const pending = { ...alertAbout(40, 'R-2') }
  const { caseId } = (await service.call('POST /v1/police-alerts', { body: pending })).body
  // As after a crash between reserving and appending: the row names an event that is not there.
  const row = service.db.updateTable('intake.receipt').where('source_ref', '=', 'R-2')
  await row.set({ intake_id: '019ab3c0-8d2f-8a5e-9c41-0d3f6b7a2e11' }).execute()
  await handlingOn(service).settle()
  await followed(service)
  const page = await feed(service)
  t.strictSame(refs(page), ['R-1'])
  t.ok(caseId)
})

t.test('positions stand where the log ends, in every partition', async (t) => {
  const service = await intakeService(t)
  const one = followerOn(t, service)
  for (let n = 0; n < 5; n++) await sendAlert(service, 50 + n, `E-${n}`)
  await followed(service)
  await one.stop()
  const { least, most } = await service.db.transaction().execute((trx) => lockProgress(trx, 'receipts'))
  t.equal(least, most)
  t.equal(least, await service.log.head())
})
