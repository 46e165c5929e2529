import { eventually } from '@jiahe/testing/jiahe.ts'
import t from 'tap'
import { arrivals, hour_ms, isSigned, otherSource, receiver, status, subjects, world } from './fixture.ts'
import { deadLetters, pauseWebhook, removeWebhook, resumeWebhook, retryWebhook } from './webhooks.ts'

t.test('what is owed arrives, signed with the secret of its webhook, and is owed no more', async (t) => {
  const w = await world(t)
  const [one, two, other] = [await receiver(t), await receiver(t), await receiver(t)]
  const ids = [await w.webhook(one.url), await w.webhook(two.url), await w.webhook(other.url, otherSource)]
  w.process()
  await w.change(subjects(30))
  for (const id of ids) await w.quiet(id)
  for (const [i, { received }] of [one, two].entries()) {
    t.strictSame(
      [...arrivals(received).keys()].map(Number).sort((a, b) => a - b),
      subjects(30).map(Number),
    )
    t.ok(received.every((message) => isSigned(w.secretOf(ids[i]!), message)))
    t.notOk(received.some((message) => isSigned(w.secretOf(ids[1 - i]!), message)))
    t.equal(new Set(received.map(({ id }) => id)).size, 30)
  }
  t.strictSame(other.received, [], 'nothing of another source')
  const now = w.clock.now.toISOString()
  t.match(await w.listed(ids[0]!), {
    state: 'active',
    owed: 0,
    deadLetters: 0,
    deliveredAt: now,
    reason: null,
  })
})

t.test('of each subject the newest is told, later ones after earlier ones', async (t) => {
  const w = await world(t)
  const one = await receiver(t)
  const id = await w.webhook(one.url)
  for (let n = 0; n < 3; n++) await w.change(subjects(10))
  w.process()
  await w.quiet(id)
  t.equal(one.received.length, 10, 'what came before the newest is told with it')
  for (let n = 0; n < 5; n++) await w.change(subjects(10))
  await w.quiet(id)
  for (const [subject, versions] of arrivals(one.received)) {
    t.strictSame(
      versions,
      [...versions].sort((a, b) => a - b),
      subject,
    )
    t.equal(versions.at(-1), 8)
  }
})

t.test('a receiver that never answers keeps nobody else waiting', async (t) => {
  const w = await world(t)
  const [hanging, quick] = [await receiver(t), await receiver(t)]
  hanging.answers(() => {})
  await w.webhook(hanging.url)
  const id = await w.webhook(quick.url)
  w.process()
  await w.change(subjects(40))
  await eventually(async () => hanging.received.length > 0)
  await w.change(subjects(40, 41))
  await w.quiet(id)
  t.equal(arrivals(quick.received).size, 80)
  t.ok(hanging.received.length <= 8, 'and is not crowded either')
})

t.test('a message that the receiver fails at is tried later and later, and then a dead letter', async (t) => {
  const w = await world(t)
  const one = await receiver(t)
  const id = await w.webhook(one.url)
  one.answers((message, response) => status(message.subject === '3' ? 500 : 200)(message, response))
  const process = w.process()
  await w.change(subjects(9))
  await eventually(async () => (await w.listed(id)).owed === 1)
  t.equal(arrivals(one.received).size, 9, 'the others are not kept waiting')
  const tries = () => one.received.filter(({ subject }) => subject === '3').length
  t.equal(tries(), 1)
  const gaps: number[] = []
  let waited_ms = 0
  for (let before = tries(); (await w.listed(id)).deadLetters === 0; before = tries()) {
    // Half of what it has waited for in all, at most: the clock is never far ahead.
    const { rows } = await nextTry(w)
    const gap_ms = rows[0]!.next_try_at.getTime() - w.clock.now.getTime()
    w.later(gap_ms)
    waited_ms += gap_ms
    gaps.push(gap_ms)
    await eventually(async () => tries() > before && (await isSettled(w)))
  }
  t.strictSame(gaps.slice(0, 6), [5000, 30_000, 120_000, 600_000, 1_800_000, hour_ms])
  t.ok(waited_ms >= 72 * hour_ms)
  t.match(await deadLetters(w.db, id, 10), [{ subject: '3', reason: 'status-500', tries: gaps.length + 1 }])
  t.equal(
    process.settled.reduce((sum, { died }) => sum + died, 0),
    1,
  )
  const ids = one.received.filter(({ subject }) => subject === '3').map((message) => message.id)
  t.equal(new Set(ids).size, 1, 'every try is of the same message')

  one.answers(status(200))
  t.equal(await retryWebhook(w.db, id, w.clock.now), 1)
  await eventually(async () => (await w.listed(id)).owed === 0)
  t.match(await w.listed(id), { deadLetters: 0, reason: null })
})

