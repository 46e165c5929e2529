import { catalogue, type DomainEvent, type EventType } from '@jiahe/domain/catalogue.ts'
import { nextMoment } from '@jiahe/domain/due.ts'
import { duesOf } from '@jiahe/domain/dues.ts'
import { builtInModels } from '@jiahe/domain/models/inForce.ts'
import { builtIn } from '@jiahe/domain/policies/inForce.ts'
import { readEvent } from '@jiahe/domain/upcast.ts'
import { orderStates } from '@jiahe/domain/vocabulary.ts'
import { eventStoreDouble } from '@jiahe/event-log/eventstoredb/double/eventStoreDouble.ts'
import { verifyChain } from '@jiahe/event-log/hashChain.ts'
import type { EventLog, RecordedEvent } from '@jiahe/event-log/log.ts'
import { openLog } from '@jiahe/event-log/openLog.ts'
import { postgresLog } from '@jiahe/event-log/postgres/postgresLog.ts'
import { readReceipt } from '@jiahe/intake/receipts.ts'
import type { IntakeTables } from '@jiahe/intake/receiptTable.ts'
import { allPolicies } from '@jiahe/policies/policy.ts'
import { openKeyring } from '@jiahe/privacy/keyring.ts'
import { localKeys } from '@jiahe/privacy/localKeys.ts'
import { readPeople } from '@jiahe/privacy/people.ts'
import type { VaultDb } from '@jiahe/privacy/schema.ts'
import { readTexts } from '@jiahe/privacy/texts.ts'
import { queryCoverage } from '@jiahe/read-models/callbackCoverage.ts'
import { readModels } from '@jiahe/read-models/catalogue.ts'
import { projectionOf } from '@jiahe/read-models/projection.ts'
import type { ReadDb } from '@jiahe/read-models/tables.ts'
import { chineseCalendar } from '@jiahe/service-kit/calendar.ts'
import { openDatabase } from '@jiahe/service-kit/database.ts'
import { followedLog } from '@jiahe/service-kit/followedLog.ts'
import { loadRegions } from '@jiahe/service-kit/regions.ts'
import { testDatabase } from '@jiahe/testing/database.ts'
import { type Kysely, sql } from 'kysely'
import t, { type Test } from 'tap'
import { everySchema } from '../fixtureSchemas.ts'
import { type FillOptions, fillDemo } from './fill.ts'

const city = '3204'
const now = new Date('2026-11-23T13:30:00Z')
const keyService = localKeys(() => Buffer.alloc(32, 7).toString('base64'))
const regions = loadRegions(city)
const desk = {
  policies: builtIn,
  models: builtInModels,
  calendar: chineseCalendar(),
  territory: { regions, city },
}

interface Filled {
  readonly databaseUrl: string
  readonly db: Kysely<IntakeTables>
  readonly log: EventLog
  fill(own?: Partial<FillOptions>): Promise<void>
  events(): Promise<readonly RecordedEvent[]>
}

async function emptyDatabase(t: Test): Promise<Filled> {
  const databaseUrl = await testDatabase(t, everySchema)
  const db = openDatabase<IntakeTables>(databaseUrl, 4)
  const log = postgresLog({ connectionString: databaseUrl, now: () => now, connections: 4 })
  t.teardown(async () => {
    await log.close()
    await db.destroy()
  })
  return {
    ...{ databaseUrl, db, log },
    fill: (own) => fillDemo({ size: 'small', databaseUrl, keyService, city, now, ...own }),
    events: async () => (await log.readAll({ after: '', limit: 100_000 })).events,
  }
}

/** What happened, without the ids, which are never the same twice. */
const story = (events: readonly RecordedEvent[]) =>
  events.map(({ type, revision, metadata }) => `${metadata.recordedAt} ${type} ${revision}`)

/** The first one's, which the others have to equal. */
let toldFirst: readonly string[] = []

