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
export function lookAt(event: Given | undefined, prefix: string): Look | null {
  if (!event?.position) return null
  const own = isOfThisLog(event, prefix)
  return { position: positionAt(event.position), event: own ? recorded(event, prefix) : null }
}

export const recorded = (
  { id, type, data, metadata, streamId, revision, position }: Given,
  prefix: string,
): RecordedEvent => ({
  id,
  type,
  data: data as Json,
  metadata: metadata as RecordedMetadata,
  stream: streamId.slice(prefix.length),
  revision: Number(revision),
  position: positionAt(position!),
})

function isOfThisLog({ type, streamId, metadata }: Given, prefix: string): boolean {
  if (type.startsWith('$') || !streamId.startsWith(prefix)) return false
  if (!/^[a-zA-Z]+-/.test(streamId.slice(prefix.length))) return false
  return (
    typeof metadata === 'object' && metadata !== null && 'recordedAt' in metadata && 'prevHash' in metadata
  )
}
