import { exampleRegions } from '@jiahe/domain/exampleCity.ts'
import fc from 'fast-check'
import { sql } from 'kysely'
import t from 'tap'
import { CannotFold } from './beside.ts'
import { readModels } from './catalogue.ts'
import { exampleHistory } from './exampleHistory.ts'
import {
  applyIn,
  contents,
  lockStanding,
  pagesOf,
  projectionOn,
  readDatabase,
  sameContents,
} from './fixture.ts'
import { OtherVersion } from './projection.ts'
import { checkModels, rebuildModels } from './rebuild.ts'
import { migrateReadModels } from './schema.ts'
import { tablesOf } from './tables.ts'

const anew = { lock: lockStanding, regions: exampleRegions }

t.test('the rows are the same however the log is cut into pages', async (t) => {
  const events = exampleHistory(1, 60)
  const whole = await readDatabase(t)
  await applyIn(projectionOn(whole), events, [])
  const expected = await contents(whole)
  t.strictSame(
    Object.keys(expected).filter((table) => expected[table]!.length === 0),
    [],
    'every table has rows',
  )
  const cut = await readDatabase(t)
  await fc.assert(
    fc.asyncProperty(fc.array(fc.integer({ min: 1, max: 60 }), { maxLength: 12 }), async (sizes) => {
      for (const table of Object.keys(expected))
        await sql`TRUNCATE ${sql.table(`read.${table}`)}`.execute(cut)
      await sql`UPDATE standing SET position = ''`.execute(cut)
      await applyIn(projectionOn(cut), events, sizes)
      sameContents(t, await contents(cut), expected)
    }),
    { numRuns: 8 },
  )
})

t.test('folding a page twice gives the same rows', async (t) => {
  const db = await readDatabase(t)
  const events = exampleHistory(2, 40)
  await applyIn(projectionOn(db), events, [])
  const once = await contents(db)
  await db.transaction().execute(async (trx) => {
    for (const model of readModels) {
      const types: readonly string[] = model.types
      const own = events.filter((event) => types.includes(event.type))
      // biome-ignore lint/suspicious/noExplicitAny: example events are of the current version
      await model.fold(own as any, tablesOf(trx, 'read'), { regions: exampleRegions })
    }
  })
  sameContents(t, await contents(db), once)
})

t.test('a rebuild gives what stands, while the log grows, and swaps it in', async (t) => {
  const db = await readDatabase(t)
  const events = exampleHistory(3, 60)
  const projection = projectionOn(db)
  await applyIn(projection, events.slice(0, 200), [])
  const before = await contents(db)
  const told: number[] = []
  const onProgress = (read: number) => void told.push(read)
  const rebuilt = await rebuildModels(readModels, { db, read: pagesOf(events), ...anew, onProgress })
  t.strictSame(
    rebuilt.map(({ model, equal }) => [model, equal]),
    readModels.map(({ name }) => [name, true]),
    'each is what stood',
  )
  t.ok(rebuilt.every(({ tables }) => tables.every(({ rows, before }) => rows === before)))
  t.ok(told.length > 1, 'progress is told')
  sameContents(t, await contents(db), before, 'no further than the checkpoint')
  await applyIn(projection, events, [50])
  const live = await contents(db)
  await rebuildModels(readModels, { db, read: pagesOf(events), ...anew })
  sameContents(t, await contents(db), live, 'and what was folded live after the swap is there too')
})

t.test('every page of the log is read once, for all models together', async (t) => {
  const db = await readDatabase(t)
  const events = exampleHistory(3, 60)
  await applyIn(projectionOn(db), events, [])
  const pages = pagesOf(events, 40)
  const asked: string[] = []
  let held = 0
  const read: typeof pages = (after, types) => {
    asked.push(after)
    held++
    return pages(after, types)
  }
  const onProgress = () => {
    held--
    t.ok(held <= 1, 'of those that were read, one waits')
  }
  const checked = await checkModels(readModels, { db, read, ...anew, onProgress })
  t.ok(checked.every((outcome) => 'equal' in outcome && outcome.equal))
  t.equal(new Set(asked).size, asked.length, 'none a second time')
  t.ok(asked.length > 5, `${asked.length} pages`)
})

