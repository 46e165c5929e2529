import { testDatabase } from '@jiahe/testing/database.ts'
import pg from 'pg'
import t, { type Test } from 'tap'
import type { RecordedEvent } from '../log.ts'
import { memoryLog } from '../memory.ts'
import { bulkCopy, type Copied } from './bulkCopy.ts'
import { postgresLog } from './postgresLog.ts'
import { migrateEventLog } from './schema.ts'

const ids = (n: number) => `01900000-0000-7000-8000-${String(n).padStart(12, '0')}`

/** Events of three streams, interleaved, from another log and another time. */
async function history(count: number): Promise<RecordedEvent[]> {
  let time = Date.parse('2026-01-01T00:00:00Z')
  const log = memoryLog({ now: () => new Date(time) })
  for (let i = 0; i < count; i++) {
    time += 1000
    const metadata = {
      schemaVersion: 1,
      actor: 'source:example',
      correlationId: 'c',
      causationId: null,
      occurredAt: '2025-12-31T08:00:00+08:00',
    }
    const event = { id: ids(i), type: 'Said', data: { text: `第${i}件\n`, n: i }, metadata }
    await log.append(`example-${i % 3}`, Math.floor(i / 3) - 1, [event])
  }
  return [...(await log.readAll({ after: '', limit: count })).events]
}

async function store(t: Test) {
  const connectionString = await testDatabase(t)
  await migrateEventLog(connectionString)
  const log = postgresLog({ connectionString, connections: 1 })
  t.teardown(() => log.close())
  const copy = async (events: readonly RecordedEvent[], end = 'COMMIT'): Promise<Copied> => {
    const client = new pg.Client({ connectionString })
    await client.connect()
    try {
      await client.query('BEGIN')
      const copied = await bulkCopy(({ text, values = [] }) => client.query(text, [...values]), events)
      await client.query(copied.status === 'copied' ? end : 'ROLLBACK')
      return copied
    } finally {
      await client.end()
    }
  }
  return { log, copy }
}

t.test('copied events read back as they were recorded, and the log goes on after them', async (t) => {
  const { log, copy } = await store(t)
  const events = await history(4100)
  t.same(await copy(events), { status: 'copied', position: events.at(-1)!.position })
  const back = await log.readAll({ after: '', limit: 5000 })
  t.strictSame(back.events, events)
  t.equal(await log.head(), events.at(-1)!.position)
  const { type, data, metadata } = events[0]!
  const appended = await log.append('example-0', 1366, [{ id: ids(9999), type, data, metadata }])
  t.match(appended, { status: 'appended', position: '0000000000004101' })
  const last = (await log.readStream('example-0')).slice(-2)
  t.not(last[1]!.metadata.prevHash, null, 'the chain goes on')
})

t.test('a log that holds something is not copied into', async (t) => {
  const { log, copy } = await store(t)
  const events = await history(3)
  await copy(events)
  t.same(await copy(await history(6)), { status: 'refused', refusal: 'log-not-empty' })
  t.equal((await log.readAll({ after: '', limit: 10 })).events.length, 3)
})

t.test('a history that was changed, cut or shuffled is refused, and nothing of it is written', async (t) => {
  const { log, copy } = await store(t)
  const events = await history(9)
  const changed = events.map((event, i) => (i === 1 ? { ...event, data: { text: 'other', n: 1 } } : event))
  t.match(await copy(changed), { refusal: 'broken-chain', at: { stream: 'example-1', revision: 1 } })
  t.match(await copy(events.slice(1)), { at: { stream: 'example-0', reason: 'wrong-revision' } })
  t.match(await copy([...events].reverse()), { refusal: 'broken-chain' })
  t.equal(await log.head(), '')
})

t.test('a copy that is not committed leaves the log empty and open to another', async (t) => {
  const { log, copy } = await store(t)
  const events = await history(5)
  await copy(events, 'ROLLBACK')
  t.equal(await log.head(), '')
  t.match(await copy(events), { status: 'copied' })
})
