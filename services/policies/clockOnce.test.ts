import type { DomainEvent } from '@jiahe/domain/catalogue.ts'
import { desk, district, township } from '@jiahe/domain/exampleCity.ts'
import { readEvent } from '@jiahe/domain/upcast.ts'
import type { EventLog, RecordedEvent } from '@jiahe/event-log/log.ts'
import { memoryLog } from '@jiahe/event-log/memory.ts'
import fc from 'fast-check'
import t from 'tap'
import { clock } from './clock.ts'
import { everything } from './exampleAlerts.ts'
import { clockAt, unrecorded } from './fixtureClocks.ts'
import { extreme, high, medium, scene, worksAndCloses } from './scene.ts'

/** What people do, and how many hours pass before the next of it. */
const deeds = fc.array(
  fc.record({
    hours: fc.nat(400),
    deed: fc.constantFrom('alert', 'call', 'accept', 'contact', 'return', 'transfer', 'close'),
    facts: fc.constantFrom({}, medium, high, extreme),
  }),
  { minLength: 1, maxLength: 8 },
)
type Deeds = typeof deeds extends fc.Arbitrary<infer D> ? D : never

/** Plays the deeds as far as they are allowed; `watch` runs at every hour that it is given. */
async function play(deeds: Deeds, watch: (log: EventLog, now: () => Date, last: boolean) => Promise<void>) {
  const time = clockAt('2026-03-02T01:00:00.000Z')
  const log = memoryLog(time)
  const s = scene(log, time.now)
  await s.alert(high)
  await s.settle()
  for (const { hours, deed, facts } of deeds) {
    time.hours(hours)
    await watch(log, time.now, false)
    await s.settle()
    const order = { accept: township, contact: township, return: township, transfer: district }
    const textId = null
    const tried = {
      alert: () => s.alert(facts),
      call: () => s.calls({ outcome: 'reached', by: township, facts: {} }),
      accept: () => s.does(order.accept, { type: 'accept' }),
      contact: () => s.does(order.contact, { type: 'contact', with: 'victim', means: 'phone', textId }),
      return: () => s.does(order.return, { type: 'return', reason: 'other', textId }),
      transfer: () => s.does(order.transfer, { type: 'transfer', to: '990101002', textId }),
      close: () => worksAndCloses(s, township, district),
    }[deed]
    await Promise.resolve(tried()).catch(() => {})
    await s.settle()
  }
  time.hours(24 * 200)
  for (let rounds = 0; rounds < 60; rounds++) {
    const head = await log.head()
    await watch(log, time.now, true)
    await s.settle()
    if (head === (await log.head())) break
  }
  return { events: await everything(log), now: time.now() }
}

const untold = { alarm: () => {}, recorded: () => {} }
/** Looks at every stream once. */
async function lookAtAll(log: EventLog, now: () => Date, over = log): Promise<void> {
  const policy = clock({ log: over, desk, now }, untold)
  const streams = new Map((await everything(log)).map((event) => [event.stream, event]))
  await Promise.all([...streams.values()].map((event) => policy.react(readEvent(event) as DomainEvent)))
}

/** An escalation makes somebody act, so it comes only to what nobody has acted on when it is looked at; and what was
 *  graded later falls due later. All else is the same whenever somebody looks. */
const byTime = new Set(['CallbackMissed', 'DeadlineMissed', 'WatchEnded'])
const whatTimeDid = (events: readonly RecordedEvent[]) =>
  events
    .filter(({ type }) => byTime.has(type))
    .map(({ id }) => id)
    .sort()

t.test(
  'however two watchers interleave and die or are away, what time did is the same, once each',
  async (t) => {
    let recorded = 0
    await fc.assert(
      fc.asyncProperty(
        deeds,
        fc.scheduler(),
        fc.array(fc.nat(9)),
        fc.array(fc.boolean()),
        async (deeds, scheduler, deaths, away) => {
          const peace = await play(deeds, (log, now) => lookAtAll(log, now))
          const stormy = await play(deeds, async (log, now, last) => {
            if (!last && away.pop()) return
            const dies = () => (deaths.pop() ?? 9) < 4
            const faulty: EventLog = {
              ...log,
              append: async (...args) => {
                await scheduler.schedule(Promise.resolve())
                if (dies()) throw new Error('died before it was recorded')
                const answer = await log.append(...args)
                if (dies()) throw new Error('died after it was recorded')
                return answer
              },
              readStream: async (...args) => {
                await scheduler.schedule(Promise.resolve())
                return log.readStream(...args)
              },
            }
            const two = [0, 1].map(() => lookAtAll(log, now, faulty).catch(() => {}))
            await scheduler.waitFor(Promise.all(two))
            if (last) await lookAtAll(log, now)
          })
          for (const { events, now } of [peace, stormy]) {
            const left = unrecorded(events, now)
            if (left.length > 0) throw new Error(`not recorded: ${left.join(', ')}`)
            if (new Set(events.map(({ id }) => id)).size !== events.length) throw new Error('recorded twice')
          }
          recorded += whatTimeDid(stormy.events).length
          if (whatTimeDid(peace.events).join() !== whatTimeDid(stormy.events).join())
            throw new Error('other moments than in peace')
        },
      ),
      { numRuns: 80 },
    )
    t.ok(recorded > 400, `${recorded} moments`)
  },
)
