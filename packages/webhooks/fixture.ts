/**
 * Webhooks for tests: a database of its own, subjects that change, receivers that really listen, and processes that
 * deliver. The clock stands until a test moves it.
 */
import { randomUUID } from 'node:crypto'
import { createServer, type IncomingMessage, type ServerResponse } from 'node:http'
import type { AddressInfo } from 'node:net'
import { testDatabase } from '@jiahe/testing/database.ts'
import { eventually } from '@jiahe/testing/jiahe.ts'
import { Kysely, PostgresDialect } from 'kysely'
import pg from 'pg'
import { Webhook } from 'standardwebhooks'
import type { Test } from 'tap'
import { type DeliveryOptions, deliver } from './deliver.ts'
import { type Owed, owe } from './owed.ts'
import { posting } from './post.ts'
import { migrateWebhooks, type WebhookDb, type WebhookTables } from './schema.ts'
import type { Settled, Tried } from './settle.ts'
import { newSecret } from './signature.ts'
import { addWebhook, type Webhook as Listed, listWebhooks } from './webhooks.ts'

export const source = 'psb-changzhou'
export const otherSource = 'hotline-12338'
export const hour_ms = 3_600_000

export interface Received {
  readonly id: string
  readonly subject: string
  /** What the subject was like when it was told. */
  readonly version: number
  readonly headers: IncomingMessage['headers']
  readonly body: string
}
export interface Receiver {
  readonly url: string
  readonly received: Received[]
  /** What it answers from now on; 200 until it is set. */
  answers(answer: (message: Received, response: ServerResponse) => void | Promise<void>): void
  /** It is down, or up again at the same port. */
  down(): Promise<void>
  up(): Promise<void>
}
export const status =
  (code: number, headers: Readonly<Record<string, string>> = {}) =>
  (_message: Received, response: ServerResponse) =>
    void response.writeHead(code, headers).end()

export async function receiver(t: Test): Promise<Receiver> {
  const received: Received[] = []
  let answer: Parameters<Receiver['answers']>[0] = status(200)
  let server = listener()
  let port = 0

  function listener() {
    return createServer(async (request, response) => {
      const chunks: Buffer[] = []
      for await (const chunk of request) chunks.push(chunk)
      const body = Buffer.concat(chunks).toString()
      const { subject, version } = JSON.parse(body)
      const id = String(request.headers['webhook-id'])
      const message = { id, subject, version, headers: request.headers, body }
      received.push(message)
      await answer(message, response)
    })
  }
  const up = () =>
    new Promise<void>((resolve) => {
      server = listener()
      server.listen(port, '127.0.0.1', () => {
        port = (server.address() as AddressInfo).port
        resolve()
      })
    })
  const down = () =>
    new Promise<void>((resolve) => {
      server.close(() => resolve())
      server.closeAllConnections()
    })
  await up()
  t.teardown(down)
  return {
    url: `http://127.0.0.1:${port}/receipts`,
    received,
    answers(next) {
      answer = next
    },
    down,
    up,
  }
}

/** Whether the message was signed with the secret: worked out by the standard's own library. */
export const isSigned = (secret: string, { id, headers, body }: Received): boolean =>
  new Webhook(secret).sign(id, new Date(Number(headers['webhook-timestamp']) * 1000), body) ===
  headers['webhook-signature']

export interface World {
  readonly db: WebhookDb
  readonly clock: { now: Date }
  later(time_ms: number): void
  /** Adds a webhook and gives its id. */
  webhook(url: string, of?: string): Promise<string>
  secretOf(id: string): string
  /** Each of them is in another state now, and that is owed. */
  change(subjects: readonly string[], of?: string): Promise<void>
  versionOf(subject: string): number
  /** A process of its own. */
  process(own?: Partial<DeliveryOptions>): Process
  listed(id: string): Promise<Listed>
  /** Resolves when nothing is owed to it that is due. */
  quiet(id: string): Promise<void>
}
export interface Process {
  readonly tried: readonly Tried[]
  readonly settled: readonly Settled[]
  readonly faults: readonly unknown[]
  /** Ends it in good order. */
  stop(): Promise<void>
  /** Its connections break, and nothing comes of what it does any more. */
  kill(): Promise<void>
}

