/**
 * Test code. The transaction file of the double, in memory: records one after the other at byte offsets, each
 * an event of a stream. Decides appends and reads `$all` as EventStoreDB 24.10 does (its `IndexWriter` and
 * `AllReader`), with the page-wise positions that its subscriptions show.
 */
import { EventEmitter } from 'node:events'
import type { Place } from '../position.ts'

export interface Proposed {
  readonly id: string
  readonly type: string
  readonly contentType: string
  readonly data: Uint8Array
  readonly metadata: Uint8Array
}
export interface RecordAt extends Proposed {
  readonly stream: string
  readonly revision: number
  /** Where it begins; commit and prepare are the same, as for all that is not written in a transaction. */
  readonly at: bigint
  /** Where it ends. */
  readonly end: bigint
  readonly createdAt: Date
}
export type Expected = number | 'any' | 'no_stream' | 'stream_exists'
export type Written =
  | { readonly revision: number; readonly position: bigint }
  | { readonly wrong: true; readonly current: number }

export interface PageRead {
  readonly records: readonly RecordAt[]
  readonly current: Place
  readonly next: Place
  readonly endOfAll: boolean
  readonly considered: number
}

/** What an append counts against the server's limit. */
export const sizeOf = ({ type, data, metadata }: Proposed): number =>
  data.length + metadata.length + 2 * type.length

/** What a server has written of itself before anyone comes. */
const FIRST_RECORD_AT = 1000n

export class Records {
  readonly all: RecordAt[] = []
  readonly streams = new Map<string, RecordAt[]>()
  /** Emits `written` with each record. */
  readonly live = new EventEmitter().setMaxListeners(0)

  get end(): bigint {
    return this.all.at(-1)?.end ?? FIRST_RECORD_AT
  }
  get last(): bigint {
    return this.all.at(-1)?.at ?? -1n
  }

  append(stream: string, expected: Expected, events: readonly Proposed[]): Written {
    const there = this.streams.get(stream) ?? []
    const current = there.length - 1
    const idempotent = repeated(there, expected, events)
    if (idempotent === 'in part') return { wrong: true, current }
    if (idempotent) return { revision: idempotent.revision, position: idempotent.at }
    if (!fits(expected, current)) return { wrong: true, current }
    for (const event of events) this.#write(stream, there, event)
    this.streams.set(stream, there)
    return { revision: there.length - 1, position: this.last }
  }

  #write(stream: string, there: RecordAt[], event: Proposed): void {
    const at = this.end
    const end = at + BigInt(sizeOf(event) + stream.length + 80)
    const record = { ...event, stream, revision: there.length, at, end, createdAt: new Date() }
    this.all.push(record)
    there.push(record)
    this.live.emit('written', record)
  }

  /** From that place on, inclusive; stops at so many records or so many looked at. */
  readForward(from: Place, count: number, window: number, allowed: (record: RecordAt) => boolean): PageRead {
    const records: RecordAt[] = []
    let next = from
    let considered = 0
    let i = this.#indexFrom(from.commit)
    while (records.length < count && considered < window) {
      const record = this.all[i++]
      if (!record) return { records, current: from, next, endOfAll: true, considered }
      considered++
      if (allowed(record)) records.push(record)
      next = { commit: record.end, prepare: 0n }
    }
    return { records, current: from, next, endOfAll: false, considered }
  }

  /** The first record that begins there or later. */
  #indexFrom(at: bigint): number {
    let low = 0
    let high = this.all.length
    while (low < high) {
      const middle = (low + high) >> 1
      if (this.all[middle]!.at < at) low = middle + 1
      else high = middle
    }
    return low
  }
}

function fits(expected: Expected, current: number): boolean {
  if (expected === 'any') return true
  if (expected === 'stream_exists') return current >= 0
  return (expected === 'no_stream' ? -1 : expected) === current
}

/** The last of the records that the append repeats; null when it is new. Ids are known within a stream only,
 *  and at an expected revision only just behind it. */
function repeated(
  there: readonly RecordAt[],
  expected: Expected,
  events: readonly Proposed[],
): RecordAt | 'in part' | null {
  if (expected === 'any' || expected === 'stream_exists') {
    const found = events.map(({ id }) => there.find((record) => record.id === id))
    if (!found[0]) return null
    return found.includes(undefined) ? 'in part' : found.at(-1)!
  }
  const after = expected === 'no_stream' ? -1 : expected
  if (after >= there.length - 1) return null
  const same = events.map(({ id }, i) => there[after + 1 + i]?.id === id)
  if (!same[0]) return null
  return same.includes(false) ? 'in part' : there[after + events.length]!
}
