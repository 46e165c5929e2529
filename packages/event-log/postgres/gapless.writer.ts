/**
 * A writing process for the gapless test: appends under contention, prints a line for each append that was
 * acknowledged, and goes on after conflicts and roll-backs until each of its appends is in. Run by the test as
 * `gapless.writer.ts <plain|rolling-back> <appends> <callers> <seed>` with DATABASE_URL set.
 */

import { uuidv7 } from '@jiahe/domain/ids.ts'
import pg from 'pg'
import { type AppendResult, type EventLog, type NewEvent, NO_STREAM } from '../log.ts'
import { admit } from '../record.ts'
import { flush } from './flush.ts'
import { postgresLog } from './postgresLog.ts'

const SHARED_STREAMS = 12
const [mode, appends, callers, seed] = [process.argv[2], ...process.argv.slice(3).map(Number)] as const
const connectionString = process.env.DATABASE_URL!

type Append = EventLog['append']
let turn = seed!
/** Repeatable chance: a linear congruential sequence from the seed. */
const chance = (): number => {
  turn = (turn * 1_103_515_245 + 12_345) % 2_147_483_648
  return turn / 2_147_483_648
}

const newEvent = (): NewEvent => ({
  id: uuidv7(new Date()),
  type: 'Noted',
  data: { seed: seed! },
  metadata: {
    schemaVersion: 1,
    actor: 'policy:test',
    correlationId: 'c',
    causationId: null,
    occurredAt: new Date().toISOString(),
  },
})

/** Tries at the revision that the last answer told, with the same ids, until it is in. */
async function appendOnce(append: Append): Promise<void> {
  const events = Array.from({ length: 1 + Math.floor(chance() * 3) }, newEvent)
  const stream = chance() < 0.5 ? `own-${events[0]!.id}` : `shared-${Math.floor(chance() * SHARED_STREAMS)}`
  let expected = NO_STREAM
  for (;;) {
    const result = await append(stream, expected, events)
    if (result.status !== 'conflict') return acknowledge(stream, events, result.position)
    expected = result.revision
  }
}

function acknowledge(stream: string, events: readonly NewEvent[], position: string): void {
  process.stdout.write(`${JSON.stringify({ stream, ids: events.map((event) => event.id), position })}\n`)
}

/** A writer of one connection whose transactions end, one time in ten, with ROLLBACK where COMMIT was due. */
async function rollingBack(): Promise<{ append: Append; close(): Promise<void> }> {
  const client = new pg.Client({ connectionString })
  await client.connect()
  const send = client.query.bind(client) as (statement: unknown, values?: unknown) => Promise<unknown>
  const query = (statement: unknown, values?: unknown) =>
    send(statement === 'COMMIT' && chance() < 0.1 ? 'ROLLBACK' : statement, values)
  const unreliable = Object.assign(Object.create(client) as pg.Client, { query })
  const append: Append = async (stream, expected, events): Promise<AppendResult> => {
    for (;;) {
      const [result] = await flush(unreliable, [admit(stream, expected, events)], () => new Date()).catch(
        () => [],
      )
      if (result) return result
    }
  }
  return { append, close: () => client.end() }
}

const writer = mode === 'rolling-back' ? await rollingBack() : postgresLog({ connectionString })
let left = appends!
const caller = async () => {
  while (left-- > 0) await appendOnce(writer.append)
}
await Promise.all(Array.from({ length: callers! }, caller))
await writer.close()