t.test('a model that cannot fold an event is named, and the others are put in their place', async (t) => {
  const db = await readDatabase(t)
  const events = exampleHistory(4, 30)
  await applyIn(projectionOn(db), events, [])
  const before = await contents(db)
  await sql`DELETE FROM read.duty`.execute(db)
  const models = readModels.map((model) =>
    model.name === 'orderDesk'
      ? { ...model, fold: () => Promise.reject(new Error('cannot fold this')) }
      : model,
  )
  const options = { db, read: pagesOf(events), ...anew }
  const checked = await checkModels(models, options)
  t.strictSame(
    checked.filter((outcome) => outcome instanceof CannotFold || !outcome.equal).map(({ model }) => model),
    ['callbackCoverage', 'orderDesk'],
  )
  await t.rejects(rebuildModels(models, options), { name: 'CannotFold', model: 'orderDesk' })
  sameContents(t, await contents(db), before, 'its own rows stay, those of others are mended')
})

t.test('a fault of the log ends a rebuild, and what stands stays', async (t) => {
  const db = await readDatabase(t)
  const events = exampleHistory(4, 30)
  await applyIn(projectionOn(db), events, [])
  const before = await contents(db)
  const pages = pagesOf(events, 40)
  let left = 3
  const read: typeof pages = async (after, types) => {
    if (left-- === 0) throw Object.assign(new Error('gone'), { code: '08007' })
    return pages(after, types)
  }
  await t.rejects(rebuildModels(readModels, { db, read, ...anew }), { code: '08007' })
  sameContents(t, await contents(db), before)
  const again = await rebuildModels(readModels, { db, read: pages, ...anew })
  t.ok(
    again.every(({ equal }) => equal),
    'and the next one finds nothing in its way',
  )
})

t.test('a rebuild tells when what stood was wrong, and mends it', async (t) => {
  const db = await readDatabase(t)
  const events = exampleHistory(4, 30)
  await applyIn(projectionOn(db), events, [])
  const right = await contents(db)
  await sql`UPDATE read.order_desk SET assignee = '990102' WHERE ctid IN (SELECT ctid FROM read.order_desk LIMIT 1)`.execute(
    db,
  )
  const model = readModels.find(({ name }) => name === 'orderDesk')!
  const [rebuilt] = await rebuildModels([model], { db, read: pagesOf(events), ...anew })
  t.equal(rebuilt!.equal, false)
  t.equal(rebuilt!.tables.find(({ table }) => table === 'order_desk')?.equal, false)
  sameContents(t, await contents(db), right)
})

t.test(
  'a rebuild holds of each case as much as what stands, though some are further than others',
  async (t) => {
    const db = await readDatabase(t)
    const events = exampleHistory(8, 60)
    const projection = projectionOn(db)
    await applyIn(projection, events.slice(0, 100), [])
    await applyIn(projection, events.slice(0, 260), [90], 0)
    await applyIn(projection, events.slice(0, 150), [], 1)
    const before = await contents(db)
    for (const { model, equal } of await rebuildModels(readModels, { db, read: pagesOf(events), ...anew }))
      t.equal(equal, true, `${model} is what stood`)
    sameContents(t, await contents(db), before)
    await applyIn(projection, events, [], 1)
    await applyIn(projection, events, [], 0)
    const whole = await readDatabase(t)
    await applyIn(projectionOn(whole), events, [])
    sameContents(t, await contents(db), await contents(whole), 'whichever half comes first')
  },
)

t.test('a projection that was taken over changes nothing any more', async (t) => {
  const db = await readDatabase(t)
  const events = exampleHistory(5, 20)
  const projection = projectionOn(db)
  await applyIn(projection, events.slice(0, 20), [])
  const before = await contents(db)
  const takenOver = new Error('taken over')
  const older = projectionOn(db, { isTransient: (error) => error === takenOver })
  await t.rejects(
    older.apply(events.slice(20, 30), events[29]!.position, async () => {
      throw takenOver
    }),
    takenOver,
  )
  sameContents(t, await contents(db), before)
  await applyIn(projection, events, [7])
  t.equal((await db.transaction().execute(lockStanding)).most, events.at(-1)!.position)
})