function openOn(connectionString: string): WebhookDb {
  const pool = new pg.Pool({ connectionString, max: 4 })
  pool.on('error', () => {})
  return new Kysely<WebhookTables>({ dialect: new PostgresDialect({ pool }) })
}

async function makeWebhooks(url: string): Promise<void> {
  const db = openOn(url)
  await migrateWebhooks(db)
  await db.destroy()
}

export async function world(t: Test): Promise<World> {
  const connectionString = await testDatabase(t, { name: 'webhooks', make: makeWebhooks })
  const open = () => openOn(connectionString)
  const db = open()
  t.teardown(() => db.destroy())
  const clock = { now: new Date('2026-11-23T13:30:00Z') }
  const addresses = new Map<string, { url: string; secret: string }>()
  const versions = new Map<string, number>()
  let changes = 0
  const tell = async (owed: readonly Owed[]) =>
    owed.map(({ subject }) => ({ body: JSON.stringify({ subject, version: versions.get(subject) }) }))
  return {
    db,
    clock,
    later(time_ms) {
      clock.now = new Date(clock.now.getTime() + time_ms)
    },
    async webhook(url, of = source) {
      const secret = newSecret()
      return addWebhook(db, of, clock.now, async (_trx, id) => void addresses.set(id, { url, secret }))
    },
    secretOf: (id) => addresses.get(id)!.secret,
    change: (subjects, of = source) =>
      db.transaction().execute(async (trx) => {
        for (const subject of subjects) versions.set(subject, (versions.get(subject) ?? 0) + 1)
        const changedAt = clock.now.toISOString()
        const list = subjects.map((subject) => ({
          subject,
          source: of,
          change: String(++changes),
          changedAt,
        }))
        await owe(trx, list, clock.now)
      }),
    versionOf: (subject) => versions.get(subject) ?? 0,
    process(own = {}) {
      const mine = open()
      const stopping = new AbortController()
      const told = { tried: [] as Tried[], settled: [] as Settled[], faults: [] as unknown[] }
      const reporter = {
        tried: (_webhook: unknown, one: Tried) => void told.tried.push(one),
        settled: (_webhook: unknown, one: Settled) => void told.settled.push(one),
        fault: (error: unknown) => void told.faults.push(error),
      }
      const ended = deliver({
        ...{ db: mine, tell, reporter, owner: randomUUID(), signal: stopping.signal },
        ...{ post: posting(10_000), now: () => clock.now, chance: () => 0, lease_ms: 400 },
        ...{ lookEvery_ms: 20, farewell_ms: 200 },
        addressOf: async (id) => addresses.get(id) ?? null,
        ...own,
      })
      let gone: Promise<void> | null = null
      const end = async () => {
        stopping.abort()
        await ended
        await mine.destroy()
      }
      const stop = () => {
        gone ??= end()
        return gone
      }
      t.teardown(stop)
      return {
        ...told,
        stop,
        async kill() {
          await mine.destroy()
          gone = Promise.resolve()
          stopping.abort()
          await ended
        },
      }
    },
    async listed(id) {
      const found = (await listWebhooks(db)).find((webhook) => webhook.id === id)
      if (!found) throw new Error('no such webhook')
      return found
    },
    async quiet(id) {
      await eventually(async () => {
        const { rows } = await db.executeQuery<{ n: number }>(
          db
            .selectFrom('webhook.delivery')
            .select((eb) => eb.fn.countAll<number>().as('n'))
            .where('webhook_id', '=', id)
            .where('dead_at', 'is', null)
            .where('next_try_at', '<=', clock.now)
            .compile(),
        )
        return Number(rows[0]!.n) === 0
      })
    },
  }
}

/** Of each subject the versions that arrived, in their order. */
export function arrivals(received: readonly Received[]): Map<string, number[]> {
  const found = new Map<string, number[]>()
  for (const { subject, version } of received) found.set(subject, [...(found.get(subject) ?? []), version])
  return found
}
export const subjects = (count: number, from = 1): string[] =>
  Array.from({ length: count }, (_, n) => String(from + n))
