/** However appends overtake each other, the outcome is one that some order of them explains. */
import fc from 'fast-check'
import type { Test } from 'tap'
import { verifyChain } from '../hashChain.ts'
import { type AppendResult, type EventLog, type NewEvent, NO_STREAM, type RecordedEvent } from '../log.ts'
import { always, event, everything, newId, type Open, upTo } from './events.ts'

interface Attempt {
  readonly stream: string
  readonly expected: number
  readonly events: readonly NewEvent[]
  readonly result: AppendResult
}

export function interleavingContract(t: Test, open: Open): void {
  t.test('of many appends at one revision one wins', async (t) => {
    const log = await open(t, always)
    const results = await Promise.all(upTo(20).map((n) => log.append('a-1', NO_STREAM, [event(n)])))
    t.equal(results.filter((result) => result.status === 'appended').length, 1)
    t.equal(results.filter((result) => result.status === 'conflict').length, 19)
    t.equal((await everything(log)).length, 1)
  })

  t.test('of many equal appends one is recorded, and all give its place', async (t) => {
    const log = await open(t, always)
    const pair = [event(1), event(2)]
    const results = await Promise.all(upTo(20).map(() => log.append('a-1', NO_STREAM, pair)))
    const places = results.map(({ status, ...place }) => place)
    t.equal(results.filter((result) => result.status === 'appended').length, 1)
    t.equal(results.filter((result) => result.status === 'duplicate').length, 19)
    for (const place of places) t.same(place, places[0])
  })

  t.test('appenders side by side on few streams are answered as if they had come in turn', async (t) => {
    const log = await open(t, always)
    // Each stream has a pool of its own.
    await explainSideBySide(log, () => upTo(STREAMS).map(() => upTo(IDS).map(newId)))
    t.equal(verifyChain(await everything(log)), null)
  })
}

/** Appends at random, many at a time, and throws where the answers are not what some order of them explains.
 *  `pools` gives, for each run, the event ids that each of its streams may draw from. */
export async function explainSideBySide(log: EventLog, pools: () => string[][]): Promise<void> {
  let run = 0
  await fc.assert(
    fc.asyncProperty(
      fc.array(fc.array(step, { maxLength: 12 }), { minLength: 1, maxLength: 6 }),
      async (turns) => {
        const name = `r${++run}`
        const before = await log.head()
        const ids = pools()
        const attempts: Attempt[] = []
        for (const turn of turns) attempts.push(...(await sideBySide(log, name, ids, turn)))
        const { events } = await log.readAll({ after: before, limit: 1000 })
        explain(attempts, events)
      },
    ),
    { numRuns: 60 },
  )
}

export const STREAMS = 3
export const IDS = 8

/** Ids come from a small pool, so that retries, overlaps and strangers happen. */
const step = fc.record({
  stream: fc.nat({ max: STREAMS - 1 }),
  expected: fc.integer({ min: NO_STREAM, max: 4 }),
  ids: fc.uniqueArray(fc.nat({ max: IDS - 1 }), { minLength: 1, maxLength: 3 }),
})
type Step = typeof step extends fc.Arbitrary<infer T> ? T : never

const sideBySide = (log: EventLog, name: string, pools: string[][], turn: readonly Step[]) =>
  Promise.all(
    turn.map(async ({ stream: n, expected, ids }): Promise<Attempt> => {
      const stream = `s-${name}-${n}`
      const events = ids.map((i) => event(i, { id: pools[n]![i]! }))
      return { stream, expected, events, result: await log.append(stream, expected, events) }
    }),
  )

/** Throws where the answers and what was recorded contradict each other. */
function explain(attempts: readonly Attempt[], recorded: readonly RecordedEvent[]): void {
  const at = new Map(recorded.map((event) => [event.id, event]))
  if (at.size !== recorded.length) throw new Error('an event id was recorded twice')
  let appended = 0
  for (const { stream, expected, events, result } of attempts) {
    if (result.status === 'conflict') continue
    const found = events.map((event) => at.get(event.id))
    const last = found.at(-1)
    if (last?.position !== result.position || last.revision !== result.revision)
      throw new Error('not at its place')
    const first = result.revision - events.length + 1
    if (found.some((event, i) => event?.stream !== stream || event.revision !== first + i))
      throw new Error('not together in the stream')
    if (result.status === 'duplicate') continue
    if (first !== expected + 1) throw new Error('appended at another revision than expected')
    appended += events.length
  }
  if (appended !== recorded.length) throw new Error('answers and records do not add up')
}
