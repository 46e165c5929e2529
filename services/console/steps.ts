/** Events as people read them: what happened, when it happened and when we learned it, and the words with it. */
import type { Json, RecordedEvent } from '@jiahe/event-log/log.ts'
import { readTexts } from '@jiahe/privacy/texts.ts'
import type { Console } from './console.ts'

export interface Step {
  readonly eventId: string
  readonly type: string
  readonly stream: string
  readonly revision: number
  readonly occurredAt: string
  readonly recordedAt: string
  readonly actor: string
  readonly data: Json
  /** Words by what they are: `narrative`, `address`, `note`. Only for those who work the case. */
  readonly texts?: Readonly<Record<string, string>>
}

/** In the order of the log. Words are read only where `withTexts` says so; one that was erased is left out. */
export async function stepsOf(
  api: Pick<Console, 'vault' | 'keyring'>,
  events: readonly RecordedEvent[],
  withTexts: boolean,
): Promise<Step[]> {
  const named = new Map(events.map((event) => [event.id, withTexts ? textIdsOf(event.data) : []]))
  const ids = [...named.values()].flat().map(([, id]) => id)
  const texts = await readTexts(api.vault, api.keyring, ids)
  return events.map((event) => {
    const said = named.get(event.id)!.flatMap(([what, id]) => (texts.has(id) ? [[what, texts.get(id)!]] : []))
    return { ...stepOf(event), ...(said.length > 0 ? { texts: Object.fromEntries(said) } : {}) }
  })
}

function stepOf({ id, type, stream, revision, metadata, data }: RecordedEvent): Step {
  const { occurredAt, recordedAt, actor } = metadata
  return { eventId: id, type, stream, revision, occurredAt, recordedAt, actor, data }
}

function textIdsOf(data: Json): [string, string][] {
  const { textId, texts } = data as { textId?: string | null; texts?: Record<string, string | null> }
  const all = [...Object.entries(texts ?? {}), ['note', textId ?? null] as const]
  return all.flatMap(([what, id]): [string, string][] => (id === null ? [] : [[what, id]]))
}

/** Case and orders in one line, by when we learned of it; `asOf` leaves out what was not known then. */
export function merged(
  histories: readonly (readonly RecordedEvent[])[],
  asOf: Date | null,
): readonly RecordedEvent[] {
  const known = histories
    .flat()
    .filter((event) => asOf === null || Date.parse(event.metadata.recordedAt) <= asOf.getTime())
  return known.sort((a, b) => (a.position < b.position ? -1 : 1))
}
