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

export const eventOf = ({
  id,
  type,
  data,
  metadata,
  stream,
  revision,
  position,
}: EventRow): RecordedEvent => ({
  id,
  type,
  data,
  metadata,
  stream,
  revision,
  position: positionOf(Number(position)),
})
