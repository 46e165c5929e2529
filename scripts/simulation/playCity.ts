/**
 * A simulated city from an empty database to its figures: played on a driven clock, folded into the read models, and
 * counted once more from the raw events. What the board shows and what was counted have to be the same.
 */
import { mkdtempSync, rmSync } from 'node:fs'
import { tmpdir } from 'node:os'
import { join } from 'node:path'
import type { DomainEvent } from '@jiahe/domain/catalogue.ts'
import type { Due } from '@jiahe/domain/due.ts'
import { duesOf } from '@jiahe/domain/dues.ts'
import { readEvent } from '@jiahe/domain/upcast.ts'
import { type EventLog, type RecordedEvent, START } from '@jiahe/event-log/log.ts'
import { postgresLog } from '@jiahe/event-log/postgres/postgresLog.ts'
import { migrateEventLog } from '@jiahe/event-log/postgres/schema.ts'
import { migratePolicies, type PolicyTables } from '@jiahe/policies/schema.ts'
import { queryBoard } from '@jiahe/read-models/board.ts'
import { queryCoverage } from '@jiahe/read-models/callbackCoverage.ts'
import { readModels } from '@jiahe/read-models/catalogue.ts'
import { projectionOf } from '@jiahe/read-models/projection.ts'
import { migrateReadModels } from '@jiahe/read-models/schema.ts'
import type { ReadDb } from '@jiahe/read-models/tables.ts'
import { openDatabase } from '@jiahe/service-kit/database.ts'
import { lockProgress } from '@jiahe/service-kit/workSharing.ts'
import { migrateWork } from '@jiahe/service-kit/workTable.ts'
import type { Extent } from '../demo/city.ts'
import { countFigures, type Figures } from './count.ts'
import { deskOf } from './desk.ts'
import { drivenClock, moveClock } from './drivenClock.ts'
import { simulate } from './simulate.ts'
import { startWorker } from './worker.ts'

export interface PlayOptions {
  /** Of an empty database. */
  readonly connectionString: string
  /** Four digits. */
  readonly city: string
  readonly extent: Extent
  readonly until: Date
  readonly seed: number
  readonly step_ms: number
  /** After how many steps the policies' process is killed and another goes on. */
  readonly kills?: (step: number, moment: Date) => boolean
  readonly onStep?: (moment: Date) => void
}
export interface PlayedCity {
  readonly events: readonly RecordedEvent[]
  readonly steps: number
  readonly kills: number
  /** By the board and the coverage. */
  readonly shown: Figures
  /** From the raw events. */
  readonly counted: Figures
  /** What had fallen due by the end and is neither met nor recorded as missed. */
  readonly unrecorded: readonly Due[]
}

const day_ms = 86_400_000
const PAGE = 20_000

export async function playCity(options: PlayOptions): Promise<PlayedCity> {
  const { connectionString, city, extent, until, kills: killsAt = () => false } = options
  const folder = mkdtempSync(join(tmpdir(), 'jiahe-simulation-'))
  const clockFile = join(folder, 'clock')
  moveClock(clockFile, until.getTime() - (extent.days + 5) * day_ms)
  const db = openDatabase<PolicyTables>(connectionString, 4)
  await migrateEventLog(connectionString)
  await migrateWork(db)
  await migratePolicies(db)
  const log = postgresLog({ connectionString, now: drivenClock(clockFile).now, connections: 4 })
  const desk = deskOf(city)
  const worker = await startWorker(connectionString, clockFile, city)
  let [steps, kills] = [0, 0]
  try {
    await simulate({
      ...{ ...options, desk, log, db, clockFile },
      async onStep(moment) {
        steps++
        options.onStep?.(moment)
        if (!killsAt(steps, moment)) return
        kills++
        await worker.kill()
      },
    })
    const events = await allOf(log)
    const shown = await shownAt(db as unknown as ReadDb, events, options)
    const unrecorded = streamsOf(events).flatMap((history) =>
      duesOf(history, desk).filter(({ at }) => Date.parse(at) <= until.getTime()),
    )
    return { events, steps, kills, shown, counted: countFigures(events, until), unrecorded }
  } finally {
    await worker.stop()
    await log.close()
    await db.destroy()
    rmSync(folder, { recursive: true, force: true })
  }
}

async function allOf(log: EventLog): Promise<RecordedEvent[]> {
  const all: RecordedEvent[] = []
  for (let after = START; ; ) {
    const { events, position, atEnd } = await log.readAll({ after, limit: PAGE })
    for (const event of events) all.push(event)
    if (atEnd) return all
    after = position
  }
}

async function shownAt(
  read: ReadDb,
  events: readonly RecordedEvent[],
  { city, until }: PlayOptions,
): Promise<Figures> {
  await migrateReadModels(read, readModels, (trx) => lockProgress(trx, 'projector'))
  const { regions } = deskOf(city).territory
  const isTransient = () => true
  const projection = projectionOf({ db: read, models: readModels, regions, now: () => until, isTransient })
  for (let from = 0; from < events.length; from += PAGE) {
    const page = events.slice(from, from + PAGE)
    await projection.apply(page, page.at(-1)!.position, async () => {})
  }
  const everywhere = { region: null, from: null, to: null }
  const { totals } = await queryBoard(read, { ...everywhere, by: [], level: 'district', asOf: until })
  const { missing } = await queryCoverage(read, { ...everywhere, at: until })
  const { disposals: _, cases: __, ...counts } = totals
  return { ...counts, missing }
}

function streamsOf(events: readonly RecordedEvent[]): DomainEvent[][] {
  const streams = new Map<string, DomainEvent[]>()
  for (const event of events) {
    const history = streams.get(event.stream)
    if (history) history.push(readEvent(event))
    else streams.set(event.stream, [readEvent(event)])
  }
  return [...streams.values()]
}