t.test('a program of another version than the tables changes nothing', async (t) => {
  const db = await readDatabase(t)
  const events = exampleHistory(5, 20)
  await applyIn(projectionOn(db), events.slice(0, 20), [])
  const before = await contents(db)
  const [first, ...others] = readModels
  const models = [{ ...first!, version: first!.version + 1 }, ...others]
  await t.rejects(applyIn(projectionOn(db, { models }), events, []), OtherVersion)
  sameContents(t, await contents(db), before)
})

t.test('an event that cannot be folded parks its stream and nothing else', async (t) => {
  const db = await readDatabase(t)
  const events = exampleHistory(6, 30)
  const bad = events.find((event) => event.type === 'WorkOrderAccepted')!
  const parked: string[] = []
  const onParked = (model: string, { id }: { id: string }) => void parked.push(`${model} ${id}`)
  const orderDesk = readModels.find(({ name }) => name === 'orderDesk')!
  const faulty = {
    ...orderDesk,
    async fold(...[batch, tables, context]: Parameters<typeof orderDesk.fold>) {
      if (batch.some(({ id }) => id === bad.id)) throw new Error('cannot fold this')
      await orderDesk.fold(batch, tables, context)
    },
  }
  const models = readModels.map((model) => (model === orderDesk ? faulty : model))
  const projection = projectionOn(db, { models, onParked })
  await applyIn(projection, events, [])
  t.strictSame(parked, [`orderDesk ${bad.id}`])
  t.equal((await db.transaction().execute(lockStanding)).least, events.at(-1)!.position)
  const { rows } = await sql<{ state: string }>`
    SELECT state FROM read.order_desk WHERE order_id = ${bad.stream.slice('workOrder-'.length)}`.execute(db)
  t.strictSame(rows, [{ state: 'dispatched' }], 'its later events wait')

  const clean = await readDatabase(t)
  await applyIn(projectionOn(clean), events, [])
  const mine = await contents(db)
  const theirs = await contents(clean)
  t.equal(mine.order_desk!.length, theirs.order_desk!.length)
  t.strictSame(mine.order_fact, theirs.order_fact, 'other models go on with that stream')
  await rebuildModels([orderDesk], { db, read: pagesOf(events), ...anew })
  sameContents(t, await contents(db), theirs, 'a rebuild by a program that can fold it mends it')
  const left = await sql`SELECT FROM projector.parked`.execute(db)
  t.equal(left.rows.length, 0)
})

t.test('a stream that a rebuild has freed goes on in projections that were there before', async (t) => {
  const db = await readDatabase(t)
  const events = exampleHistory(9, 30)
  const bad = events.find((event) => event.type === 'WorkOrderDispatched')!
  const orderDesk = readModels.find(({ name }) => name === 'orderDesk')!
  let ill = true
  const models = readModels.map((model) => ({
    ...model,
    async fold(...[batch, tables, context]: Parameters<typeof orderDesk.fold>) {
      if (ill && model.name === 'orderDesk' && batch.some(({ id }) => id === bad.id)) throw new Error('ill')
      await model.fold(batch, tables, context)
    },
  }))
  const projection = projectionOn(db, { models })
  const until = events.indexOf(bad) + 1
  await applyIn(projection, events.slice(0, until), [])
  ill = false
  await rebuildModels([orderDesk], { db, read: pagesOf(events), ...anew })
  await applyIn(projection, events, [])
  const clean = await readDatabase(t)
  await applyIn(projectionOn(clean), events, [])
  sameContents(t, await contents(db), await contents(clean))
})

t.test('a model of an older version is named for rebuilding, one of a newer is left', async (t) => {
  const db = await readDatabase(t)
  await applyIn(projectionOn(db), exampleHistory(7, 5), [])
  const [first, ...others] = readModels
  const next = { ...first!, version: first!.version + 1 }
  const older = { ...first!, version: first!.version - 1 }
  t.strictSame(await migrateReadModels(db, readModels, lockStanding), [])
  t.strictSame(await migrateReadModels(db, [next, ...others], lockStanding), [next])
  t.strictSame(await migrateReadModels(db, [older, ...others], lockStanding), [])
})
