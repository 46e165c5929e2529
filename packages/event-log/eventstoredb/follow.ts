/**
 * A subscription that does not end: whatever breaks it, it is taken up again at the last position that was
 * given. The server leaves out what is not wanted and says at times how far it has looked; a dead-man timer
 * looks for itself when nothing comes, so that neither silence nor foreign events hold up the position.
 * Nothing is read ahead of the consumer but one buffer.
 */
import { setTimeout as sleep } from 'node:timers/promises'
import { type Page, type Position, type RecordedEvent, START, type SubscribeOptions } from '../log.ts'
import { checkLimit } from '../record.ts'
import type { BegunStore } from './begun.ts'
import type { Wanted } from './client.ts'
import { jittered } from './patience.ts'
import { isWanted, readPage } from './readPage.ts'
import type { Subscription } from './steps.ts'

const FIRST_PAUSE_MS = 50
const LONGEST_PAUSE_MS = 5000
/** A batch that does not fill is given after that time while catching up; at once when live. */
const FILL_WITHIN_MS = 250
/** How long an event may be on its way that is there and has not come. */
const RECHECK_MS = 1000

export interface Following {
  readonly store: BegunStore
  readonly options: SubscribeOptions
  /** How long nothing may come before the log is looked at directly. */
  readonly silence_ms: number
  readonly onFault: (error: unknown) => void
}

export async function* follow({ store, options, silence_ms, onFault }: Following): AsyncGenerator<Page> {
  const { signal, batchSize } = options
  checkLimit(batchSize)
  let { after } = options
  let pause_ms = FIRST_PAUSE_MS
  while (!signal.aborted) {
    try {
      for await (const page of pagesOf({ store, options: { ...options, after }, silence_ms, onFault })) {
        pause_ms = FIRST_PAUSE_MS
        after = page.position
        yield page
      }
    } catch (error) {
      if (signal.aborted) return
      onFault(error)
      await sleep(jittered(pause_ms), undefined, { signal }).catch(() => {})
      pause_ms = Math.min(pause_ms * 2, LONGEST_PAUSE_MS)
    }
  }
}

/** One subscription's life: ends when the signal aborts, throws when it breaks. */
async function* pagesOf({ store, options, silence_ms }: Following): AsyncGenerator<Page> {
  const { after, batchSize, signal, ...wanted } = options
  // What stands there now has been looked through once the subscription has caught up.
  const head = (await store.newest())?.position ?? START
  const subscription = await store.subscribe(after, wanted, batchSize)
  const end = () => subscription.close()
  signal.addEventListener('abort', end)
  let position = after
  let live = false
  let atEnd = false
  let missed = false
  try {
    while (!signal.aborted) {
      const wait_ms = live && !atEnd ? 0 : missed ? RECHECK_MS : silence_ms
      const batch = await nextBatch(subscription, { ...wanted, position, batchSize, live, wait_ms })
      let reached = batch.position
      if (batch.caughtUp) {
        live = true
        if (head > reached) reached = head
      } else if (batch.silent && wait_ms > 0) {
        const page = await readPage(store, { ...wanted, after: position, limit: 1 })
        // It may be on its way: it is late when it has not come the second time.
        if (page.events.length > 0 && missed) throw new Error('a subscription of EventStoreDB is silent')
        missed = page.events.length > 0
        if (missed) continue
        reached = page.position
        live ||= page.atEnd
      }
      missed = false
      const ended = live && batch.events.length < batchSize
      if (reached !== position || (ended && !atEnd)) {
        position = reached
        yield { events: batch.events, position, atEnd: ended }
      }
      atEnd = ended
    }
  } finally {
    signal.removeEventListener('abort', end)
    subscription.close()
  }
}

interface Batch {
  readonly events: readonly RecordedEvent[]
  readonly position: Position
  readonly caughtUp: boolean
  /** Nothing came. */
  readonly silent: boolean
}

interface Collecting extends Wanted {
  readonly position: Position
  readonly batchSize: number
  readonly live: boolean
  /** How long to wait for the first step. */
  readonly wait_ms: number
}

async function nextBatch(subscription: Subscription, collecting: Collecting): Promise<Batch> {
  const { batchSize, live, ...wanted } = collecting
  let { position, wait_ms } = collecting
  const events: RecordedEvent[] = []
  let silent = true
  let until = 0
  while (events.length < batchSize) {
    const step = await subscription.next(wait_ms)
    if (step === null) break
    if (step === 'caughtUp') return { events, position, caughtUp: true, silent: false }
    if (silent) until = performance.now() + (live ? 0 : FILL_WITHIN_MS)
    silent = false
    wait_ms = Math.max(0, until - performance.now())
    // Nothing is given twice.
    if (step.position <= position) continue
    position = step.position
    if (step.event && isWanted(step.event, wanted)) events.push(step.event)
  }
  return { events, position, caughtUp: false, silent }
}
