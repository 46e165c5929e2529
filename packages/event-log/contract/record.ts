/** What is read back is what was said, with a time that never runs back and a chain that holds. */
import fc from 'fast-check'
import type { Test } from 'tap'
import { verifyChain } from '../hashChain.ts'
import { type Json, NO_STREAM } from '../log.ts'
import { always, datas, event, everything, MOMENT, type Open, upTo } from './events.ts'

export function recordContract(t: Test, open: Open): void {
  t.test('an event is read back as it was given, from its stream and from the whole log', async (t) => {
    const log = await open(t, always)
    const given = event({ n: 1, words: ['张', null, 1.5], nested: { b: {}, a: [] } })
    await log.append('familyCase-0193-x', NO_STREAM, [given])
    const [read] = await log.readStream('familyCase-0193-x')
    const recordedAt = MOMENT.toISOString()
    t.same(read, {
      ...given,
      metadata: { ...given.metadata, recordedAt, prevHash: null },
      stream: 'familyCase-0193-x',
      revision: 0,
      position: await log.head(),
    })
    t.same(await everything(log), [read])
  })

  t.test('what the caller does to an event afterwards is not recorded', async (t) => {
    const log = await open(t, always)
    const data = { n: 1 }
    const appending = log.append('a-1', NO_STREAM, [event(data), event(data)])
    data.n = 2
    await appending
    const stream = await log.readStream('a-1')
    t.same(datas(stream), [{ n: 1 }, { n: 1 }])
    t.equal(verifyChain(stream), null)
  })

  t.test('any JSON comes back equal, and the chain over it holds', async (t) => {
    const log = await open(t, always)
    let serial = 0
    const json = fc
      .jsonValue({ maxDepth: 4, stringUnit: 'grapheme' })
      .filter((v) => !JSON.stringify(v).includes('\\u0000'))
    await fc.assert(
      fc.asyncProperty(fc.array(json, { minLength: 1, maxLength: 20 }), async (values) => {
        const stream = `a-${++serial}`
        await log.append(
          stream,
          NO_STREAM,
          values.map((value) => event(value as Json)),
        )
        await log.append(stream, values.length - 1, [event('last')])
        const read = await log.readStream(stream)
        // As JSON, which has no -0.
        const same = JSON.stringify(datas(read)) === JSON.stringify([...values, 'last'])
        return same && verifyChain(read) === null
      }),
      { numRuns: 60 },
    )
    t.equal(verifyChain(await everything(log)), null)
  })

  t.test('recordedAt comes from the clock and never runs behind in a stream', async (t) => {
    const seconds = [5, 3, 9]
    let now = MOMENT
    const log = await open(t, () => now)
    for (const [i, second] of seconds.entries()) {
      now = new Date(MOMENT.getTime() + second * 1000)
      await log.append('a-1', i * 2 - 1, [event(i), event(i)])
      await log.append(`b-${i}`, NO_STREAM, [event(i)])
    }
    const times = async (stream: string) =>
      (await log.readStream(stream)).map((event) => event.metadata.recordedAt.slice(17, 19))
    t.same(await times('a-1'), ['05', '05', '05', '05', '09', '09'])
    t.same(await times('b-1'), ['03'], 'another stream has its own time')
  })

  t.test('a retry at another time changes nothing of what was recorded', async (t) => {
    let now = MOMENT
    const log = await open(t, () => now)
    const one = event(1)
    await log.append('a-1', NO_STREAM, [one])
    const before = await log.readStream('a-1')
    now = new Date(MOMENT.getTime() + 60_000)
    await log.append('a-1', NO_STREAM, [{ ...one, data: 'other' }])
    t.same(await log.readStream('a-1'), before)
  })

  t.test(
    'a thousand events in one append, and events of nearly a megabyte, are recorded whole',
    async (t) => {
      const log = await open(t, always)
      t.match(
        await log.append(
          'a-1',
          NO_STREAM,
          upTo(1000).map((n) => event(n)),
        ),
        { revision: 999 },
      )
      const large = '家'.repeat(340_000)
      const results = await Promise.all(upTo(4).map((n) => log.append(`b-${n}`, NO_STREAM, [event(large)])))
      t.same(new Set(results.map((result) => result.status)), new Set(['appended']))
      const all = await everything(log)
      t.same(datas(all.slice(0, 1000)), upTo(1000))
      t.ok(all.slice(1000).every((event) => event.data === large))
      t.equal(verifyChain(all), null)
    },
  )
}
