/** The suite that every log passes: what the port promises, told as tests. */
import type { Test } from 'tap'
import { brokenAt } from './hashChain.ts'
import { type EventLog, type NewEvent, NO_STREAM, type RecordedEvent, START } from './log.ts'

/** `open` gives an empty log with the clock. */
export function logContract(t: Test, open: (t: Test, now: () => Date) => Promise<EventLog>): void {
  const start = new Date('2026-03-01T00:00:00Z')
  let serial = 0
  const event = (n: number, type = 'Noted', id = idOf(++serial)): NewEvent => ({
    id,
    type,
    data: { n, words: ['张', null, 1.5] },
    metadata: {
      schemaVersion: 1,
      actor: 'policy:test',
      correlationId: 'c',
      causationId: null,
      occurredAt: start.toISOString(),
    },
  })

  t.test('a new stream takes events only at the revision it does not have yet', async (t) => {
    const log = await open(t, () => start)
    t.match(await log.append('a-1', 0, [event(1)]), { status: 'conflict', revision: -1 })
    t.match(await log.append('a-1', NO_STREAM, [event(1), event(2)]), { status: 'appended', revision: 1 })
    t.match(await log.append('a-1', NO_STREAM, [event(3)]), { status: 'conflict', revision: 1 })
    t.match(await log.append('a-1', 0, [event(3)]), { status: 'conflict', revision: 1 }, 'a stale revision')
    t.match(await log.append('a-1', 1, [event(3)]), { status: 'appended', revision: 2 })
    t.same(numbers(await log.readStream('a-1')), [1, 2, 3])
    t.same(numbers(await log.readStream('a-1', 1)), [2, 3])
    t.same(await log.readStream('a-2'), [])
  })

  t.test('an exact retry is a duplicate whatever revision it expects, and appends nothing', async (t) => {
    const log = await open(t, () => start)
    const pair = [event(1), event(2)]
    const first = await log.append('a-1', NO_STREAM, pair)
    await log.append('a-1', 1, [event(3)])
    t.same(await log.append('a-1', NO_STREAM, pair), { ...first, status: 'duplicate' })
    t.match(await log.append('a-1', 2, pair), { status: 'duplicate', revision: 1 })
    t.match(await log.append('a-1', 2, [pair[1]!, event(4)]), { status: 'conflict' }, 'half known')
    t.match(
      await log.append('b-1', NO_STREAM, [pair[0]!]),
      { status: 'conflict' },
      'known from another stream',
    )
    t.same(numbers((await log.readAll({ after: START, limit: 10 })).events), [1, 2, 3])
  })

  t.test('concurrent appends at one revision: one wins, the others conflict', async (t) => {
    const log = await open(t, () => start)
    const results = await Promise.all(
      Array.from({ length: 20 }, (_, n) => log.append('a-1', NO_STREAM, [event(n)])),
    )
    t.equal(results.filter((r) => r.status === 'appended').length, 1)
    t.equal(results.filter((r) => r.status === 'conflict').length, 19)
  })

  t.test('all streams together have one order; filters and pages lose nothing', async (t) => {
    const log = await open(t, () => start)
    await Promise.all(
      Array.from({ length: 60 }, (_, n) =>
        log.append(`${n % 2 ? 'odd' : 'even'}-${n}`, NO_STREAM, [event(n, n % 3 ? 'Noted' : 'Third')]),
      ),
    )
    const all = await pages(log, 7)
    t.equal(all.length, 60)
    t.same(
      all,
      [...all].sort((a, b) => (a.position < b.position ? -1 : 1)),
    )
    t.same(new Set(all.map((e) => e.position)).size, 60)
    t.equal((await pages(log, 7, { categories: ['odd'] })).length, 30)
    t.equal((await pages(log, 7, { types: ['Third'] })).length, 20)
    t.equal(await log.head(), all.at(-1)!.position)
    const none = await log.readAll({ after: START, limit: 10, types: ['Nothing'] })
    t.equal(none.position, await log.head(), 'a page moves past what the filter leaves out')
  })

  t.test('recordedAt never runs behind in a stream, and the hash chain holds', async (t) => {
    const clock = [5, 3, 9].map((s) => new Date(start.getTime() + s * 1000))
    let tick = 0
    const log = await open(t, () => clock[tick]!)
    for (; tick < 3; tick++) await log.append('a-1', tick - 1, [event(tick)])
    const stream = await log.readStream('a-1')
    t.same(
      stream.map((e) => e.metadata.recordedAt.slice(17, 19)),
      ['05', '05', '09'],
    )
    t.equal(brokenAt(stream), null)
    t.equal(
      brokenAt(stream.map((e) => (e.revision === 1 ? { ...e, data: { n: 7 } } : e))),
      2,
      'a changed event breaks the chain after it',
    )
    t.equal(brokenAt(stream.slice(1)), 1, 'a missing head shows')
  })

  t.test('what no log can keep is refused before it is written', async (t) => {
    const log = await open(t, () => start)
    await t.rejects(log.append('a-1', NO_STREAM, [{ ...event(1), data: { text: 'a\u0000b' } }]), /u0000/)
    await t.rejects(log.append('a-1', NO_STREAM, []))
    const literal = { ...event(1), data: { text: 'a\\u0000b' } }
    t.match(
      await log.append('a-1', NO_STREAM, [literal]),
      { status: 'appended' },
      'the six characters are no NUL',
    )
    t.same((await log.readStream('a-1'))[0]!.data, literal.data)
  })

  t.test(
    'a subscription catches up and turns live without a gap or a repeat, and starts again at a checkpoint',
    async (t) => {
      const log = await open(t, () => start)
      const write = async (from: number, to: number) => {
        for (let n = from; n < to; n++) await log.append(`a-${n}`, NO_STREAM, [event(n)])
      }
      await write(0, 25)
      const seen: RecordedEvent[] = []
      let checkpoint = START
      const writing = write(25, 60)
      for await (const page of log.subscribe({ after: START, batchSize: 10, signal: stopper(t) })) {
        seen.push(...page.events)
        checkpoint = page.position
        if (seen.length >= 40) break
      }
      await writing
      for await (const page of log.subscribe({ after: checkpoint, batchSize: 10, signal: stopper(t) })) {
        seen.push(...page.events)
        if (seen.length >= 60) break
      }
      t.same(
        numbers(seen),
        Array.from({ length: 60 }, (_, n) => n),
      )
    },
  )
}

const idOf = (n: number): string => `019d0000-0000-7000-8000-${n.toString(16).padStart(12, '0')}`
const numbers = (events: readonly RecordedEvent[]) => events.map((e) => (e.data as { n: number }).n)

function stopper(t: Test): AbortSignal {
  const stop = new AbortController()
  t.teardown(() => stop.abort())
  return stop.signal
}

async function pages(
  log: EventLog,
  limit: number,
  filter: { categories?: string[]; types?: string[] } = {},
): Promise<RecordedEvent[]> {
  const events: RecordedEvent[] = []
  for (let after = START; ; ) {
    const page = await log.readAll({ ...filter, after, limit })
    events.push(...page.events)
    after = page.position
    if (page.atEnd) return events
  }
}
