import t from 'tap'
import { hashOf } from './hashChain.ts'
import type { RecordedEvent } from './log.ts'
import {
  checkHeads,
  type Head,
  headVerifier,
  nextHead,
  publicKeyOf,
  publicText,
  signingKeyOf,
} from './signedHead.ts'

const key = signingKeyOf(Buffer.alloc(32, 3).toString('base64'))
const other = signingKeyOf(Buffer.alloc(32, 4).toString('base64'))
const LOG = '0c4e1d1a-0000-4000-8000-000000000000'

/** Three streams that grow by turns; as it was recorded. */
function history(length: number): RecordedEvent[] {
  const ends = new Map<string, RecordedEvent>()
  return Array.from({ length }, (_, i) => {
    const stream = `familyCase-${i % 3}`
    const before = ends.get(stream)
    const event: RecordedEvent = {
      id: `00000000-0000-7000-8000-${String(i).padStart(12, '0')}`,
      type: 'CaseNoted',
      data: { i },
      metadata: {
        ...{ schemaVersion: 1, actor: 'policy:test', correlationId: stream, causationId: null },
        ...{ occurredAt: '2026-11-26T00:00:00.000Z', recordedAt: '2026-11-26T00:00:00.000Z' },
        prevHash: before ? hashOf(before) : null,
      },
      ...{ stream, revision: before ? before.revision + 1 : 0, position: String(i).padStart(6, '0') },
    }
    ends.set(stream, event)
    return event
  })
}

function signed(events: readonly RecordedEvent[], days: readonly number[], by = key): Head[] {
  const heads: Head[] = []
  let from = 0
  for (const [i, to] of days.entries()) {
    const head = nextHead(heads.at(-1) ?? null, LOG)
    for (const event of events.slice(from, to)) head.add(event, hashOf(event))
    heads.push(head.signed(`2026-11-2${i}`, new Date('2026-11-27T00:00:00Z'), by))
    from = to
  }
  return heads
}

function held(events: readonly RecordedEvent[], heads: readonly Head[], log = LOG) {
  const verifier = headVerifier(heads, log)
  for (const event of events) verifier.add(event, hashOf(event))
  return verifier.findings()
}

const events = history(30)
const heads = signed(events, [10, 21, 27])

t.test('what was recorded fits its heads, also what came after the last', async (t) => {
  t.strictSame(checkHeads(heads, [key.publicKey]), [])
  t.strictSame(held(events, heads), [])
  t.equal(heads[1]!.ends.length, 3)
})

t.test('a changed last event of a stream is named, which the chain cannot know', async (t) => {
  const at = 26
  const changed = events.map((event, i) => (i === at ? { ...event, data: { i: -1 } } : event)).slice(0, 27)
  t.strictSame(held(changed, heads), [
    { reason: 'changed', at: `familyCase-${at % 3}@${Math.floor(at / 3)}` },
  ])
})

t.test('a tail that was cut off is named', async (t) => {
  const cut = events.filter(({ stream, revision }) => stream !== 'familyCase-1' || revision < 5)
  t.strictSame(held(cut, heads), [{ reason: 'cut-off', at: 'familyCase-1@4' }])
})

t.test('a stream that was removed is named', async (t) => {
  const cut = events.filter(({ stream }) => stream !== 'familyCase-2')
  t.strictSame(held(cut, heads), [{ reason: 'removed', at: 'familyCase-2' }])
})

t.test('another order of whole streams is found, in the log that was signed and in no copy', async (t) => {
  const moved = [...events]
  ;[moved[4], moved[5]] = [moved[5]!, moved[4]!]
  t.strictSame(held(moved, heads), [{ reason: 'reordered', at: '2026-11-20' }])
  t.strictSame(held(moved, heads, '0c4e1d1a-0000-4000-8000-000000000001'), [])
})

t.test('what came after the last head cannot be proved', async (t) => {
  t.strictSame(held(events.slice(0, 27), heads), [])
})

t.test('heads are signed by a trusted key, follow each other, and none is missing', async (t) => {
  t.strictSame(checkHeads(heads, [publicKeyOf(publicText(key.publicKey))]), [])
  const day = (n: number) => heads[n]!.day
  t.strictSame(checkHeads([heads[0]!, heads[2]!], [key.publicKey]), [{ reason: 'head-missing', at: day(2) }])
  t.strictSame(checkHeads(heads.slice(1), [key.publicKey]), [{ reason: 'head-missing', at: day(1) }])
  const forged = { ...heads[1]!, events: 20 }
  t.strictSame(checkHeads([heads[0]!, forged, heads[2]!], [key.publicKey]), [
    { reason: 'head-forged', at: day(1) },
    { reason: 'head-forged', at: day(2) },
  ])
  t.equal(checkHeads(signed(events, [10, 21], other), [key.publicKey]).length, 2, 'by another key')
  t.strictSame(checkHeads(signed(events, [10, 21], other), [key.publicKey, other.publicKey]), [])
})

t.test('a head begins anew in another log, and names the head before it', async (t) => {
  const there = nextHead(heads[2]!, '0c4e1d1a-0000-4000-8000-000000000001')
  for (const event of events) there.add(event, hashOf(event))
  const head = there.signed('2026-11-23', new Date('2026-11-27T00:00:00Z'), key)
  t.match(head, { n: 3, events: 30 })
  t.strictSame(checkHeads([...heads, head], [key.publicKey]), [])
})