t.test('the small city', async (t) => {
  const { db, log, fill, events: read } = await emptyDatabase(t)
  const progress: number[] = []
  await fill({ onProgress: (done, total) => progress.push(done / total) })
  const events = await read()
  toldFirst = story(events)

  t.test(
    'its history could have been recorded: chains hold, data is valid, nothing is later than now',
    async (t) => {
      t.equal(verifyChain(events), null)
      t.equal(events.at(-1)!.position, await log.head())
      t.ok(events.length > 1000, `${events.length} events`)
      const invalid = events.filter((e) => !catalogue[e.type as EventType].schema.safeParse(e.data).success)
      t.same(invalid, [])
      const times = events.map(({ metadata }) => metadata.recordedAt)
      t.same(times, [...times].sort(), 'in the order in which it was recorded')
      t.ok(times.at(-1)! <= now.toISOString())
      t.same(
        events.filter(({ metadata }) => Date.parse(metadata.occurredAt) > Date.parse(metadata.recordedAt)),
        [],
        'nothing is known before it happens',
      )
    },
  )

  t.test('an order stands in every state, and every alert has its callbacks', async (t) => {
    const projection = projectionOf({
      ...{ db: db as unknown as ReadDb, models: readModels, regions, now: () => now },
      isTransient: () => false,
      onParked: (model, { type }, error) => t.fail(`${model} stopped at ${type}`, { error }),
    })
    await projection.apply(events, events.at(-1)!.position, async () => {})
    const { rows } = await sql<{ state: string }>`SELECT DISTINCT state FROM read.order_desk`.execute(db)
    t.same(rows.map(({ state }) => state).sort(), Object.keys(orderStates).sort())
    const types = new Set(events.map(({ type }) => type))
    for (const type of ['WatchStarted', 'WorkOrderReopened', 'WorkOrderRaised', 'HomeVisitRequested'])
      t.ok(types.has(type), type)
    const coverage = await queryCoverage(db as unknown as ReadDb, {
      region: null,
      from: null,
      to: null,
      at: now,
    })
    const { alerts, missing, done, due, late, unreachable } = coverage
    t.equal(missing, 0)
    t.equal(done + due + late + unreachable, alerts)
    t.ok(done > 0.8 * alerts, `${done} of ${alerts} called back`)
  })

  t.test('the policies find nothing to do in it', async (t) => {
    const { rows } = await sql<{ position: string }>`
      SELECT DISTINCT position FROM work.partition WHERE processor = 'policies'`.execute(db)
    t.same(rows, [{ position: await log.head() }])
    const policies = allPolicies({ log, desk, now: () => now })
    const react = async (history: readonly RecordedEvent[]) => {
      for (const event of history)
        for (const policy of policies)
          if ((policy.types as readonly string[]).includes(event.type))
            await policy.react(readEvent(event) as DomainEvent)
    }
    const cases = new Set(events.map(({ metadata }) => metadata.correlationId))
    await Promise.all(
      [...cases].map((id) => react(events.filter(({ metadata }) => metadata.correlationId === id))),
    )
    t.equal(await log.head(), events.at(-1)!.position, 'run from the beginning, they append nothing')
  })

  t.test('what passed in it is recorded, and the clocks know what comes next', async (t) => {
    const types = new Set(events.map(({ type }) => type))
    for (const type of [
      'CallbackMissed',
      'DeadlineMissed',
      'WorkOrderEscalated',
      'WatchEnded',
      'GradingFellDue',
    ])
      t.ok(types.has(type), type)
    const { rows } = await sql`
      SELECT DISTINCT position FROM work.partition WHERE processor = 'clocks'`.execute(db)
    t.same(rows, [{ position: await log.head() }])
    const streams = new Map<string, DomainEvent[]>()
    for (const event of events.filter(({ stream }) => /^(familyCase|workOrder)-/.test(stream)))
      streams.set(event.stream, [...(streams.get(event.stream) ?? []), readEvent(event)])
    const ahead = [...streams].flatMap(([stream, history]) => {
      const due_at = nextMoment(duesOf(history, desk))
      return due_at === null ? [] : [{ stream, due_at: new Date(due_at), revision: history.length - 1 }]
    })
    // The last half minute is left to whoever runs.
    t.ok(ahead.every(({ due_at }) => due_at.getTime() > now.getTime() - 60_000))
    const alarms = await sql`SELECT stream, due_at, revision FROM policy.alarm ORDER BY stream`.execute(db)
    t.same(
      alarms.rows,
      ahead.sort((a, b) => (a.stream < b.stream ? -1 : 1)),
    )
  })

  t.test('receipts, people and texts of it can be read', async (t) => {
    const receipts = await db.selectFrom('intake.receipt').selectAll().execute()
    const intakes = events.filter(({ type }) => type === 'AlertReceived' || type === 'ReportReceived')
    t.equal(receipts.length, intakes.length)
    t.same(
      receipts.filter(({ pending, position }) => pending !== null || position === null),
      [],
    )
    const { source, source_ref } = receipts[0]!
    t.ok(await readReceipt(db, log, source, source_ref, now))
    const keyring = await openKeyring(db as unknown as VaultDb, keyService)
    const { data } = intakes[0] as unknown as Extract<DomainEvent, { type: 'AlertReceived' }>
    const people = await readPeople(
      db as unknown as VaultDb,
      keyring,
      data.parties.map((p) => p.personId),
    )
    for (const { idNumber, phone } of people.values()) {
      t.match(idNumber, /^999000\d{11}[\dX]$/)
      if (phone) t.match(phone, /^1000000\d{4}$/)
    }
    const texts = await readTexts(db as unknown as VaultDb, keyring, [data.texts.narrative!])
    t.ok((texts.get(data.texts.narrative!)?.length ?? 0) > 10)
  })

  t.same(
    progress,
    [...progress].sort((a, b) => a - b),
    'the bar never goes back',
  )
  t.equal(progress.at(-1), 1)
})

