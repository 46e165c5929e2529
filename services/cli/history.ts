/**
 * `jiahe history`: the events as the log has them, in total order. `--as-of` asks what was known at a moment, by
 * `recordedAt`; `--limit` gives the last ones. There is nothing personal in an event, so all of it is shown.
 */

import { isKnownType } from '@jiahe/domain/upcast.ts'
import { type EventLog, type RecordedEvent, START } from '@jiahe/event-log/log.ts'
import { withStore } from './connection.ts'
import { type ExitCode, wrongUse } from './outcome.ts'

export interface HistoryOptions {
  readonly stream?: string
  readonly type?: string
  readonly asOf?: string
  readonly follow?: boolean
  readonly limit?: string
  readonly json?: boolean
}
interface Wanted {
  /** A whole stream, or null. */
  readonly stream: string | null
  readonly filter: { readonly categories?: readonly string[]; readonly types?: readonly string[] }
  readonly until: number
  readonly limit: number
}

const PAGE = 2000
const HEADER = '位置  记录时间  发生时间  流  版本  类型  内容'

export async function history(options: HistoryOptions): Promise<ExitCode> {
  const wanted = wantedBy(options)
  const show = (event: RecordedEvent) => console.log(options.json ? JSON.stringify(event) : textOf(event))
  return withStore(async ({ log }): Promise<ExitCode> => {
    if (!options.json) console.log(HEADER)
    const position = await showAll(log, wanted, show)
    if (options.follow) await follow(log, wanted, position, show)
    return 0
  })
}

function wantedBy({ stream, type, asOf, follow, limit }: HistoryOptions): Wanted {
  if (follow && asOf !== undefined) throw wrongUse('--follow 与 --as-of 不能同时使用')
  if (type !== undefined && !isKnownType(type)) throw wrongUse(`没有事件类型 ${type}`)
  if (limit !== undefined && !/^[1-9]\d{0,8}$/.test(limit)) throw wrongUse('--limit 应为正整数')
  const whole = stream?.includes('-') ?? false
  return {
    stream: whole ? stream! : null,
    filter: {
      ...(stream === undefined ? {} : { categories: [stream.split('-', 1)[0]!] }),
      ...(type === undefined ? {} : { types: [type] }),
    },
    until: asOf === undefined ? Number.POSITIVE_INFINITY : momentOf(asOf),
    limit: limit === undefined ? Number.POSITIVE_INFINITY : Number(limit),
  }
}

/** Without a zone it is Asia/Shanghai; a day alone is its end. */
function momentOf(text: string): number {
  const day = /^\d{4}-\d{2}-\d{2}$/.test(text) ? `${text}T23:59:59.999` : text.replace(' ', 'T')
  const time = Date.parse(/(Z|[+-]\d{2}:?\d{2})$/i.test(day) ? day : `${day}+08:00`)
  if (Number.isNaN(time)) throw wrongUse('--as-of 应为时间，如 2026-11-23T21:00')
  return time
}

const isWanted = (event: RecordedEvent, { stream, filter, until }: Wanted): boolean =>
  (stream === null || event.stream === stream) &&
  (filter.types === undefined || filter.types.includes(event.type)) &&
  Date.parse(event.metadata.recordedAt) <= until

/** Shows the wanted events up to now, the last of them where there is a limit; gives how far the log was read. */
async function showAll(log: EventLog, wanted: Wanted, show: (event: RecordedEvent) => void): Promise<string> {
  const last: RecordedEvent[] = []
  const take = (events: readonly RecordedEvent[]) => {
    const found = events.filter((event) => isWanted(event, wanted))
    if (wanted.limit === Number.POSITIVE_INFINITY) found.forEach(show)
    else last.splice(0, Math.max(0, last.push(...found) - wanted.limit))
  }
  let position = START
  if (wanted.stream !== null) {
    position = await log.head()
    take((await log.readStream(wanted.stream)).filter((event) => event.position <= position))
  } else {
    for (let atEnd = false; !atEnd; ) {
      const page = await log.readAll({ after: position, limit: PAGE, ...wanted.filter })
      take(page.events)
      position = page.position
      atEnd = page.atEnd
    }
  }
  last.forEach(show)
  return position
}

/** Until it is interrupted. */
async function follow(
  log: EventLog,
  wanted: Wanted,
  after: string,
  show: (event: RecordedEvent) => void,
): Promise<void> {
  const ending = new AbortController()
  for (const signal of ['SIGINT', 'SIGTERM'] as const) process.once(signal, () => ending.abort())
  const { signal } = ending
  for await (const { events } of log.subscribe({ after, batchSize: PAGE, signal, ...wanted.filter }))
    for (const event of events) if (isWanted(event, wanted)) show(event)
}

const clock = new Intl.DateTimeFormat('sv-SE', {
  timeZone: 'Asia/Shanghai',
  dateStyle: 'short',
  timeStyle: 'medium',
})
const shanghai = (time: string): string => clock.format(new Date(time))

function textOf({ position, stream, revision, type, data, metadata }: RecordedEvent): string {
  const times = [shanghai(metadata.recordedAt), shanghai(metadata.occurredAt)]
  return [position, ...times, stream, revision, type, JSON.stringify(data)].join('  ')
}
