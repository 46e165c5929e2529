/** Several processes that deliver, killed and overtaken at any moment: nothing is left untold. */
import { setTimeout as pause } from 'node:timers/promises'
import { eventually } from '@jiahe/testing/jiahe.ts'
import fc from 'fast-check'
import { sql } from 'kysely'
import t from 'tap'
import { arrivals, hour_ms, type Process, receiver, status, subjects, world } from './fixture.ts'
import { posting } from './post.ts'

t.test('what a killed process had on its way is sent by another within seconds', async (t) => {
  const w = await world(t)
  const one = await receiver(t)
  const id = await w.webhook(one.url)
  let answering = false
  one.answers((message, response) => {
    // The first sees that its message arrived, and dies before it can write it down.
    if (answering) status(200)(message, response)
  })
  const first = w.process()
  await w.change(subjects(20))
  await eventually(async () => one.received.length === 8)
  const second = w.process()
  answering = true
  await first.kill()
  await w.quiet(id)
  t.equal(arrivals(one.received).size, 20)
  t.equal(second.tried.length, 20, 'those eight again, and the rest')
  const ids = new Set(one.received.map((message) => message.id))
  t.equal(ids.size, 20, 'who has seen a message knows it by its id')
})

t.test('a process that hangs and comes to itself writes down nothing any more', async (t) => {
  const w = await world(t)
  const one = await receiver(t)
  const id = await w.webhook(one.url)
  let wake: () => void = () => {}
  const hanging = new Promise<void>((resolve) => {
    wake = resolve
  })
  await w.change(['1'])
  // It looks for work once, and would not do so again.
  const slow = w.process({
    ...{ lookEvery_ms: 600_000, lease_ms: 2_400_000 },
    async post(message, signal) {
      const outcome = await posting(10_000)(message, signal)
      await hanging
      return outcome
    },
  })
  await eventually(async () => one.received.length === 1)
  const other = w.process()
  one.answers(status(503))
  await sql`UPDATE webhook.webhook SET epoch = epoch + 1, held_until = NULL, owner = NULL`.execute(w.db)
  await eventually(async () => (await w.listed(id)).reason === 'status-503')
  wake()
  await slow.stop()
  t.equal((await w.listed(id)).owed, 1, 'it is owed as the other has found it')
  t.strictSame(slow.settled, [])
  one.answers(status(200))
  w.later(hour_ms)
  await eventually(async () => (await w.listed(id)).owed === 0)
  t.ok(other.tried.length >= 2)
})

type Step =
  | { readonly change: readonly number[] }
  | { readonly answer: number; readonly of: 0 | 1 }
  | { readonly kill: number }
  | { readonly later_s: number }
const step: fc.Arbitrary<Step> = fc.oneof(
  fc.record({ change: fc.uniqueArray(fc.integer({ min: 1, max: 12 }), { minLength: 1, maxLength: 6 }) }),
  fc.record({
    answer: fc.constantFrom(200, 200, 500, 503, 302, 0),
    of: fc.constantFrom(0 as const, 1 as const),
  }),
  fc.record({ kill: fc.integer({ min: 0, max: 2 }) }),
  fc.record({ later_s: fc.integer({ min: 1, max: 4000 }) }),
)

t.test(
  'whatever receivers answer and whoever is killed, each is told the newest of everything',
  async (t) => {
    const w = await world(t)
    await fc.assert(
      fc.asyncProperty(fc.array(step, { minLength: 5, maxLength: 25 }), async (steps) => {
        const receivers = [await receiver(t), await receiver(t)] as const
        const ids = [await w.webhook(receivers[0].url), await w.webhook(receivers[1].url)]
        const processes: Process[] = [w.process(), w.process(), w.process()]
        await w.change(subjects(12))
        for (const step of steps) {
          if ('change' in step) await w.change(step.change.map(String))
          else if ('answer' in step)
            receivers[step.of].answers((message, response) =>
              // 0: broken off, after it was received.
              step.answer === 0 ? void response.destroy() : status(step.answer)(message, response),
            )
          else if ('kill' in step) {
            await processes[step.kill]!.kill()
            processes[step.kill] = w.process()
          } else w.later(step.later_s * 1000)
          await pause(Math.random() * 15)
        }
        for (const one of receivers) one.answers(status(200))
        for (const [i, id] of ids.entries()) {
          await eventually(async () => {
            w.later(hour_ms / 4)
            return (await w.listed(id)).owed === 0
          })
          const told = arrivals(receivers[i]!.received)
          for (const subject of subjects(12))
            t.equal(told.get(subject)?.at(-1), w.versionOf(subject), subject)
          t.equal((await w.listed(id)).deadLetters, 0)
        }
        for (const process of processes) await process.stop()
        await sql`DELETE FROM webhook.webhook`.execute(w.db)
      }),
      { numRuns: 15 },
    )
  },
)
