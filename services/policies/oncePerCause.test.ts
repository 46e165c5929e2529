import type { DomainEvent } from '@jiahe/domain/catalogue.ts'
import { desk } from '@jiahe/domain/exampleCity.ts'
import { monday } from '@jiahe/domain/spec.ts'
import { readEvent } from '@jiahe/domain/upcast.ts'
import type { EventLog } from '@jiahe/event-log/log.ts'
import { START } from '@jiahe/event-log/log.ts'
import { memoryLog } from '@jiahe/event-log/memory.ts'
import fc from 'fast-check'
import t from 'tap'
import { alertTo, everything, gradesOf, wrongsOf } from './exampleAlerts.ts'
import { allPolicies, type Policy } from './policy.ts'
import { extreme, high, medium } from './scene.ts'

const now = () => new Date(monday)
const alerts = fc.array(
  fc.record({
    family: fc.nat(2),
    facts: fc.constantFrom({}, medium, high, extreme, { F15: 'yes' } as const),
  }),
  { minLength: 1, maxLength: 7 },
)
type Alerts = typeof alerts extends fc.Arbitrary<infer A> ? A : never
/** Each number is a death: so many events of a page were done, and the checkpoint was not moved. */
const deaths = fc.array(fc.nat(3), { maxLength: 8 })

/** One policy of one process: reads on from its checkpoint to the end of the log, dying on the way. */
async function run(log: EventLog, policy: Policy, page: number, deaths: number[], from: string) {
  let after = from
  for (;;) {
    const { events, position } = await log.readAll({ after, limit: page, types: policy.types })
    if (events.length === 0) return after
    const death = deaths.pop()
    for (const event of events.slice(0, death)) await policy.react(readEvent(event) as DomainEvent)
    if (death === undefined) after = position
  }
}

/** Runs every policy in each process, all at once, until nothing follows any more. */
async function runAll(log: EventLog, policies: readonly Policy[], processes: number, deaths: number[]) {
  const checkpoints = Array.from({ length: processes }, () => policies.map(() => START))
  for (let head = null as string | null; head !== (await log.head()); ) {
    head = await log.head()
    await Promise.all(
      checkpoints.flatMap((own, process) =>
        policies.map(async (policy, i) => {
          own[i] = await run(log, policy, 1 + process * 2, deaths, own[i]!)
        }),
      ),
    )
  }
}

/** What a single process makes of the same alerts in peace. */
async function inPeace(alerts: Alerts) {
  const log = memoryLog({ now })
  for (const [n, { family, facts }] of alerts.entries()) await alertTo(log, family, n, facts)
  await runAll(log, allPolicies({ log, desk, now }), 1, [])
  return gradesOf(await everything(log))
}

t.test('however two processes interleave and die, each alert is acted on once', async (t) => {
  await fc.assert(
    fc.asyncProperty(alerts, deaths, fc.scheduler(), async (alerts, deaths, scheduler) => {
      const kept = memoryLog({ now })
      // Reads and appends of all that runs take effect in an order that the property chooses.
      const log: EventLog = {
        ...kept,
        append: (...args) => scheduler.schedule(Promise.resolve()).then(() => kept.append(...args)),
        readStream: (...args) => scheduler.schedule(Promise.resolve()).then(() => kept.readStream(...args)),
        readAll: (...args) => scheduler.schedule(Promise.resolve()).then(() => kept.readAll(...args)),
      }
      const policies = allPolicies({ log, desk, now })
      const receiving = (async () => {
        for (const [n, { family, facts }] of alerts.entries()) await alertTo(log, family, n, facts)
      })()
      await scheduler.waitFor(Promise.all([receiving, runAll(log, policies, 2, [...deaths])]))
      await scheduler.waitFor(runAll(log, policies, 2, []))
      const events = await everything(kept)
      const wrongs = wrongsOf(events)
      if (wrongs.length > 0) throw new Error(wrongs.join('; '))
      const peace = await inPeace(alerts)
      if (JSON.stringify(gradesOf(events)) !== JSON.stringify(peace))
        throw new Error('other grades than in peace')
    }),
    { numRuns: 80 },
  )
  t.pass('no order doubled or missing, and the grades are those of one process in peace, byte by byte')
})
