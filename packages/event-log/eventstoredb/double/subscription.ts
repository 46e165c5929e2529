/**
 * Test code. A subscription to `$all` as EventStoreDB 24.10 runs it: it catches up page by page, says so, and
 * goes live on a buffer of 32; what does not fit there makes it catch up again. A checkpoint is told every so
 * many records looked at, and before it says that it has caught up – at the place where the last page began,
 * not at the end.
 */
import { randomUUID } from 'node:crypto'
import { once } from 'node:events'
import type streams from '@eventstore/db-client/generated/streams_pb.js'
import type { Place } from '../position.ts'
import { allowedBy, caughtUp, checkpoint, confirmation, eventMessage, placeAsked } from './messages.ts'
import type { RecordAt, Records } from './records.ts'

const PAGE = 32
const LIVE_BUFFER = 32
const BEFORE_ALL: Place = { commit: -1n, prepare: -1n }

export type Send = (message: streams.ReadResp) => Promise<void>

interface Live {
  readonly sequence: number
  readonly record: RecordAt
  readonly isCheckpoint: boolean
}

export async function runSubscription(
  records: Records,
  options: streams.ReadReq.Options,
  send: Send,
  signal: AbortSignal,
): Promise<void> {
  const allowed = allowedBy(options)
  const filter = options.getFilter()
  const interval = (filter?.getCheckpointintervalmultiplier() ?? 1) * (filter?.getMax() || PAGE)
  const all = options.getAll()!
  const fromStart = all.hasStart()
  const live = liveBuffer(records, allowed, interval, signal)
  const lastAtStart = { commit: records.last, prepare: records.last }
  await send(confirmation(randomUUID()))
  let at = fromStart ? BEFORE_ALL : (placeAsked(all) ?? lastAtStart)
  let told = BEFORE_ALL

  const tell = async (place: Place) => {
    if (!filter || !isAfter(place, told)) return
    told = place
    await send(checkpoint(place))
  }

  async function catchUp(): Promise<void> {
    let looked = 0
    let from = at
    for (;;) {
      const page = records.readForward(from, PAGE, filter?.getMax() || PAGE, allowed)
      for (const record of page.records) {
        const place = placeOf(record)
        if (!isAfter(place, at)) continue
        await send(eventMessage(record))
        at = place
      }
      looked += page.considered
      if (page.endOfAll || looked >= interval) {
        looked %= interval
        if (isAfter(page.current, at)) at = page.current
        await tell(at)
      }
      if (page.endOfAll) return
      from = page.next
    }
  }

  let sequence = 0
  async function goLive(): Promise<void> {
    await send(caughtUp())
    for (;;) {
      const next = await live.next()
      if (!next) return
      const inOrder = next.sequence === sequence + 1
      sequence = next.sequence
      if (!isAfter(placeOf(next.record), at) && !next.isCheckpoint) continue
      if (!inOrder) return await tell(at)
      if (next.isCheckpoint) await tell(placeOf(next.record))
      else await send(eventMessage(next.record))
      at = placeOf(next.record)
    }
  }

  if (!isAfter(lastAtStart, at)) await goLive()
  while (!signal.aborted) {
    await catchUp()
    await goLive()
  }
}

/** What is written from now on, for one who may be slow: the oldest is dropped when it is full. */
function liveBuffer(
  records: Records,
  allowed: (record: RecordAt) => boolean,
  interval: number,
  signal: AbortSignal,
) {
  const buffer: Live[] = []
  let sequence = 0
  let looked = 0
  const put = (record: RecordAt, isCheckpoint: boolean) => {
    buffer.push({ sequence: ++sequence, record, isCheckpoint })
    if (buffer.length > LIVE_BUFFER) buffer.shift()
  }
  const written = (record: RecordAt) => {
    if (allowed(record)) put(record, false)
    if (++looked < interval) return
    looked = 0
    put(record, true)
  }
  records.live.on('written', written)
  signal.addEventListener('abort', () => records.live.off('written', written))
  return {
    /** Null when the subscription is over. */
    async next(): Promise<Live | null> {
      while (buffer.length === 0 && !signal.aborted)
        await once(records.live, 'written', { signal }).catch(() => {})
      return signal.aborted ? null : buffer.shift()!
    },
  }
}

const placeOf = ({ at }: RecordAt): Place => ({ commit: at, prepare: at })
const isAfter = (a: Place, b: Place): boolean =>
  a.commit > b.commit || (a.commit === b.commit && a.prepare > b.prepare)