const nextTry = (w: Awaited<ReturnType<typeof world>>) =>
  w.db
    .selectFrom('webhook.delivery')
    .select('next_try_at')
    .where('dead_at', 'is', null)
    .execute()
    .then((rows) => ({ rows }))
/** Nothing is on its way. */
const isSettled = async (w: Awaited<ReturnType<typeof world>>) => {
  const due = await w.db
    .selectFrom('webhook.delivery')
    .select('subject')
    .where('dead_at', 'is', null)
    .where('next_try_at', '<=', w.clock.now)
    .execute()
  return due.length === 0
}

t.test('a receiver that is down is asked now and then, and told everything when it is back', async (t) => {
  const w = await world(t)
  const one = await receiver(t)
  const id = await w.webhook(one.url)
  const process = w.process()
  await one.down()
  await w.change(subjects(200))
  await eventually(async () => (await w.listed(id)).reason === 'refused')
  for (let n = 0; n < 20; n++) {
    w.later(20 * 60_000)
    await w.change(['1'])
    const before = process.tried.length
    await eventually(async () => process.tried.length > before || (await isResting(w)))
  }
  t.ok(process.tried.length < 40, `200 messages, ${process.tried.length} tries`)
  const { owed, owedSince } = await w.listed(id)
  t.strictSame([owed, owedSince], [200, '2026-11-23T13:30:00.000Z'])
  await one.up()
  w.later(hour_ms)
  await w.quiet(id)
  t.equal((await w.listed(id)).owed, 0, 'no message waits out a pause of its own')
  t.equal(arrivals(one.received).size, 200)
  t.equal(one.received.find(({ subject }) => subject === '1')?.version, 21)
})

const isResting = async (w: Awaited<ReturnType<typeof world>>) => {
  const resting = await w.db
    .selectFrom('webhook.webhook')
    .select('id')
    .where('not_before', '>', w.clock.now)
    .execute()
  return resting.length > 0
}

t.test('who answers everything alike is a receiver that is down', async (t) => {
  const w = await world(t)
  const one = await receiver(t)
  const id = await w.webhook(one.url)
  one.answers(status(500))
  const process = w.process()
  await w.change(subjects(100))
  await eventually(() => isResting(w))
  t.ok(process.tried.length <= 10, `${process.tried.length} tries`)
  one.answers(status(200))
  w.later(hour_ms)
  await w.quiet(id)
  t.equal((await w.listed(id)).owed, 0)
})

t.test('a receiver that asks for time gets it', async (t) => {
  const w = await world(t)
  const one = await receiver(t)
  const id = await w.webhook(one.url)
  one.answers(status(429, { 'retry-after': '600' }))
  w.process()
  await w.change(['1'])
  await eventually(() => isResting(w))
  one.answers(status(200))
  w.later(599_000)
  await w.change(['2'])
  t.ok(await isResting(w))
  w.later(1000)
  await eventually(async () => (await w.listed(id)).owed === 0)
  t.strictSame(
    one.received.map(({ subject }) => subject).sort(),
    ['1', '1', '2'],
    'nothing was sent within the time',
  )
})

