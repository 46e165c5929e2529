/**
 * From what is stored to what the code of today reads. Every version that was ever stored stays readable:
 * `upcasts[type][i]` lifts version i + 1 to version i + 2. An unknown type or a version from the future is a
 * fault, never skipped in silence.
 */
import { catalogue, type DomainEvent, type EventType } from './catalogue.ts'

/** The part of a recorded event that upcasting looks at. */
export interface StoredEvent {
  readonly id: string
  readonly type: string
  readonly data: unknown
  readonly metadata: { readonly schemaVersion: number }
}

export type Upcasts = { readonly [type: string]: readonly ((data: unknown) => unknown)[] }
const adding =
  (more: object) =>
  (data: unknown): unknown => ({ ...(data as object), ...more })
const upcasts: Upcasts = {
  WorkOrderReturned: [adding({ clock: null })],
  WorkOrderReopened: [adding({ by: null, reason: 'new-matter', textId: null })],
}
const versions: Readonly<Record<string, number>> = Object.fromEntries(
  Object.entries(catalogue).map(([type, { version }]) => [type, version]),
)

/** The data lifted to the current version of its type. */
export function upcastData(event: StoredEvent, current = versions, chain = upcasts): unknown {
  const target = Object.hasOwn(current, event.type) ? current[event.type] : undefined
  const stored = event.metadata.schemaVersion
  if (target === undefined) throw new Error(`event ${event.id}: unknown type ${event.type}`)
  if (!Number.isInteger(stored)) throw new Error(`event ${event.id}: ${event.type} has no version`)
  if (stored > target)
    throw new Error(`event ${event.id}: ${event.type} v${stored} is newer than this program`)
  let data = event.data
  for (let version = stored; version < target; version++) {
    const lift = chain[event.type]?.[version - 1]
    if (!lift) throw new Error(`event ${event.id}: no upcast of ${event.type} from v${version}`)
    data = lift(data)
  }
  return data
}

/** The recorded event as the domain reads it. Data was checked when it was appended, so it is not parsed again. */
export function readEvent(event: StoredEvent): DomainEvent {
  const data = upcastData(event)
  const lifted = data === event.data ? event : { ...event, data }
  return lifted as DomainEvent
}

/** Whether the type is one of the catalogue. */
export const isKnownType = (type: string): type is EventType => Object.hasOwn(catalogue, type)