t.test('a fill that breaks off leaves nothing, and the next one gives the same city', async (t) => {
  const { db, log, fill, events } = await emptyDatabase(t)
  const broken = fill({
    onProgress: (_done, _total, what) => {
      if (what === 'texts') throw new Error('killed')
    },
  })
  await t.rejects(broken, { message: 'killed' })
  t.equal(await log.head(), '')
  for (const table of ['vault.person', 'vault.text', 'intake.receipt'])
    t.same((await sql`SELECT 1 FROM ${sql.table(table)}`.execute(db)).rows, [], `${table} is empty`)
  t.same((await sql`SELECT 1 FROM work.partition WHERE position <> ''`.execute(db)).rows, [])
  await fill()
  t.same(story(await events()), toldFirst)
  await t.rejects(fill(), { message: /log-not-empty/ })
})

t.test('a log in EventStoreDB is filled with the same city, or says that it was not', async (t) => {
  const { databaseUrl, db, fill } = await emptyDatabase(t)
  const store = await eventStoreDouble()
  const log = await openLog({ databaseUrl, eventStoreUrl: store.connectionString })
  t.teardown(async () => {
    await log.close()
    store.stop()
  })
  const told: string[] = []
  const eventStoreUrl = store.connectionString
  await fill({ eventStoreUrl, onProgress: (_done, _total, what) => void told.push(what) })
  const { events } = await log.readAll({ after: '', limit: 100_000 })
  t.equal(verifyChain(events), null)
  const head = await log.head()
  const { rows } =
    await sql`SELECT DISTINCT position FROM work.partition WHERE processor = 'policies'`.execute(db)
  t.same(rows, [{ position: head }])
  t.equal((await followedLog(db))?.filling, false)
  const receipts = await db.selectFrom('intake.receipt').select(['event_id', 'position']).execute()
  const positions = new Map(events.map(({ id, position }) => [id, position]))
  t.ok(receipts.length > 100)
  t.same(
    receipts.filter(({ event_id, position }) => positions.get(event_id) !== position),
    [],
  )
  t.same(story(events).sort(), toldFirst.toSorted(), 'the city is the same')

  const other = await emptyDatabase(t)
  await t.rejects(other.fill({ eventStoreUrl }), /log-not-empty/)
  const third = await emptyDatabase(t)
  const prefixed = { eventStoreUrl, eventStorePrefix: 'second.' }
  const broken = third.fill({
    ...prefixed,
    onProgress: (_done, _total, what) => {
      if (what === 'texts') throw new Error('killed')
    },
  })
  await t.rejects(broken, { message: 'killed' })
  t.equal((await followedLog(third.db))?.filling, true, 'so the next start says what to do')
})

t.test('whenever it is started, a small city has an order in every state', async (t) => {
  for (const moment of ['2026-02-18T02:00:00Z', '2026-10-04T16:20:00Z', '2027-01-08T23:59:00Z']) {
    const { db, fill, events: read } = await emptyDatabase(t)
    await fill({ now: new Date(moment) })
    const projection = projectionOf({
      ...{ db: db as unknown as ReadDb, models: readModels, regions, now: () => now },
      isTransient: () => false,
    })
    const events = await read()
    await projection.apply(events, events.at(-1)!.position, async () => {})
    const { rows } = await sql<{ state: string }>`SELECT DISTINCT state FROM read.order_desk`.execute(db)
    t.same(rows.map(({ state }) => state).sort(), Object.keys(orderStates).sort(), moment)
  }
})
