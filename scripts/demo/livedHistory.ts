/** Families of the made-up city whose cases were led by the product's own decisions, policies and clocks until a
 *  moment: a history in which every deadline is as it was worked out and every miss was recorded when it passed. */
import type { RecordedEvent } from '@jiahe/event-log/log.ts'
import { deskOf } from '../simulation/desk.ts'
import { type Extent, households } from './city.ts'
import { live } from './life.ts'
import { amongStrangers } from './strangers.ts'

/** In the order in which it was recorded. */
export async function livedHistory(city: string, size: Extent, until: Date): Promise<RecordedEvent[]> {
  const desk = deskOf(city)
  const { calendar, territory } = desk
  const events: RecordedEvent[] = []
  for (const household of households({ size, until, ...territory, calendar, seed: 4 }))
    events.push(...(await live(household, amongStrangers(desk, until))).events)
  return events.sort((a, b) => Date.parse(a.metadata.recordedAt) - Date.parse(b.metadata.recordedAt))
}
