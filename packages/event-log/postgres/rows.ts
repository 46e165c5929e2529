/** A row of `log.event` and the event that it is. */
import type { Json, RecordedEvent, RecordedMetadata } from '../log.ts'
import { positionOf } from '../record.ts'

export interface EventRow {
  readonly position: string
  readonly id: string
  readonly stream: string
  readonly revision: number
  readonly type: string
  readonly data: Json
  readonly metadata: RecordedMetadata
}

export const COLUMNS = 'position, id, stream, revision, type, data, metadata'

export const eventOfRow = (row: EventRow): RecordedEvent => ({
  id: row.id,
  type: row.type,
  data: row.data,
  metadata: row.metadata,
  stream: row.stream,
  revision: row.revision,
  position: positionOf(Number(row.position)),
})
