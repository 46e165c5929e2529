/** For the logs that know an event id wherever it was recorded: it is recorded once in all of their streams. */
import type { Test } from 'tap'
import { verifyChain } from '../hashChain.ts'
import { NO_STREAM } from '../log.ts'
import { always, event, everything, idsOf, newId, type Open, upTo } from './events.ts'
import { explainSideBySide, IDS, STREAMS } from './interleavings.ts'

export function uniqueIdsContract(t: Test, open: Open): void {
  t.test(
    'an event id that another stream has is a conflict, and nothing of its append is written',
    async (t) => {
      const log = await open(t, always)
      const one = event(1)
      await log.append('a-1', NO_STREAM, [one])
      t.same(await log.append('b-1', NO_STREAM, [one]), { status: 'conflict', revision: -1 })
      t.same(await log.append('b-1', NO_STREAM, [event(2), event(3), one]), {
        status: 'conflict',
        revision: -1,
      })
      t.same(await log.readStream('b-1'), [])
      t.match(await log.append('b-1', NO_STREAM, [event(2)]), { status: 'appended', revision: 0 })
    },
  )

  t.test('one event id in many streams at once is recorded in one of them', async (t) => {
    const log = await open(t, always)
    const one = event(1)
    const results = await Promise.all(upTo(20).map((n) => log.append(`a-${n}`, NO_STREAM, [one])))
    t.equal(results.filter((result) => result.status === 'appended').length, 1)
    t.equal(results.filter((result) => result.status === 'conflict').length, 19)
    t.same(idsOf(await everything(log)), [one.id])
  })

  t.test('appenders that share their event ids over streams are answered as if in turn', async (t) => {
    const log = await open(t, always)
    await explainSideBySide(log, () => {
      const shared = upTo(IDS).map(newId)
      return upTo(STREAMS).map(() => shared)
    })
    t.equal(verifyChain(await everything(log)), null)
  })
}
