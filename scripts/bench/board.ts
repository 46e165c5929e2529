/**
 * How long slices of the board take: `node --import tsx scripts/bench/board.ts [cases] [times] [times counted]`. Made-up rows of that many
 * cases over three years are put straight into the read models' tables, in a PostgreSQL of its own in a temporary folder;
 * their codes are those of the vocabulary, their regions those of Changzhou. Prints the slowest and the middle one of each slice,
 * in milliseconds: counted, and from the sums that are kept, whose answers must be the same.
 */
import { strict as assert } from 'node:assert'
import { mkdtempSync, rmSync } from 'node:fs'
import { tmpdir } from 'node:os'
import { join } from 'node:path'
import { channels, disposalResults, disputeTypes, levels, maritalStatuses } from '@jiahe/domain/vocabulary.ts'
import { type BoardQuery, countBoard, queryBoard } from '@jiahe/read-models/board.ts'
import { queryBoardDays } from '@jiahe/read-models/boardDays.ts'
import { queryCoverage } from '@jiahe/read-models/callbackCoverage.ts'
import { keepSums } from '@jiahe/read-models/keepSums.ts'
import type { ReadDb } from '@jiahe/read-models/tables.ts'
import { openDatabase } from '@jiahe/service-kit/database.ts'
import { loadRegions } from '@jiahe/service-kit/regions.ts'
import { lockProgress } from '@jiahe/service-kit/workSharing.ts'
import { sql } from 'kysely'
import { startPostgres } from '../postgres.ts'
import { migrate } from '../start/migrate.ts'

const cases = Number(process.argv[2] ?? 1_000_000)
const asked = Number(process.argv[3] ?? 20)
/** Of what takes long; none leaves it out. */
const counts = Number(process.argv[4] ?? 1)
const regions = loadRegions('3204')
const townships = regions.children('3204').flatMap((district) => regions.children(district))

const dataDir = mkdtempSync(join(tmpdir(), 'jiahe-bench-'))
const server = await startPostgres({ dataDir, durable: false })
try {
  const db = openDatabase<unknown>(server.url, 4)
  await migrate(server.url, db)
  const began = Date.now()
  await makeUp(db as unknown as ReadDb)
  console.log(`${cases} cases made up in ${Math.round((Date.now() - began) / 1000)} s`)
  await measure(db as unknown as ReadDb)
  await db.destroy()
} finally {
  server.stop()
  rmSync(dataDir, { recursive: true, force: true })
}

async function makeUp(db: ReadDb): Promise<void> {
  const oneOf = (values: readonly string[], by: number) =>
    sql`(${sql.lit(`{${values.join(',')}}`)}::text[])[1 + (hashint8(n * 31 + ${sql.lit(by)}) & 2147483647) % ${sql.lit(values.length)}]`
  const by = (salt: number, of: number) =>
    sql`((hashint8(n * 17 + ${sql.lit(salt)}) & 2147483647) % ${sql.lit(of)})`
  const id = (kind: string) => sql`md5(${sql.lit(kind)} || n)::uuid`
  const place = sql`${oneOf(townships, 1)} AS region, ${oneOf(Object.keys(maritalStatuses), 2)} AS marital_status,
    ${oneOf(Object.keys(disputeTypes), 3)} AS dispute_type, ${oneOf(Object.keys(channels), 4)} AS channel,
    ${oneOf(Object.keys(levels), 5)} AS grade`
  await sql`CREATE TEMP TABLE made AS SELECT n, ${id('intake')} AS intake_id, ${id('case')} AS case_id, ${id('order')} AS order_id, ${place},
    at, to_char(at AT TIME ZONE 'Asia/Shanghai', 'YYYY-MM-DD') AS day,
    ${by(6, 10)} < 8 AS is_alert, ${by(7, 10)} < 6 AS has_order, at > now() - interval '20 days' AS is_new,
    ${by(8, 100)} AS luck
    FROM generate_series(1, ${sql.lit(cases)}::bigint) n,
      LATERAL (SELECT now() - interval '3 years' * (1 - n::float / ${sql.lit(cases)}) AS at) a`.execute(db)
  for (const statement of [
    sql`INSERT INTO read.intake_version SELECT intake_id, at, at + interval '2 s', CASE WHEN is_alert THEN 'alert' ELSE 'report' END,
      case_id, true, intake_id, at, region, marital_status, dispute_type, channel, 'ungraded', day FROM made`,
    sql`INSERT INTO read.intake_version SELECT intake_id, at + interval '2 s', NULL, CASE WHEN is_alert THEN 'alert' ELSE 'report' END,
      case_id, true, intake_id, at, region, marital_status, dispute_type, channel, grade, day FROM made`,
    sql`INSERT INTO read.duty SELECT md5('duty' || n || o)::uuid, intake_id, case_id, o, region, grade, at, at + interval '2 days' * (1 + 4 * o), at,
      CASE WHEN luck < 97 AND at + interval '1 day' * (1 + 8 * o) < now() THEN at + interval '1 day' * (1 + 8 * o) END,
      CASE WHEN luck = 98 AND o = 1 AND at + interval '9 days' < now() THEN at + interval '9 days' END, NULL
      FROM made, generate_series(0, 1) o WHERE is_alert`,
    sql`INSERT INTO read.order_subject SELECT order_id, day, region, marital_status, dispute_type, channel, grade, at FROM made WHERE has_order`,
    ...['ordersDispatched', 'ordersAccepted', 'ordersClosed'].map(
      (measure, i) =>
        sql`INSERT INTO read.order_fact SELECT md5(${sql.lit(measure)} || n)::uuid, order_id, ${measure}, NULL, at + ${sql.lit(i * 6)} * interval '1 day',
          region, marital_status, dispute_type, channel, grade, day FROM made WHERE has_order AND (${sql.lit(i)} < 2 OR NOT is_new) AND at + ${sql.lit(i * 6)} * interval '1 day' < now()`,
    ),
    sql`INSERT INTO read.order_fact SELECT md5('disposal' || n)::uuid, order_id, 'disposals', ${oneOf(Object.keys(disposalResults), 9)}, at + interval '5 days',
      region, marital_status, dispute_type, channel, grade, day FROM made WHERE has_order AND NOT is_new`,
    sql`INSERT INTO read.order_clock SELECT order_id, at + interval '6 h' * i, CASE WHEN NOT is_new OR i = 0 THEN at + interval '6 h' * (1 + 30 * i) END,
      at + interval '12 h' + interval '14 days' * i, grade FROM made, generate_series(0, 1) i WHERE has_order`,
    sql`INSERT INTO read.watch SELECT order_id, at + interval '5 days', at + interval '95 days' FROM made WHERE has_order AND luck < 20`,
  ])
    await statement.execute(db)
  await sql`VACUUM ANALYZE`.execute(db)
}

