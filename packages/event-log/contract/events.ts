/** Events for the contract's tests, and short ways to look at what a log gives back. */
import type { Test } from 'tap'
import type { EventLog, Json, NewEvent, Page, ReadAllOptions, RecordedEvent } from '../log.ts'
import { START } from '../log.ts'

export type Open = (t: Test, now: () => Date) => Promise<EventLog>

export const MOMENT = new Date('2026-03-01T00:00:00Z')
export const always = () => MOMENT

let serial = 0
export const newId = (): string => `019d0000-0000-7000-8000-${(++serial).toString(16).padStart(12, '0')}`

export const event = (data: Json, { type = 'Noted', id = newId() } = {}): NewEvent => ({
  id,
  type,
  data,
  metadata: {
    schemaVersion: 1,
    actor: 'policy:test',
    correlationId: 'c',
    causationId: null,
    occurredAt: MOMENT.toISOString(),
  },
})

export const upTo = (n: number): number[] => Array.from({ length: n }, (_, i) => i)
export const datas = (events: readonly RecordedEvent[]): Json[] => events.map((event) => event.data)
export const idsOf = (events: readonly { readonly id: string }[]): string[] => events.map((event) => event.id)

/** All pages from the start to the end. */
export async function pages(log: EventLog, options: Omit<ReadAllOptions, 'after'>): Promise<Page[]> {
  const read: Page[] = []
  for (let after = START; ; after = read.at(-1)!.position) {
    read.push(await log.readAll({ ...options, after }))
    if (read.at(-1)!.atEnd) return read
  }
}

export const everything = async (log: EventLog): Promise<RecordedEvent[]> =>
  (await pages(log, { limit: 1000 })).flatMap((page) => page.events)
