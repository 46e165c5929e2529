/**
 * One page of the log from `$all`, which the client reads unfiltered: what is not wanted is passed over here.
 * A page looks through a bounded number of records, so that it comes back soon even where little matches.
 */
import { categoryOf, type Page, type ReadAllOptions, type RecordedEvent } from '../log.ts'
import type { Store, Wanted } from './client.ts'

const LOOK_THROUGH = 5000

export async function readPage(store: Store, { after, limit, ...wanted }: ReadAllOptions): Promise<Page> {
  // One more than wanted tells whether that was all.
  const looks = Math.max(limit + 1, LOOK_THROUGH)
  const events: RecordedEvent[] = []
  let position = after
  let looked = 0
  let reached = after
  for await (const look of store.readAll(after, looks)) {
    looked++
    reached = look.position
    if (!look.event) continue
    if (events.length === limit) return { events, position, atEnd: false }
    position = look.position
    if (isWanted(look.event, wanted)) events.push(look.event)
  }
  // At the end the position stays at the log's last event: what others wrote behind it says nothing.
  if (looked < looks) return { events, position, atEnd: true }
  return { events, position: reached, atEnd: false }
}

export const isWanted = ({ stream, type }: RecordedEvent, { categories, types }: Wanted): boolean =>
  (!categories || categories.includes(categoryOf(stream))) && (!types || types.includes(type))
