/** All streams together have one order; pages and filters lose nothing and repeat nothing. */
import type { Test } from 'tap'
import { type EventLog, NO_STREAM, type ReadAllOptions, START } from '../log.ts'
import { always, datas, event, everything, idsOf, type Open, pages, upTo } from './events.ts'

export function readContract(t: Test, open: Open): void {
  t.test('a stream is read whole, from a revision on, or as nothing', async (t) => {
    const log = await open(t, always)
    await log.append('a-1', NO_STREAM, [event(0), event(1), event(2)])
    t.same(datas(await log.readStream('a-1')), [0, 1, 2])
    t.same(datas(await log.readStream('a-1', 1)), [1, 2])
    t.same(await log.readStream('a-1', 3), [])
    t.same(await log.readStream('a-2'), [])
    t.same(await log.readStream('a-'), [])
  })

  t.test('an empty log is at its end at the start', async (t) => {
    const log = await open(t, always)
    t.equal(await log.head(), START)
    t.same(await log.readAll({ after: START, limit: 10 }), { events: [], position: START, atEnd: true })
  })

  t.test('positions rise by plain comparison in the order of commits', async (t) => {
    const log = await open(t, always)
    const answers: string[] = []
    for (const n of upTo(12)) {
      const result = await log.append(`a-${n}`, NO_STREAM, [event(n), event(n)])
      if (result.status === 'appended') answers.push(result.position)
    }
    const all = await everything(log)
    const positions = all.map((event) => event.position)
    t.same(positions, [...positions].sort())
    t.equal(new Set([START, ...positions]).size, 25)
    t.same(
      answers,
      positions.filter((_, i) => i % 2 === 1),
      'an append tells the position of its last event',
    )
    t.equal(await log.head(), positions.at(-1))
  })

  t.test('pages of any size give the same events, and a page can be continued anywhere', async (t) => {
    const log = await filled(await open(t, always))
    const all = idsOf(await everything(log))
    for (const limit of [1, 7, 60, 61]) {
      const read = await pages(log, { limit })
      t.same(
        read.flatMap((page) => idsOf(page.events)),
        all,
      )
      t.ok(read.every((page) => page.events.length <= limit))
      t.equal(read.at(-1)!.position, await log.head())
    }
    for (const [i, { position }] of (await everything(log)).entries())
      t.same(idsOf((await log.readAll({ after: position, limit: 100 })).events), all.slice(i + 1))
  })

  t.test('filters by category and type keep the order, and look past what they leave out', async (t) => {
    const log = await filled(await open(t, always))
    const all = await everything(log)
    const filters: [Omit<ReadAllOptions, 'after' | 'limit'>, (n: number) => boolean][] = [
      [{ categories: ['odd'] }, (n) => n % 2 === 1],
      [{ categories: ['odd', 'even'] }, () => true],
      [{ types: ['Third'] }, (n) => n % 3 === 0],
      [{ types: ['Third'], categories: ['odd'] }, (n) => n % 3 === 0 && n % 2 === 1],
      [{ categories: ['od'] }, () => false],
      [{ types: [] }, () => false],
    ]
    for (const [filter, wanted] of filters) {
      const read = await pages(log, { limit: 7, ...filter })
      t.same(
        read.flatMap((page) => idsOf(page.events)),
        idsOf(all.filter((event) => wanted(event.data as number))),
      )
      t.equal(read.at(-1)!.position, await log.head(), 'the last page reaches the head')
    }
  })

  t.test('a reader at the end stays where it is', async (t) => {
    const log = await filled(await open(t, always))
    const head = await log.head()
    t.same(await log.readAll({ after: head, limit: 5 }), { events: [], position: head, atEnd: true })
  })

  t.test('a log knows its positions, how far they lie, and whether one can be missing', async (t) => {
    const log = await filled(await open(t, always))
    const { includes, distance, gapless } = log.positions
    const all = (await everything(log)).map((event) => event.position)
    t.ok([START, ...all].every(includes))
    for (const text of ['1', 'C:1/P:1', ' ', `${all[0]}0`, all[0]!.slice(1)]) t.notOk(includes(text), text)
    t.equal(distance(START), 0)
    const distances = all.map(distance)
    t.same(
      distances,
      [...distances].sort((a, b) => a - b),
    )
    t.equal(new Set(distances).size, 60)
    if (gapless) t.same(distances, upTo(61).slice(1))
  })

  t.test('a page of no size and a position of another log are refused', async (t) => {
    const log = await open(t, always)
    await t.rejects(log.readAll({ after: START, limit: 0 }))
    await t.rejects(log.readAll({ after: 'C:1/P:1', limit: 1 }))
  })
}

/** Sixty streams of two categories, written side by side. */
async function filled(log: EventLog): Promise<EventLog> {
  const write = (n: number) =>
    log.append(`${n % 2 ? 'odd' : 'even'}-${n}`, NO_STREAM, [event(n, { type: n % 3 ? 'Noted' : 'Third' })])
  await Promise.all(upTo(60).map(write))
  return log
}