t.test('what a receiver could not be told for three days is kept, and told when somebody asks', async (t) => {
  const w = await world(t)
  const one = await receiver(t)
  const id = await w.webhook(one.url)
  await one.down()
  w.process()
  await w.change(subjects(5))
  await eventually(() => isResting(w))
  w.later(71 * hour_ms)
  await w.change(['6'])
  await eventually(() => isResting(w))
  t.equal((await w.listed(id)).deadLetters, 0)
  w.later(2 * hour_ms)
  await eventually(async () => (await w.listed(id)).deadLetters === 5)
  t.match(await w.listed(id), { owed: 1, reason: 'refused' })
  t.match(await deadLetters(w.db, id, 1), [{ reason: 'refused', owedSince: '2026-11-23T13:30:00.000Z' }])
  await one.up()
  await w.change(['2'])
  t.equal((await w.listed(id)).deadLetters, 4, 'one that changes again is owed again')
  t.equal(await retryWebhook(w.db, id, w.clock.now), 4)
  await eventually(async () => (await w.listed(id)).owed === 0)
  t.strictSame([...arrivals(one.received).keys()].sort(), subjects(6))
})

t.test('a receiver that is gone is sent nothing any more, until somebody resumes it', async (t) => {
  const w = await world(t)
  const one = await receiver(t)
  const id = await w.webhook(one.url)
  one.answers(status(410))
  w.process()
  await w.change(subjects(20))
  await eventually(async () => (await w.listed(id)).state === 'gone')
  t.match(await w.listed(id), { owed: 0, deadLetters: 20, reason: 'status-410' })
  const asked = one.received.length
  t.ok(asked <= 8)
  await w.change(['21'])
  t.equal((await w.listed(id)).owed, 0)
  t.equal(await retryWebhook(w.db, id, w.clock.now), null, 'retrying alone does not bring it back')
  one.answers(status(200))
  t.equal(await resumeWebhook(w.db, id, w.clock.now), true)
  t.equal(await retryWebhook(w.db, id, w.clock.now), 20)
  await eventually(async () => (await w.listed(id)).owed === 0)
  t.equal(arrivals(one.received.slice(asked)).size, 20)
})

t.test(
  'while a webhook is paused nothing is sent and nothing is lost; a removed one is forgotten',
  async (t) => {
    const w = await world(t)
    const one = await receiver(t)
    const id = await w.webhook(one.url)
    t.equal(await pauseWebhook(w.db, id), true)
    w.process()
    await w.change(subjects(5))
    await w.change(subjects(5))
    t.match(await w.listed(id), { state: 'paused', owed: 5 })
    t.strictSame(one.received, [])
    await resumeWebhook(w.db, id, w.clock.now)
    await w.quiet(id)
    t.strictSame([...arrivals(one.received).values()], Array(5).fill([2]))
    t.equal(await removeWebhook(w.db, id, async () => {}), true)
    await w.change(subjects(5))
    t.strictSame(await w.db.selectFrom('webhook.delivery').selectAll().execute(), [])
    for (const again of [pauseWebhook(w.db, id), resumeWebhook(w.db, id, w.clock.now)])
      t.equal(await again, false)
    t.equal(await removeWebhook(w.db, id, async () => {}), false)
  },
)

t.test('what cannot be told counts against no receiver, and what need not be is not owed', async (t) => {
  const w = await world(t)
  const one = await receiver(t)
  const id = await w.webhook(one.url)
  const tell = async (owed: readonly { subject: string }[]) =>
    owed.map(({ subject }) =>
      subject === '1'
        ? 'unreadable'
        : subject === '2'
          ? 'nothing'
          : { body: JSON.stringify({ subject, version: 1 }) },
    )
  const process = w.process({ tell: async (owed) => tell(owed) as never })
  await w.change(subjects(3))
  await eventually(async () => (await w.listed(id)).owed === 1 && one.received.length === 1)
  t.match(await w.listed(id), { reason: null, failedAt: null })
  const { rows } = await nextTry(w)
  t.equal(rows[0]?.next_try_at.getTime(), w.clock.now.getTime() + 5000)
  t.strictSame(process.faults, [])
})
