import { type ChildProcess, spawn } from 'node:child_process'
import { once } from 'node:events'
import { createInterface } from 'node:readline'
import { fileURLToPath } from 'node:url'
import { argumentsOf } from '@jiahe/service-kit/program.ts'
import { testDatabase } from '@jiahe/testing/database.ts'
import t, { type Test } from 'tap'
import { verifyChain } from '../hashChain.ts'
import { type EventLog, type RecordedEvent, START } from '../log.ts'
import { postgresLog } from './postgresLog.ts'
import { migrateEventLog } from './schema.ts'

const WRITER = fileURLToPath(new URL('gapless.writer.ts', import.meta.url))

/** Behind every position. */
const BEYOND = '~'
/** Seeds from here on belong to writers that are killed. */
const DOOMED = 10

interface Acknowledged {
  readonly stream: string
  readonly ids: readonly string[]
  readonly position: string
}

t.test(
  'processes that write side by side, roll back and are killed leave no gap, lose nothing and change no order',
  async (t) => {
    const url = await testDatabase(t)
    await migrateEventLog(url)
    const log = postgresLog({ connectionString: url })
    t.teardown(() => log.close())
    const acknowledged: Acknowledged[] = []
    const start = (...args: string[]) => writer(t, url, args, acknowledged)

    const reading = new AbortController()
    t.teardown(() => reading.abort())
    const live = follow(log, reading.signal)
    const steady = [
      start('plain', '900', '16', '1'),
      start('plain', '600', '40', '2'),
      start('rolling-back', '300', '1', '3'),
    ]
    // One after the other, each in the middle of its work: it has acknowledged some, and had more to do.
    for (const [i, enough] of [150, 40, 90].entries()) {
      const doomed = start('plain', '1000000', '16', String(DOOMED + i))
      await doomed.acknowledged(enough)
      doomed.child.kill('SIGKILL')
      await doomed.ended
    }
    for (const { ended } of steady) t.equal(await ended, 0, 'a writer that was left alone got everything in')
    const seen = await live.upTo(await log.head())

    t.ok(seen.length > 3000, `${seen.length} events`)
    t.same(
      seen.map((event) => Number(event.position)),
      seen.map((_, i) => i + 1),
      'every position once, in order, as they were read while they were written',
    )
    t.same(await rereadOf(log), seen, 'and just so when read again')
    t.equal(verifyChain(seen), null, 'every stream is without gaps and chained')
    const events = new Map(seen.map((event) => [event.id, event]))
    t.equal(events.size, seen.length, 'no event twice')
    t.same(
      acknowledged.filter((append) => !isThere(append, events)),
      [],
      'each acknowledged append is at its place',
    )
    t.same(strangers(seen, acknowledged), [], 'and nothing that nobody appended')
  },
)

/** Starts a writer; what it acknowledges is added to `acknowledged`. */
function writer(t: Test, url: string, args: string[], acknowledged: Acknowledged[]) {
  const child: ChildProcess = spawn(process.execPath, [...argumentsOf(WRITER), ...args], {
    stdio: ['ignore', 'pipe', 'inherit'],
    env: { PATH: process.env.PATH, DATABASE_URL: url },
  })
  t.teardown(() => child.kill('SIGKILL'))
  let count = 0
  const lines = createInterface({ input: child.stdout! })
  lines.on('line', (line) => {
    count++
    acknowledged.push(JSON.parse(line) as Acknowledged)
  })
  return {
    child,
    /** The exit code, once all that it wrote was read. */
    ended: Promise.all([once(child, 'exit'), once(lines, 'close')]).then(([[code]]) => code as number | null),
    async acknowledged(enough: number) {
      while (count < enough) await once(lines, 'line')
    },
  }
}

/** Reads the log as it grows. */
function follow(log: EventLog, signal: AbortSignal) {
  const seen: RecordedEvent[] = []
  let position = START
  let until = BEYOND
  const reading = (async () => {
    for await (const page of log.subscribe({ after: START, batchSize: 100, signal })) {
      seen.push(...page.events)
      position = page.position
      if (position >= until) return
    }
  })()
  return {
    async upTo(head: string): Promise<RecordedEvent[]> {
      until = head
      if (position < head) await reading
      return seen
    },
  }
}

async function rereadOf(log: EventLog): Promise<RecordedEvent[]> {
  const events: RecordedEvent[] = []
  for (let after = START; ; ) {
    const page = await log.readAll({ after, limit: 1000 })
    events.push(...page.events)
    after = page.position
    if (page.atEnd) return events
  }
}

function isThere(
  { stream, ids, position }: Acknowledged,
  events: ReadonlyMap<string, RecordedEvent>,
): boolean {
  const found = ids.map((id) => events.get(id))
  const last = Number(position)
  return found.every(
    (event, i) => event?.stream === stream && Number(event.position) === last - ids.length + 1 + i,
  )
}

/** Events that nobody was told about: only a killed process may leave them, answered too late to say so. */
function strangers(seen: readonly RecordedEvent[], acknowledged: readonly Acknowledged[]): RecordedEvent[] {
  const told = new Set(acknowledged.flatMap((append) => append.ids))
  return seen.filter((event) => !told.has(event.id) && (event.data as { seed: number }).seed < DOOMED)
}
