/**
 * `jiahe export board|orders|history`: a file for whoever runs this machine – the board with its header lines, every
 * order's codes and times, or the events – written row by row however many there are. Nothing of it names a person, and
 * orders of sealed cases are left out: those are there for the named. A file begun is moved to its name when it is whole.
 */
import { createWriteStream, renameSync, rmSync } from 'node:fs'
import { userInfo } from 'node:os'
import { resolve } from 'node:path'
import { dayOf } from '@jiahe/domain/clocks.ts'
import { START } from '@jiahe/event-log/log.ts'
import { loadRegions } from '@jiahe/service-kit/regions.ts'
import {
  type Sheet,
  type SheetFormat,
  sheetFormats,
  type Value,
  writeSheet,
} from '@jiahe/sheets/writeSheet.ts'
import { type Store, withStore } from './connection.ts'
import { type BoardOptions, boardToExport, dimensionsOf } from './exportBoard.ts'
import { ordersToExport } from './exportOrders.ts'
import { type ExitCode, wrongUse } from './outcome.ts'
import { expected, type Progress, progress } from './progress.ts'

export interface ExportOptions extends BoardOptions {
  readonly format?: string
  readonly out?: string
  readonly json?: boolean
}
// biome-ignore lint/complexity/noBannedTypes: the read models' tables are named at run time
export type ExportStore = Store<{}>
export type Counted = (done: number, total: number) => void

const things = ['board', 'orders', 'history'] as const
type Thing = (typeof things)[number]
const PAGE = 2000

export async function exportSheet(name: string, options: ExportOptions): Promise<ExitCode> {
  const { format = 'xlsx' } = options
  if (!isOne(things, name)) throw wrongUse(`可导出 ${things.join('、')}，不能是 ${name}`)
  if (!isOne(sheetFormats, format))
    throw wrongUse(`--format 应为 ${sheetFormats.join('、')}，不能是 ${format}`)
  dimensionsOf(options.by)
  return withStore(async (store: ExportStore): Promise<ExitCode> => {
    const file = resolve(options.out ?? `${name}-${dayOf(new Date())}.${format}`)
    const bar = progress(`导出 ${name}`, '行')
    const rows = await written(await sheetOf(name, store, options, bar), format, file).finally(bar.end)
    console.log(options.json ? JSON.stringify({ file, rows }) : `已导出 ${rows} 行：${file}`)
    return 0
  })
}

const isOne = <W extends string>(words: readonly W[], word: string): word is W =>
  (words as readonly string[]).includes(word)

async function sheetOf(
  name: Thing,
  store: ExportStore,
  options: ExportOptions,
  bar: Progress,
): Promise<Sheet> {
  const regions = loadRegions(store.city)
  const by = userInfo().username
  const isForPeople = (options.format ?? 'xlsx') !== 'ndjson'
  if (name === 'board') return boardToExport(store, options, regions, by)
  if (name === 'orders') return ordersToExport(store, regions, { by, isForPeople, counted: bar.update })
  return historyToExport(store, bar.update)
}

/** Gives how many rows it has. */
async function written(sheet: Sheet, format: SheetFormat, file: string): Promise<number> {
  const begun = `${file}.part`
  let rows = 0
  async function* counted() {
    for await (const row of sheet.rows) {
      rows++
      yield row
    }
  }
  try {
    await writeSheet(format, { ...sheet, rows: counted() }, createWriteStream(begun, { mode: 0o600 }))
    renameSync(begun, file)
  } finally {
    rmSync(begun, { force: true })
  }
  return rows
}

function historyToExport({ log }: ExportStore, counted: Counted): Sheet {
  const columns = [
    ...[
      { key: 'position', title: '位置', width: 12 },
      { key: 'recordedAt', title: '记录时间', width: 26 },
      { key: 'occurredAt', title: '发生时间', width: 26 },
      { key: 'stream', title: '流', width: 48 },
      { key: 'revision', title: '版本', width: 8 },
      { key: 'type', title: '类型', width: 26 },
      { key: 'eventId', title: '事件编号', width: 38 },
      { key: 'data', title: '内容', width: 60 },
    ],
  ]
  return { name: '事件历史', heading: [], columns, rows: eventsOf(log, counted) }
}

async function* eventsOf(log: ExportStore['log'], counted: Counted): AsyncGenerator<readonly Value[]> {
  const { distance } = log.positions
  const end = distance(await log.head())
  let done = 0
  for (let position = START, atEnd = false; !atEnd; ) {
    const page = await log.readAll({ after: position, limit: PAGE })
    for (const { id, position, stream, revision, type, data, metadata } of page.events) {
      const { recordedAt, occurredAt } = metadata
      yield [position, recordedAt, occurredAt, stream, revision, type, id, JSON.stringify(data)]
    }
    ;({ position, atEnd } = page)
    done += page.events.length
    counted(done, expected(done, distance(position), end))
  }
}
