import { once } from 'node:events'
import { type AddressInfo, connect, createServer, type Socket } from 'node:net'
import { testDatabase } from '@jiahe/testing/database.ts'
import pg from 'pg'
import t, { type Test } from 'tap'
import { always, datas, event, everything, idsOf, upTo } from '../contract/events.ts'
import { LogOverloaded, LogUnavailable, NO_STREAM, START } from '../log.ts'
import { type PostgresLogOptions, postgresLog } from './postgresLog.ts'
import { migrateEventLog } from './schema.ts'

async function migrated(t: Test): Promise<string> {
  const url = await testDatabase(t)
  await migrateEventLog(url)
  return url
}

function open(t: Test, options: PostgresLogOptions) {
  const log = postgresLog({ now: always, ...options })
  t.teardown(() => log.close())
  return log
}

async function admin(t: Test, url: string): Promise<pg.Client> {
  const client = new pg.Client({ connectionString: url })
  await client.connect()
  t.teardown(() => client.end())
  return client
}

t.test(
  'an append whose answer was lost after the commit is recorded once and reported as there',
  async (t) => {
    const url = await migrated(t)
    const proxy = await forgetful(t, url)
    const log = open(t, { connectionString: proxy.url, listenConnectionString: url })
    const events = [event(1), event(2)]
    proxy.loseAnswerTo('COMMIT\0')
    const result = await log.append('a-1', NO_STREAM, events)
    t.same(result, { status: 'duplicate', revision: 1, position: await log.head() })
    t.equal(proxy.lost(), 1)
    t.same(idsOf(await everything(log)), idsOf(events))
  },
)

t.test('an append whose transaction broke before the commit is tried again until it is in', async (t) => {
  const url = await migrated(t)
  const proxy = await forgetful(t, url)
  const log = open(t, { connectionString: proxy.url, listenConnectionString: url })
  proxy.loseAnswerTo('FOR UPDATE')
  t.match(await log.append('a-1', NO_STREAM, [event(1)]), { status: 'appended', revision: 0 })
  t.equal(proxy.lost(), 1)
})

t.test('connections that the server ends cost neither an append nor a subscription an event', async (t) => {
  const url = await migrated(t)
  const client = await admin(t, url)
  const faults: unknown[] = []
  const log = open(t, { connectionString: url, onFault: (error) => faults.push(error) })
  const cut = () =>
    client.query(
      'SELECT pg_terminate_backend(pid) FROM pg_stat_activity WHERE datname = current_database() AND pid <> pg_backend_pid()',
    )
  const stop = new AbortController()
  t.teardown(() => stop.abort())
  const writing = Promise.all(
    upTo(4).map(async (writer) => {
      for (const n of upTo(100)) {
        const result = await log.append(`w-${writer}-${n}`, NO_STREAM, [event(n)])
        if (result.status === 'conflict') throw new Error('in conflict with itself')
        if (writer === 0 && n % 20 === 10) await cut()
      }
    }),
  )
  const seen: string[] = []
  for await (const page of log.subscribe({ after: START, batchSize: 10, signal: stop.signal })) {
    seen.push(...idsOf(page.events))
    if (seen.length === 400) break
  }
  await writing
  t.same(seen, idsOf(await everything(log)))
  t.ok(faults.length > 0, 'and the faults were told')
})

t.test(
  'an append gives up in the end where there is no server, and says that the outcome is not known',
  async (t) => {
    const faults: unknown[] = []
    const log = open(t, {
      connectionString: 'postgres://nobody@127.0.0.1:1/nothing',
      giveUpAfter_ms: 200,
      onFault: (error) => faults.push(error),
    })
    const refused = await Promise.allSettled(
      upTo(600).map((n) => log.append(`a-${n}`, NO_STREAM, [event(n)])),
    )
    t.ok(
      refused.every(
        ({ status, ...rest }) =>
          status === 'rejected' && 'reason' in rest && rest.reason instanceof LogUnavailable,
      ),
    )
    t.ok(faults.length > 1, 'tried more than once')
  },
)

