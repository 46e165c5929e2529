/**
 * A log as the command line names it: `postgres` (the one that runs here), `postgres://…` or `esdb://…`. What was
 * named is never printed or kept: it may have a password in it.
 */
import type { RestorableLog } from '@jiahe/event-log/log.ts'
import { openLog } from '@jiahe/event-log/openLog.ts'
import { migrateEventLog } from '@jiahe/event-log/postgres/schema.ts'
import { eventStoreUrlFault } from '@jiahe/service-kit/eventStoreUrl.ts'
import { notRunning, running, settings } from './connection.ts'
import { wrongUse } from './outcome.ts'

export interface LogAddress {
  open(): Promise<RestorableLog>
  /** Makes room for a log where none stands. */
  prepare(): Promise<void>
}

export function logAddress(text: string, option: string): LogAddress {
  if (text === 'postgres') return inPostgres(databaseHere())
  if (/^postgres(ql)?:\/\//.test(text)) return inPostgres(text)
  if (isEventStore(text)) return inEventStore(text, option)
  throw wrongUse(`${option} 应为 postgres、postgres://… 或 esdb://…`)
}

function databaseHere(): string {
  const url = settings().DATABASE_URL ?? running()?.databaseUrl
  if (url === undefined) throw notRunning()
  return url
}

const inPostgres = (databaseUrl: string): LogAddress => ({
  open: () => openLog({ databaseUrl, eventStoreUrl: undefined, connections: 2 }),
  prepare: () => migrateEventLog(databaseUrl),
})

export const isEventStore = (text: string): boolean => /^(esdb|kurrentdb)(\+discover)?:\/\//.test(text)

export function inEventStore(eventStoreUrl: string, option: string): LogAddress {
  const fault = eventStoreUrlFault(eventStoreUrl)
  if (fault !== null) throw wrongUse(`${option}: it ${fault}`)
  const { DATABASE_URL, EVENT_STORE_PREFIX } = settings()
  const here = DATABASE_URL === undefined ? running() : null
  const eventStorePrefix = EVENT_STORE_PREFIX ?? here?.eventStorePrefix
  return {
    open: () => openLog({ databaseUrl: '', eventStoreUrl, eventStorePrefix }),
    prepare: async () => {},
  }
}
