/**
 * Test code. An empty corner of a log that others have written to, so that the contract can be held against a
 * server that runs already: the log begins where it ended when the corner was opened, and categories carry a
 * mark, so that streams are new.
 */
import { recordedAs } from '../../contract/events.ts'
import { type EventLog, type Page, type Position, type RecordedEvent, START } from '../../log.ts'

export async function cornerOf(log: EventLog): Promise<EventLog> {
  const mark = Array.from({ length: 12 }, () => String.fromCharCode(65 + Math.random() * 26)).join('')
  const start = await log.head()
  const named = (stream: string) => stream.replace(/^([a-zA-Z]+)-/, `$1${mark}-`)
  const inside = (position: Position) => (position === START ? start : position)
  const outside = (position: Position) => (position <= start ? START : position)

  function eventOutside(event: RecordedEvent): RecordedEvent {
    const shown = { ...event, stream: event.stream.replace(`${mark}-`, '-') }
    recordedAs.set(shown, event)
    return shown
  }
  const pageOutside = (page: Page): Page => ({
    ...page,
    events: page.events.map(eventOutside),
    position: outside(page.position),
  })
  const optionsInside = <T extends { after: Position; categories?: readonly string[] }>(options: T): T => ({
    ...options,
    after: inside(options.after),
    ...(options.categories && { categories: options.categories.map((category) => category + mark) }),
  })

  return {
    append: (stream, expected, events) => log.append(named(stream), expected, events),
    readStream: async (stream, from) => (await log.readStream(named(stream), from)).map(eventOutside),
    readAll: async (options) => pageOutside(await log.readAll(optionsInside(options))),
    async *subscribe(options) {
      for await (const page of log.subscribe(optionsInside(options))) yield pageOutside(page)
    },
    head: async () => outside(await log.head()),
    positions: {
      ...log.positions,
      distance: (position) => log.positions.distance(inside(position)) - log.positions.distance(start),
    },
    close: () => log.close(),
  }
}
