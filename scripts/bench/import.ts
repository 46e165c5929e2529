/**
 * How fast a bureau's file goes in, to the last durable row: the sample of 600 alerts about 485 pairs of people,
 * repeated under new references: `node --import tsx scripts/bench/import.ts [repeats] [order]`. `order` is `file`
 * (as the bureau wrote it) or `pair` (all rows about a pair in succession, where each waits for the one before).
 * Starts a durable PostgreSQL of its own in a temporary folder, or uses the empty database of `DATABASE_URL`.
 */
import { randomBytes } from 'node:crypto'
import { mkdtempSync, readFileSync, rmSync } from 'node:fs'
import { tmpdir } from 'node:os'
import { join } from 'node:path'
import { postgresLog } from '@jiahe/event-log/postgres/postgresLog.ts'
import { migrateEventLog } from '@jiahe/event-log/postgres/schema.ts'
import { importFile } from '@jiahe/intake/importFile.ts'
import { createIntake } from '@jiahe/intake/intake.ts'
import { type IntakeTables, migrateIntake } from '@jiahe/intake/receiptTable.ts'
import { openKeyring } from '@jiahe/privacy/keyring.ts'
import { localKeys } from '@jiahe/privacy/localKeys.ts'
import { migrateVault, type VaultDb } from '@jiahe/privacy/schema.ts'
import { openDatabase } from '@jiahe/service-kit/database.ts'
import { loadRegions } from '@jiahe/service-kit/regions.ts'
import { parse } from 'csv-parse/sync'
import iconv from 'iconv-lite'
import { startPostgres } from '../postgres.ts'

const SAMPLE = new URL('../../services/intake/fixtures/police-alerts-sample.gb18030.csv', import.meta.url)
const repeats = Number(process.argv[2] ?? 10)
const byPair = process.argv[3] === 'pair'
const dataDir = mkdtempSync(join(tmpdir(), 'jiahe-bench-'))
const server = process.env.DATABASE_URL ? null : await startPostgres({ dataDir, durable: true })
const connectionString = process.env.DATABASE_URL ?? server!.url
const db = openDatabase<IntakeTables>(connectionString)
const vault = db as unknown as VaultDb
const now = () => new Date()
try {
  await migrateEventLog(connectionString)
  await migrateVault(vault)
  await migrateIntake(db)
  const masterKey = randomBytes(32).toString('base64')
  const keyring = await openKeyring(
    vault,
    localKeys(() => masterKey),
  )
  const log = postgresLog({ connectionString })
  const intake = createIntake({ db, log, keyring, now })
  const bytes = Buffer.from(repeated())
  const began = performance.now()
  const { rows, accepted } = await importFile({
    ...{ bytes, contentType: 'text/csv', kind: 'police-alerts', source: 'psb-changzhou' },
    ...{ submit: intake.submit, regions: loadRegions('3204'), now: now() },
  })
  const took_s = (performance.now() - began) / 1000
  if (accepted !== rows) throw new Error(`${accepted} of ${rows} rows were accepted`)
  console.log(`${rows} rows in ${took_s.toFixed(1)} s: ${Math.round(rows / took_s)} rows/s`)
  await intake.close()
  await log.close()
} finally {
  await db.destroy()
  server?.stop()
  rmSync(dataDir, { recursive: true, force: true })
}

function repeated(): string {
  const [header = [], ...rows]: string[][] = parse(iconv.decode(readFileSync(SAMPLE), 'gb18030'))
  const at = (title: string) => header.indexOf(title)
  const pairOf = (row: readonly string[]) => `${row[at('受害人证件号')]} ${row[at('加害人证件号')]}`
  const copies = Array.from({ length: repeats }, (_, copy) =>
    rows.map((row) => row.with(at('接警编号'), `${row[at('接警编号')]}-${copy}`)),
  ).flat()
  if (byPair) copies.sort((a, b) => pairOf(a).localeCompare(pairOf(b)))
  const line = (cells: readonly string[]) => cells.map((cell) => `"${cell.replaceAll('"', '""')}"`).join(',')
  return [header, ...copies].map(line).join('\n')
}