async function measure(db: ReadDb): Promise<void> {
  const everything = { region: null, level: 'township', from: null, to: null, by: [] } as const
  const day = (ago: number) => new Date(Date.now() - ago * 86_400_000).toISOString().slice(0, 10)
  const slices: Readonly<Record<string, Partial<BoardQuery>>> = {
    'no slice': {},
    'by district': { by: ['region'], level: 'district' },
    'by township': { by: ['region'] },
    'by township, type and grade': { by: ['region', 'disputeType', 'grade'] },
    'one district, by township': { by: ['region'], region: townships[0]!.slice(0, 6) },
    'one township, by type': { by: ['disputeType'], region: townships[0]! },
    'half a year, by day': { by: ['day'], from: day(182), to: day(0) },
    'last week, by township': { by: ['region'], from: day(7), to: day(0) },
    'as of a year ago, by township': { by: ['region'], asOf: new Date(Date.now() - 365 * 86_400_000) },
    'only high, by type': { by: ['disputeType'], only: { grade: ['high'] } },
  }
  const keep = (ago_ms: number) =>
    keepSums({ db, lock: (trx) => lockProgress(trx, 'projector'), until: new Date(Date.now() - ago_ms) })
  const began = Date.now()
  assert.equal(await keep(1_200_000), true)
  console.log(`sums counted in ${((Date.now() - began) / 1000).toFixed(1)} s`)
  await sql`VACUUM ANALYZE`.execute(db)
  await take('sums moved on', () => keep(300_000), 1)
  const whole = { ...everything, asOf: new Date() }
  for (const [name, own] of Object.entries(slices)) {
    const query = { ...whole, ...own }
    const kept = await take(name, () => queryBoard(db, query))
    if (counts > 0) assert.deepEqual(kept, await take('  counted', () => countBoard(db, query), counts))
  }
  if (counts === 0) return
  await take(
    'each day of half a year',
    () => queryBoardDays(db, { ...whole, first: day(182), last: day(0) }),
    counts,
  )
  await take(
    'coverage',
    () => queryCoverage(db, { region: null, from: null, to: null, at: new Date() }),
    counts,
  )
}

async function take<T>(name: string, query: () => Promise<T>, times = asked): Promise<T> {
  let answer!: T
  const took: number[] = []
  for (let n = 0; n < times; n++) {
    const began = performance.now()
    answer = await query()
    took.push(performance.now() - began)
  }
  took.sort((a, b) => a - b)
  const [middle, worst] = [took[Math.floor(times / 2)]!, took.at(-1)!]
  console.log(`${name.padEnd(34)} ${worst.toFixed(0).padStart(7)}  ${middle.toFixed(0).padStart(7)}`)
  return answer
}
