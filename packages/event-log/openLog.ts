/** The log that the settings name: EventStoreDB where there is a URL for one, else PostgreSQL. */
import type { RestorableLog } from './log.ts'
import { postgresLog } from './postgres/postgresLog.ts'

export interface LogSettings {
  readonly databaseUrl: string
  /** `esdb://…`; undefined: the log in PostgreSQL. */
  readonly eventStoreUrl: string | undefined
  /** Stands before the names of this log's streams there. */
  readonly eventStorePrefix?: string | undefined
  /** Connections for reading, at most, where the log is in PostgreSQL. */
  readonly connections?: number
  /** Told of faults that are retried inside. */
  readonly onFault?: (error: unknown) => void
}

export async function openLog({
  databaseUrl,
  eventStoreUrl,
  eventStorePrefix = '',
  ...options
}: LogSettings): Promise<RestorableLog> {
  if (eventStoreUrl === undefined) return postgresLog({ connectionString: databaseUrl, ...options })
  // Its client is loaded only where it is used.
  const { eventStoreLog } = await import('./eventstoredb.ts')
  return eventStoreLog({ connectionString: eventStoreUrl, prefix: eventStorePrefix, ...options })
}
