import t from 'tap'
import { hashOf, verifyChain } from './hashChain.ts'
import type { RecordedEvent } from './log.ts'

const first: RecordedEvent = {
  id: '019d0000-0000-7000-8000-000000000001',
  type: 'AlertReceived',
  data: {
    region: '320412103',
    facts: { weapon: false },
    score: 1.5,
    note: null,
    words: ['\u20ac', '\u{1f600}'],
  },
  metadata: {
    schemaVersion: 1,
    actor: 'source:police-110',
    correlationId: 'familyCase-1',
    causationId: null,
    occurredAt: '2026-03-01T08:00:00+08:00',
    recordedAt: '2026-03-01T00:00:05.000Z',
    prevHash: null,
  },
  stream: 'familyCase-1',
  revision: 0,
  position: '0000000000000007',
}
const second: RecordedEvent = {
  ...first,
  id: '019d0000-0000-7000-8000-000000000002',
  metadata: { ...first.metadata, prevHash: hashOf(first) },
  revision: 1,
  position: '0000000000000009',
}

t.test('the hash of a stored event never changes', async (t) => {
  t.equal(hashOf(first), '0e6663c6fcf89362a970f943d53987e258c5a7d23a63ede50a3487be1042720b')
})

t.test('the hash depends neither on the order of keys nor on the position', async (t) => {
  const { data, metadata, ...rest } = first
  const turned = (value: object) => Object.fromEntries(Object.entries(value).reverse())
  const other = {
    ...rest,
    position: '0000000000000001',
    metadata: turned(metadata),
    data: turned(data as object),
  }
  t.equal(hashOf(other as RecordedEvent), hashOf(first))
})

t.test('every recorded field is covered', async (t) => {
  const changes: Partial<RecordedEvent>[] = [
    { stream: 'familyCase-2' },
    { revision: 1 },
    { id: second.id },
    { type: 'ReportReceived' },
    { data: {} },
    ...Object.keys(first.metadata).map((field) => ({ metadata: { ...first.metadata, [field]: 'other' } })),
  ]
  for (const change of changes)
    t.not(hashOf({ ...first, ...change }), hashOf(first), Object.keys(change).join())
})

t.test('whole streams hold, also interleaved', async (t) => {
  const other = { ...first, stream: 'familyCase-2' }
  t.equal(verifyChain([]), null)
  t.equal(verifyChain([first, other, second]), null)
})

t.test('a change, a missing event, a repeated event and a clock set back show', async (t) => {
  const early = { ...second.metadata, recordedAt: '2026-02-01T00:00:00.000Z' }
  const at = { stream: 'familyCase-1', revision: 1 }
  t.same(verifyChain([{ ...first, data: {} }, second]), { ...at, reason: 'wrong-hash' })
  t.same(verifyChain([second]), { ...at, reason: 'wrong-revision' })
  t.same(verifyChain([first, first]), { ...at, revision: 0, reason: 'wrong-revision' })
  t.same(verifyChain([first, { ...second, metadata: early }]), { ...at, reason: 'clock-went-back' })
})
