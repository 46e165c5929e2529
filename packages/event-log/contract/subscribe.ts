/** A subscription catches up and turns live without a gap or a repeat, and ends only when it is told to. */
import type { Test } from 'tap'
import { type EventLog, NO_STREAM, type Page, START, type SubscribeOptions } from '../log.ts'
import { always, datas, event, everything, idsOf, type Open, upTo } from './events.ts'

export function subscribeContract(t: Test, open: Open): void {
  t.test('catching up turns live while others write', async (t) => {
    const log = await open(t, always)
    await write(log, 0, 25)
    const writing = write(log, 25, 80)
    const seen = await readUntil(t, log, { after: START, batchSize: 10 }, (events) => events === 80)
    await writing
    t.same(
      seen.flatMap((page) => datas(page.events)),
      upTo(80),
    )
    t.ok(seen.every((page) => page.events.length <= 10))
    t.equal(seen.at(-1)!.position, await log.head())
  })

  t.test('it goes on from any checkpoint', async (t) => {
    const log = await open(t, always)
    await write(log, 0, 30)
    const checkpoints = await readUntil(t, log, { after: START, batchSize: 4 }, (events) => events === 30)
    for (const { position, events } of checkpoints) {
      const rest = (events.at(-1)?.data as number) + 1
      const seen = await readUntil(t, log, { after: position, batchSize: 7 }, (n) => n === 30 - rest)
      t.same(
        seen.flatMap((page) => datas(page.events)),
        upTo(30).slice(rest),
      )
    }
  })

  t.test('it tells that it is live, with an empty page where there is nothing to give', async (t) => {
    const log = await open(t, always)
    const [empty] = await readUntil(t, log, { after: START, batchSize: 10 }, () => true)
    t.same(empty, { events: [], position: START, atEnd: true })
    await write(log, 0, 3)
    const [filtered] = await readUntil(t, log, { after: START, batchSize: 10, types: ['Other'] }, () => true)
    t.same(filtered, { events: [], position: await log.head(), atEnd: true })
  })

  t.test(
    'a filtered one moves its checkpoint past what it leaves out, and gets what it asked for',
    async (t) => {
      const log = await open(t, always)
      const options = { after: START, batchSize: 5, categories: ['b'] }
      const reading = readUntil(t, log, options, (events) => events === 2)
      await write(log, 0, 20)
      await log.append('b-1', NO_STREAM, [event('x'), event('y')])
      await write(log, 20, 25)
      t.same(
        (await reading).flatMap((page) => datas(page.events)),
        ['x', 'y'],
      )
      const head = await log.head()
      for await (const page of log.subscribe({ ...options, signal: stopper(t).signal }))
        if (page.position === head) break
      t.equal(head, (await everything(log)).at(-1)!.position)
    },
  )

  t.test('several go on side by side, each at its own pace', async (t) => {
    const log = await open(t, always)
    const readers = [1, 3, 100].map((batchSize) =>
      readUntil(t, log, { after: START, batchSize }, (n) => n === 50),
    )
    await write(log, 0, 50)
    const all = idsOf(await everything(log))
    for (const seen of await Promise.all(readers))
      t.same(
        seen.flatMap((page) => idsOf(page.events)),
        all,
      )
  })

  t.test('it ends when its signal aborts, also while it waits, and when the log closes', async (t) => {
    const log = await open(t, always)
    const stop = stopper(t)
    const aborted = drain(log, stop.signal, () => stop.abort())
    let live = () => {}
    const reached = new Promise<void>((resolve) => {
      live = resolve
    })
    const ended = drain(log, stopper(t).signal, live)
    t.equal(await aborted, 1)
    t.equal(await drain(log, AbortSignal.abort(), () => {}), 0)
    await reached
    await log.close()
    t.equal(await ended, 1)
  })
}

async function write(log: EventLog, from: number, to: number): Promise<void> {
  for (const n of upTo(to).slice(from)) await log.append(`a-${n}`, NO_STREAM, [event(n)])
}

/** The pages until so many events have come. */
async function readUntil(
  t: Test,
  log: EventLog,
  options: Omit<SubscribeOptions, 'signal'>,
  enough: (events: number) => boolean,
): Promise<Page[]> {
  const seen: Page[] = []
  let events = 0
  for await (const page of log.subscribe({ ...options, signal: stopper(t).signal })) {
    seen.push(page)
    events += page.events.length
    if (enough(events)) break
  }
  return seen
}

/** How many pages came until the subscription ended. */
async function drain(log: EventLog, signal: AbortSignal, onPage: () => void): Promise<number> {
  let pages = 0
  for await (const _ of log.subscribe({ after: START, batchSize: 10, signal })) {
    pages++
    onPage()
  }
  return pages
}

function stopper(t: Test): AbortController {
  const stop = new AbortController()
  t.teardown(() => stop.abort())
  return stop
}
