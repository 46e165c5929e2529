/**
 * How fast durable appends are, told as a ratio to plain single-row commits of the same rows in the same run:
 * `node --import tsx scripts/bench/append.ts [rounds]`. Starts a durable PostgreSQL of its own in a temporary
 * folder, or uses the server of `DATABASE_URL`. Each round measures every contender anew, in turn.
 */
import { closeSync, fdatasyncSync, mkdtempSync, openSync, rmSync, writeSync } from 'node:fs'
import { tmpdir } from 'node:os'
import { join } from 'node:path'
import { uuidv7 } from '@jiahe/domain/ids.ts'
import { type EventLog, type NewEvent, NO_STREAM } from '@jiahe/event-log/log.ts'
import { postgresLog } from '@jiahe/event-log/postgres/postgresLog.ts'
import { migrateEventLog } from '@jiahe/event-log/postgres/schema.ts'
import pg from 'pg'
import { startPostgres } from '../postgres.ts'

const ROUND_MS = 3000
const CALLERS = [16, 256]
/** PostgreSQL commits what several connections bring together too: the more of them, the more it does. */
const PLAIN_CONNECTIONS = [16, 64]

const rounds = Number(process.argv[2] ?? 3)
const dataDir = mkdtempSync(join(tmpdir(), 'jiahe-bench-'))
const server = process.env.DATABASE_URL ? null : await startPostgres({ dataDir, durable: true })
const connectionString = process.env.DATABASE_URL ?? server!.url
try {
  await migrateEventLog(connectionString)
  console.log(
    `a flush to this disk takes ${flush_ms(dataDir).toFixed(2)} ms: the longer, the higher the ratios`,
  )
  const log = postgresLog({ connectionString })
  for (let round = 1; round <= rounds; round++) for (const callers of CALLERS) await compare(log, callers)
  await log.close()
} finally {
  server?.stop()
  rmSync(dataDir, { recursive: true, force: true })
}

async function compare(log: EventLog, callers: number): Promise<void> {
  const appends = await perSecond(callers, () => append(log))
  const ratios = []
  for (const connections of PLAIN_CONNECTIONS) {
    const plain = await plainCommits(callers, connections)
    ratios.push(`${(appends / plain).toFixed(2)} × plain commits over ${connections} connections`)
  }
  console.log(`${callers} callers, ${Math.round(appends)} appends/s: ${ratios.join(', ')}`)
}

async function append(log: EventLog): Promise<void> {
  const event = newEvent()
  const result = await log.append(`familyCase-${event.id}`, NO_STREAM, [event])
  if (result.status !== 'appended') throw new Error(`not appended: ${result.status}`)
}

async function plainCommits(callers: number, connections: number): Promise<number> {
  const pool = new pg.Pool({ connectionString, max: connections })
  await pool.query(`DROP TABLE IF EXISTS plain; CREATE TABLE plain (LIKE log.event INCLUDING ALL);
    DROP SEQUENCE IF EXISTS plain_position; CREATE SEQUENCE plain_position`)
  const rate = await perSecond(callers, async () => {
    const { id, type, data, metadata } = newEvent()
    const recorded = { ...metadata, recordedAt: new Date().toISOString(), prevHash: null }
    await pool.query(
      `INSERT INTO plain (position, id, stream, revision, category, type, data, metadata)
       VALUES (nextval('plain_position'), $1, $2, 0, 'familyCase', $3, $4, $5)`,
      [id, `familyCase-${id}`, type, JSON.stringify(data), JSON.stringify(recorded)],
    )
  })
  await pool.end()
  return rate
}

/** What so many callers get done, each starting the next piece of work when its last one is answered. */
async function perSecond(callers: number, work: () => Promise<void>): Promise<number> {
  const begin = performance.now()
  let done = 0
  const caller = async () => {
    for (; performance.now() - begin < ROUND_MS; done++) await work()
  }
  await Promise.all(Array.from({ length: callers }, caller))
  return (done * 1000) / (performance.now() - begin)
}

/** How long the disk takes to keep a page for good. */
function flush_ms(folder: string): number {
  const file = openSync(join(folder, 'flush'), 'w')
  const page = Buffer.alloc(8192, 1)
  const begin = performance.now()
  for (let i = 0; i < 100; i++) {
    writeSync(file, page, 0, page.length, i * page.length)
    fdatasyncSync(file)
  }
  closeSync(file)
  return (performance.now() - begin) / 100
}

function newEvent(): NewEvent {
  const now = new Date()
  const id = uuidv7(now)
  return {
    id,
    type: 'AlertReceived',
    data: {
      source: 'police-110-changzhou',
      sourceRefHash: 'b7a2f0c3d1e44c57a1f6d2a9c0e8b345',
      channel: 'police-110',
      region: '320412103',
      maritalStatus: '20',
      disputeType: 'domestic-violence',
      parties: [
        { personId: id, role: 'victim' },
        { personId: id, role: 'respondent' },
      ],
      facts: { weapon: false, injury: 'minor', childrenPresent: true, alcohol: true },
      textId: id,
    },
    metadata: {
      schemaVersion: 1,
      actor: 'source:police-110-changzhou',
      correlationId: id,
      causationId: null,
      occurredAt: now.toISOString(),
    },
  }
}
