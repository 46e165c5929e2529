/**
 * `jiahe demo`: plays a made-up city from its first alert on, on a driven clock, in a database of its own beside the one
 * that Jiahe runs in, and holds what the board shows against a count over the raw events. What is in use is not touched.
 */
import { fork } from 'node:child_process'
import { randomBytes } from 'node:crypto'
import { existsSync } from 'node:fs'
import { fileURLToPath } from 'node:url'
import { programOf } from '@jiahe/service-kit/program.ts'
import pg from 'pg'
import { notRunning, running, settings } from './connection.ts'
import { Ended, type ExitCode, wrongUse } from './outcome.ts'
import { progress } from './progress.ts'

export interface DemoOptions {
  readonly days?: string
  readonly families?: string
  readonly kills?: string
  readonly step?: string
  readonly seed?: string
  readonly until?: string
  readonly keep?: boolean
  readonly json?: boolean
}
type Figures = Readonly<Record<string, number>>
interface Played {
  readonly events: number
  readonly steps: number
  readonly kills: number
  /** By the board, and from the raw events. */
  readonly shown: Figures
  readonly counted: Figures
  readonly unrecorded: readonly unknown[]
}
type Said = { readonly day: number } | { readonly ended: Played }

const MAIN = fileURLToPath(new URL('../../scripts/simulation/main.ts', import.meta.url))
/** Of a city of five million. */
const FAMILIES_A_DAY = 22
/** One family in so many has an order that is left lying. */
const LEFT_EVERY = 130
const MINUTE_MS = 60_000

export async function demo(options: DemoOptions): Promise<ExitCode> {
  const days = whole(options, 'days', 180, 1, 366)
  const asked = {
    city: settings().CITY,
    extent: {
      families: whole(options, 'families', days * FAMILIES_A_DAY, 1, 100_000),
      days,
      leftEvery: LEFT_EVERY,
    },
    until: momentOf(options.until),
    seed: whole(options, 'seed', 4, 0, 1_000_000),
    step_ms: whole(options, 'step', 30, 1, 1440) * MINUTE_MS,
    kills: whole(options, 'kills', 0, 0, 1000),
  }
  if (!existsSync(MAIN)) throw new Ended(3, '这里只有运行所需的文件，演练须在家和的源代码目录下运行。')
  const played = await inOwnDatabase(options.keep === true, (connectionString) =>
    play({ ...asked, connectionString }, days),
  )
  const differences = Object.keys(played.counted).filter(
    (name) => played.shown[name] !== played.counted[name],
  )
  if (options.json)
    console.log(JSON.stringify({ ...played, unrecorded: played.unrecorded.length, differences }))
  else tell(played, differences, days)
  const { missing } = played.counted
  return differences.length === 0 && missing === 0 && played.unrecorded.length === 0 ? 0 : 1
}

function whole(
  options: DemoOptions,
  name: keyof DemoOptions,
  usual: number,
  min: number,
  max: number,
): number {
  const said = options[name]
  if (said === undefined) return usual
  const n = Number(said)
  if (!/^\d+$/.test(String(said)) || n < min || n > max)
    throw wrongUse(`--${name} 须为 ${min} 至 ${max} 的整数`)
  return n
}

/** The beginning of this hour, unless said. */
function momentOf(said: string | undefined): string {
  const moment =
    said === undefined ? new Date(Math.floor(Date.now() / 3_600_000) * 3_600_000) : new Date(said)
  if (Number.isNaN(moment.getTime())) throw wrongUse('--until 须为日期时间，如 2026-11-20T12:00+08:00')
  return moment.toISOString()
}

/** A database on the server that Jiahe runs on, dropped at the end. */
async function inOwnDatabase<T>(keep: boolean, use: (connectionString: string) => Promise<T>): Promise<T> {
  const server = settings().DATABASE_URL ?? running()?.databaseUrl
  if (server === undefined) throw notRunning()
  const name = `jiahe_demo_${randomBytes(6).toString('hex')}`
  await onServer(server, `CREATE DATABASE ${name}`)
  const url = new URL(server)
  url.pathname = `/${name}`
  const drop = () => onServer(server, `DROP DATABASE IF EXISTS ${name} WITH (FORCE)`)
  const interrupted = () => void drop().finally(() => process.exit(3))
  process.once('SIGINT', interrupted).once('SIGTERM', interrupted)
  try {
    return await use(url.href)
  } finally {
    process.off('SIGINT', interrupted).off('SIGTERM', interrupted)
    if (keep) console.error(`数据库已保留：${name}`)
    else await drop()
  }
}

async function onServer(server: string, statement: string): Promise<void> {
  const client = new pg.Client({ connectionString: server })
  await client.connect()
  try {
    await client.query(statement)
  } finally {
    await client.end()
  }
}

async function play(asked: object, days: number): Promise<Played> {
  const bar = progress('演练', '天')
  const { file, execArgv } = programOf(MAIN)
  const child = fork(file, [JSON.stringify(asked)], { execArgv })
  const stop = () => void child.kill('SIGKILL')
  process.once('exit', stop)
  let played: Played | null = null
  child.on('message', (said: Said) => {
    if ('ended' in said) played = said.ended
    else bar.update(said.day, days)
  })
  const code = await new Promise<number | null>((resolve) => child.once('exit', resolve))
  process.off('exit', stop)
  bar.end()
  if (played === null) throw new Ended(3, `演练没有完成（退出码 ${code}），详见上文。`)
  return played
}

const names: Readonly<Record<string, string>> = {
  alerts: '家暴警情',
  reports: '家庭纠纷线索',
  callbacksDone: '已回访',
  callbacksDue: '待回访',
  callbacksLate: '逾期未回访',
  callbacksUnreachable: '无法接通，转上门走访',
  missing: '漏回访',
  ordersDispatched: '派单',
  ordersAccepted: '接单',
  ordersReturned: '退单',
  ordersClosed: '结案',
  ordersLate: '超期工单',
  tracked: '跟踪处置中',
}

function tell(
  { events, kills, counted, shown, unrecorded }: Played,
  differences: string[],
  days: number,
): void {
  console.log(`演练 ${days} 天，${events} 个事件${kills > 0 ? `，其间强行终止派单进程 ${kills} 次` : ''}。`)
  for (const [name, count] of Object.entries(counted))
    console.log(
      `${names[name] ?? name}\t${shown[name]}${shown[name] === count ? '' : `（按原始事件应为 ${count}）`}`,
    )
  console.log(
    differences.length === 0
      ? '看板与按原始事件的独立计数一致。'
      : `有 ${differences.length} 项与独立计数不一致。`,
  )
  if (unrecorded.length > 0) console.log(`有 ${unrecorded.length} 个时限既未完成也未记为超期。`)
}
