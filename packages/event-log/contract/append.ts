/** An append is atomic, at an expected revision, and idempotent by event id. */
import type { Test } from 'tap'
import { NO_STREAM } from '../log.ts'
import { always, datas, event, everything, type Open } from './events.ts'

export function appendContract(t: Test, open: Open): void {
  t.test('events go in at the revision that the stream has', async (t) => {
    const log = await open(t, always)
    t.match(await log.append('a-1', NO_STREAM, [event(1), event(2)]), { status: 'appended', revision: 1 })
    t.match(await log.append('a-1', 1, [event(3)]), { status: 'appended', revision: 2 })
    t.match(await log.append('a-2', NO_STREAM, [event(4)]), { status: 'appended', revision: 0 })
    t.same(datas(await log.readStream('a-1')), [1, 2, 3])
  })

  t.test('any other revision is a conflict that tells the real one and writes nothing', async (t) => {
    const log = await open(t, always)
    t.same(await log.append('a-1', 0, [event(1)]), { status: 'conflict', revision: -1 }, 'no stream yet')
    await log.append('a-1', NO_STREAM, [event(1), event(2)])
    for (const expected of [NO_STREAM, 0, 2])
      t.same(await log.append('a-1', expected, [event(3)]), { status: 'conflict', revision: 1 })
    t.same(datas(await everything(log)), [1, 2])
  })

  t.test('an exact retry is a duplicate whatever revision it expects, and writes nothing', async (t) => {
    const log = await open(t, always)
    const pair = [event(1), event(2)]
    const first = await log.append('a-1', NO_STREAM, pair)
    await log.append('a-1', 1, [event(3)])
    for (const expected of [NO_STREAM, 0, 1, 2, 7])
      t.same(await log.append('a-1', expected, pair), { ...first, status: 'duplicate' })
    t.match(await log.append('a-1', 2, [pair[0]!]), { status: 'duplicate', revision: 0 }, 'a part of it')
    t.same(datas(await everything(log)), [1, 2, 3])
  })

  t.test('an append that is known only in part, or in another order, is a conflict', async (t) => {
    const log = await open(t, always)
    const [one, two, three] = [event(1), event(2), event(3)] as const
    await log.append('a-1', NO_STREAM, [one, two, three])
    const conflict = { status: 'conflict', revision: 2 }
    t.same(await log.append('a-1', 2, [three, event(4)]), conflict, 'an old one and a new one')
    t.same(await log.append('a-1', 2, [event(4), three]), conflict, 'a new one and an old one')
    t.same(await log.append('a-1', 2, [two, one]), conflict, 'turned round')
    t.same(await log.append('a-1', 2, [one, three]), conflict, 'one left out')
    t.same(datas(await everything(log)), [1, 2, 3])
  })

  t.test('what no log can keep is refused', async (t) => {
    const log = await open(t, always)
    const good = event({ text: 'a\\u0000b, \\ud800 and 😀' })
    const refused = (...wrong: Parameters<typeof log.append>) => t.rejects(log.append(...wrong))
    await t.rejects(log.append('a-1', NO_STREAM, [event({ text: 'a\u0000b' })]), /u0000/)
    await t.rejects(log.append('a-1', NO_STREAM, [event({ 'a\u0000b': 1 })]), /u0000/)
    await t.rejects(log.append('a-1', NO_STREAM, [event(1, { type: 'a\u0000b' })]), /u0000/)
    await t.rejects(log.append('a-1', NO_STREAM, [event(['\ud800'])]), /surrogate/)
    await refused('a-1', NO_STREAM, [])
    await refused('a-1', -2, [good])
    await refused('a-1', 0.5, [good])
    await refused('a-1', NO_STREAM, [good, good])
    await refused('a-1', NO_STREAM, [{ ...good, id: good.id.toUpperCase() }])
    await refused('a-1', NO_STREAM, [{ ...good, id: 'first' }])
    await t.rejects(log.append('a-1', NO_STREAM, [event('x'.repeat(1024 * 1024))]), /at most 1048576 bytes/)
    for (const stream of ['', 'a', 'a-', '-1', 'a-1\n', 'a-\u0000', `a-${'x'.repeat(201)}`])
      await refused(stream, NO_STREAM, [good])
    t.match(
      await log.append('a-1', NO_STREAM, [good]),
      { status: 'appended' },
      'text about such characters is fine',
    )
    t.same(datas(await everything(log)), [good.data])
  })
}
