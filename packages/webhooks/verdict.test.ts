import fc from 'fast-check'
import t from 'tap'
import { GIVE_UP_AFTER_MS, pauseAfter, pauseOfReceiver, pauses_ms, verdictOf } from './verdict.ts'

const answered = (status: number, retryAfter_s: number | null = null) => verdictOf({ status, retryAfter_s })

t.test('a success is a status of 200 to 299 and nothing else', async (t) => {
  for (let status = 200; status < 300; status++) t.equal(answered(status), 'delivered')
  for (const status of [0, 100, 199, 301, 302, 307, 308, 400, 404, 409, 422, 500, 502, 503, 599])
    t.match(answered(status), { reason: `status-${status}` })
  t.equal(answered(410), 'gone')
})

t.test('what says nothing of the message is a failure of the receiver', async (t) => {
  for (const status of [301, 302, 307, 308, 401, 403, 404, 408, 429, 502, 503, 504])
    t.match(answered(status), { ofReceiver: true }, String(status))
  for (const status of [400, 406, 409, 413, 415, 422, 500, 501, 507])
    t.match(answered(status), { ofReceiver: false }, String(status))
  for (const fault of ['timeout', 'refused', 'unknown-host', 'certificate', 'broken-off'] as const)
    t.match(verdictOf({ fault }), { reason: fault, ofReceiver: true })
  t.equal(verdictOf({ fault: 'aborted' }), 'aborted', 'what we broke off ourselves is no failure')
})

t.test('a receiver’s wish when to come again is heard, up to an hour', async (t) => {
  t.match(answered(429, 90), { retryAfter_ms: 90_000 })
  t.match(answered(503, 999_999), { retryAfter_ms: 3_600_000 })
  t.match(answered(503), { retryAfter_ms: 0 })
})

t.test(
  'pauses grow from seconds to an hour and last for three days in all, however chance falls',
  async (t) => {
    fc.assert(
      fc.property(fc.infiniteStream(fc.double({ min: 0, max: 1, noNaN: true })), (chances) => {
        let all_ms = 0
        let n = 1
        for (; ; n++) {
          const pause_ms = pauseAfter(n, chances.next().value!)
          if (pause_ms === null) break
          const least_ms = pauses_ms[n - 1]!
          t.ok(pause_ms >= least_ms && pause_ms <= least_ms * 1.25)
          all_ms += pause_ms
        }
        t.equal(n, pauses_ms.length + 1)
        t.ok(all_ms >= GIVE_UP_AFTER_MS)
      }),
      { numRuns: 20 },
    )
    t.ok(pauses_ms.every((pause_ms, i) => i === 0 || pause_ms >= pauses_ms[i - 1]!))
    t.strictSame([pauses_ms[0], pauses_ms.at(-1)], [5000, 3_600_000])
    t.equal(pauseOfReceiver(10_000, 0), 3_600_000, 'a receiver is tried again for ever')
  },
)
