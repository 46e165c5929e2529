/** A log takes another one's history as it was recorded there, goes on behind it, and refuses what does not follow. */
import type { Test } from 'tap'
import { verifyChain } from '../hashChain.ts'
import { BrokenCopy, NO_STREAM, type RecordedEvent, type RestorableLog, START } from '../log.ts'
import { memoryLog } from '../memory.ts'
import { always, event, everything, idsOf, MOMENT, upTo } from './events.ts'

export type OpenRestorable = (t: Test, now: () => Date) => Promise<RestorableLog>

const LATER = new Date(MOMENT.getTime() + 3_600_000)
const later = () => LATER

const unplaced = (events: readonly RecordedEvent[]) => events.map(({ position: _, ...rest }) => rest)
const byPlace = (events: readonly RecordedEvent[]) =>
  unplaced(events).sort((a, b) => (a.stream + a.revision < b.stream + b.revision ? -1 : 1))

/** Cases of three streams each, one and two events at a time. */
async function history(cases: number, rounds: number): Promise<RecordedEvent[]> {
  let time = MOMENT.getTime()
  const log = memoryLog({ now: () => new Date(time) })
  for (const round of upTo(rounds))
    for (const n of upTo(cases))
      for (const kind of ['familyCase', 'workOrder', 'callback']) {
        time += 1000
        const said = upTo(1 + ((n + round) % 2)).map((i) => event({ round, i, words: '家\n和' }))
        const events = said.map((one) => ({
          ...one,
          metadata: { ...one.metadata, correlationId: `case-${n}` },
        }))
        const stream = `${kind}-${n}`
        await log.append(stream, (await log.readStream(stream)).length - 1, events)
      }
  return everything(log)
}

/** The ids of each case, in order. */
const ofCases = (events: readonly RecordedEvent[]) => {
  const cases: Record<string, string[]> = {}
  for (const { id, metadata } of events)
    cases[metadata.correlationId] = [...(cases[metadata.correlationId] ?? []), id]
  return cases
}

export function restoreContract(t: Test, open: OpenRestorable): void {
  t.test(
    'restored events are those that were recorded elsewhere, and appends go on behind them',
    async (t) => {
      const log = await open(t, later)
      const events = await history(4, 5)
      await log.restore(events)
      const restored = await everything(log)
      t.strictSame(byPlace(restored), byPlace(events))
      t.same(
        [...new Set(restored.map(({ position }) => position))].sort(),
        restored.map(({ position }) => position),
      )
      t.strictSame(
        unplaced(await log.readStream('workOrder-1')),
        unplaced(events.filter(({ stream }) => stream === 'workOrder-1')),
      )
      const last = (await log.readStream('workOrder-1')).at(-1)!
      t.match(await log.append('workOrder-1', last.revision, [event('next')]), { status: 'appended' })
      const [next] = await log.readStream('workOrder-1', last.revision + 1)
      t.equal(next!.metadata.recordedAt, LATER.toISOString())
      t.equal(verifyChain(await everything(log)), null)
    },
  )

  t.test('an append that stood in the other log is a duplicate here too', async (t) => {
    const log = await open(t, later)
    const events = await history(1, 2)
    await log.restore(events)
    const { id, type, data, metadata, stream } = events[0]!
    const { recordedAt: _, prevHash: __, ...said } = metadata
    t.match(await log.append(stream, NO_STREAM, [{ id, type, data, metadata: said }]), {
      status: 'duplicate',
      revision: 0,
    })
  })

  t.test('the events of a case keep their order over its streams', async (t) => {
    const log = await open(t, later)
    const events = await history(30, 4)
    await log.restore(events)
    t.strictSame(ofCases(await everything(log)), ofCases(events))
  })

  t.test('a stream of several cases keeps its order too', async (t) => {
    const other = memoryLog({ now: later })
    for (const n of upTo(20)) {
      const said = event(n)
      await other.append('a-1', n - 1, [
        { ...said, metadata: { ...said.metadata, correlationId: `case-${n % 3}` } },
      ])
    }
    const log = await open(t, later)
    const events = await everything(other)
    await log.restore(events)
    t.strictSame(idsOf(await everything(log)), idsOf(events))
  })

  t.test('what stands already is passed over, wherever the copy was broken off', async (t) => {
    const log = await open(t, later)
    const events = await history(3, 4)
    const part = Math.floor(events.length / 2)
    await log.restore(events.slice(0, part))
    await log.restore(events.slice(part).filter(({ metadata }) => metadata.correlationId === 'case-1'))
    await log.restore(events.slice(part - 5))
    await log.restore(events)
    await log.restore([...events.slice(-3), ...events.slice(-3)])
    await log.restore([])
    const restored = await everything(log)
    t.strictSame(byPlace(restored), byPlace(events))
    t.strictSame(ofCases(restored), ofCases(events))
  })

  t.test('what does not follow the end of its stream is refused', async (t) => {
    const log = await open(t, later)
    const events = (await history(1, 6)).filter(({ stream }) => stream === 'familyCase-0')
    await log.restore(events.slice(0, 4))
    const next = events[4]!
    const refused = async (wrong: readonly RecordedEvent[], reason: string, revision: number) => {
      const error = await log.restore(wrong).catch((error: unknown) => error)
      t.type(error, BrokenCopy)
      t.match(error, { reason, revision, stream: wrong[0]!.stream })
    }
    const having = (metadata: object) => ({ ...next, metadata: { ...next.metadata, ...metadata } })
    await refused([events[5]!], 'wrong-revision', 5)
    await refused([{ ...next, revision: 3 }], 'wrong-revision', 3)
    await refused([{ ...next, stream: 'familyCase-9' }], 'wrong-revision', 4)
    await refused([having({ prevHash: 'f'.repeat(64) })], 'wrong-hash', 4)
    await refused([having({ prevHash: null })], 'wrong-hash', 4)
    await refused([having({ recordedAt: '2020-01-01T00:00:00.000Z' })], 'clock-went-back', 4)
    await refused([{ ...next, data: 'other' }, events[5]!], 'wrong-hash', 5)
    t.strictSame(idsOf(await log.readStream('familyCase-0')).slice(0, 4), idsOf(events.slice(0, 4)))
  })

  t.test(
    'a thousand events of one stream, and events of nearly a megabyte, are restored whole',
    async (t) => {
      const other = memoryLog({ now: later })
      await other.append(
        'a-1',
        NO_STREAM,
        upTo(1000).map((n) => event({ n, text: 'x'.repeat(600) })),
      )
      const large = '家'.repeat(340_000)
      for (const n of upTo(3)) await other.append('b-1', n - 1, [event(large)])
      const log = await open(t, later)
      const events = await everything(other)
      await log.restore(events)
      const restored = await everything(log)
      t.equal(restored.length, 1003)
      t.same(byPlace(restored), byPlace(events))
      t.equal(verifyChain(restored), null)
    },
  )

  t.test('a log has an identity that stays, is no event, and that no copy has', async (t) => {
    const log = await open(t, always)
    const copy = await open(t, always)
    const [one, same] = await Promise.all([log.identity(), log.identity()])
    t.match(one, /^[0-9a-f-]{36}$/)
    t.equal(same, one)
    t.equal(await log.head(), START)
    await log.append('a-1', NO_STREAM, [event(1)])
    const events = await everything(log)
    t.equal(events.length, 1)
    await copy.restore(events)
    t.equal(await log.identity(), one)
    t.not(await copy.identity(), one)
  })
}