t.test(
  'an append that the database refuses fails alone; its neighbours in the batch are recorded',
  async (t) => {
    const url = await migrated(t)
    const client = await admin(t, url)
    await client.query(`ALTER TABLE log.event ADD CHECK (type <> 'Refused')`)
    const log = open(t, { connectionString: url })
    const type = (n: number) => (n % 9 === 4 ? 'Refused' : 'Noted')
    const done = await Promise.allSettled(
      upTo(40).map((n) => log.append(`a-${n}`, NO_STREAM, [event(n, { type: type(n) })])),
    )
    t.same(
      done.map(({ status }) => status),
      upTo(40).map((n) => (type(n) === 'Refused' ? 'rejected' : 'fulfilled')),
    )
    t.same(new Set(datas(await everything(log))), new Set(upTo(40).filter((n) => type(n) !== 'Refused')))
  },
)

t.test('more appends than may wait are turned away at once, and the others are recorded', async (t) => {
  const url = await migrated(t)
  const log = open(t, { connectionString: url, queue: 10 })
  const done = await Promise.allSettled(upTo(30).map((n) => log.append(`a-${n}`, NO_STREAM, [event(n)])))
  const turnedAway = done.filter((result) => result.status === 'rejected')
  t.ok(turnedAway.length > 0)
  t.ok(turnedAway.every(({ reason }) => reason instanceof LogOverloaded && reason.retryAfter_s > 0))
  t.equal((await everything(log)).length, 30 - turnedAway.length)
  t.match(
    await log.append('a-31', NO_STREAM, [event(31)]),
    { status: 'appended' },
    'and then there is room again',
  )
})

t.test('a new program continues where the one before it stopped', async (t) => {
  const url = await migrated(t)
  const before = postgresLog({ connectionString: url, now: always })
  const waiting = upTo(20).map((n) => before.append(`a-${n}`, NO_STREAM, [event(n)]))
  await before.close()
  t.ok(
    (await Promise.all(waiting)).every((result) => result.status === 'appended'),
    'closing answers what waits',
  )
  await t.rejects(before.append('a-99', NO_STREAM, [event(99)]), /closed/)
  await migrateEventLog(url)
  const after = open(t, { connectionString: url })
  t.match(await after.append('a-0', 0, [event(20)]), { status: 'appended', revision: 1 })
  t.equal((await everything(after)).length, 21)
})

t.test('several programs may migrate at once', async (t) => {
  const url = await testDatabase(t)
  await Promise.all(upTo(4).map(() => migrateEventLog(url)))
  const log = open(t, { connectionString: url })
  t.equal(await log.head(), START)
})

/** A way to the server that, when told to, lets a statement through and then cuts the line before its answer. */
async function forgetful(t: Test, url: string) {
  const { hostname, port } = new URL(url)
  const sockets = new Set<Socket>()
  let word: string | null = null
  let lost = 0
  const server = createServer((near) => {
    const far = connect(Number(port), hostname)
    for (const socket of [near, far]) {
      sockets.add(socket)
      socket.on('error', () => {})
      socket.on('close', () => sockets.delete(socket))
    }
    let deaf = false
    near.on('data', (sent: Buffer) => {
      if (word !== null && sent.includes(word)) {
        word = null
        lost++
        deaf = true
      }
      far.write(sent)
    })
    far.on('data', (answer: Buffer) => {
      if (deaf) near.destroy()
      else near.write(answer)
    })
    near.on('close', () => far.end())
    far.on('close', () => near.destroy())
  })
  server.listen(0, '127.0.0.1')
  await once(server, 'listening')
  t.teardown(() => {
    for (const socket of sockets) socket.destroy()
    server.close()
  })
  const through = new URL(url)
  through.host = `127.0.0.1:${(server.address() as AddressInfo).port}`
  return {
    url: through.href,
    lost: () => lost,
    loseAnswerTo(statement: string) {
      word = statement
    },
  }
}
