/**
 * What stands in `$all` as this log sees it: one of its events, or something else that it passes over – the
 * system's own, links of projections, whatever another program wrote there.
 */
import type { Json, Position, RecordedEvent, RecordedMetadata } from '../log.ts'
import { type Place, positionAt } from './position.ts'

export interface Look {
  readonly position: Position
  /** Null where it is no event of this log. */
  readonly event: RecordedEvent | null
}

/** An event as the client gives it. */
export interface Given {
  readonly id: string
  readonly type: string
  readonly data: unknown
  readonly metadata?: unknown
  readonly streamId: string
  readonly revision: bigint
  readonly position?: Place
}

/** Null where there is no position: nothing to see. */
export function lookAt(event: Given | undefined): Look | null {
  if (!event?.position) return null
  return { position: positionAt(event.position), event: isOfThisLog(event) ? recorded(event) : null }
}

export const recorded = ({
  id,
  type,
  data,
  metadata,
  streamId,
  revision,
  position,
}: Given): RecordedEvent => ({
  id,
  type,
  data: data as Json,
  metadata: metadata as RecordedMetadata,
  stream: streamId,
  revision: Number(revision),
  position: positionAt(position!),
})

function isOfThisLog({ type, streamId, metadata }: Given): boolean {
  if (type.startsWith('$') || !/^[a-zA-Z]+-/.test(streamId)) return false
  return (
    typeof metadata === 'object' && metadata !== null && 'recordedAt' in metadata && 'prevHash' in metadata
  )
}
