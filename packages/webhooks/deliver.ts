/**
 * Delivers what is owed, for as long as the process lives. Each webhook is worked for by itself: a receiver that is
 * slow or down keeps nobody else waiting. Of one subject one message is on its way at a time. A message counts as
 * delivered when that is written down, so a process that is killed leaves it to be sent again: at least once.
 */
import { setMaxListeners } from 'node:events'
import { setTimeout as sleep } from 'node:timers/promises'
import { dueTo, letGo, type Owed, renew, type TakenUp, takeUp } from './owed.ts'
import type { Post } from './post.ts'
import type { WebhookDb } from './schema.ts'
import { Overtaken, type Settled, settle, type Tried, unreadable } from './settle.ts'
import { messageId, signedHeaders } from './signature.ts'
import { verdictOf } from './verdict.ts'

/** Where it is sent, and what it is signed with. */
export interface Address {
  readonly url: string
  readonly secret: string
}
/** The body of a message; `nothing` when there is nothing to be told any more, or yet. */
export type Told = { readonly body: string } | 'nothing' | 'unreadable'

/** What is told of the work. No URL is among it. */
export interface DeliveryReporter {
  tried(webhook: TakenUp, tried: Tried): void
  settled(webhook: TakenUp, settled: Settled): void
  fault(error: unknown): void
}

export interface DeliveryOptions {
  readonly db: WebhookDb
  /** Null when the webhook is not there any more. */
  readonly addressOf: (webhookId: string) => Promise<Address | null>
  /** In the order asked for. A fault is tried again, and counts against no receiver. */
  readonly tell: (owed: readonly Owed[]) => Promise<readonly Told[]>
  readonly post: Post
  readonly now: () => Date
  /** From 0 to 1. */
  readonly chance: () => number
  /** A UUID of this process. */
  readonly owner: string
  readonly signal: AbortSignal
  readonly reporter: DeliveryReporter
  /** How long a process that died keeps what it worked for. */
  readonly lease_ms?: number
  readonly lookEvery_ms?: number
  /** For what is on its way when the process ends; what is not answered by then is sent again by another. */
  readonly farewell_ms?: number
}

const LEASE_MS = 5000
const LOOK_EVERY_MS = 500
const SIDE_BY_SIDE = 8
const FAULT_PAUSE_MS = 2000
const FAREWELL_MS = 3000

/** Ends when the signal aborts. Faults are told and tried again. */
export async function deliver(options: DeliveryOptions): Promise<void> {
  const { db, owner, signal, now, reporter } = options
  const { lease_ms = LEASE_MS, lookEvery_ms = LOOK_EVERY_MS, farewell_ms = FAREWELL_MS } = options
  const working = new Map<TakenUp, Promise<void>>()
  const cutting = new AbortController()
  // Each message that is on its way listens to it.
  setMaxListeners(0, cutting.signal)
  while (!signal.aborted) {
    try {
      if (working.size > 0) await renew(db, [...working.keys()], lease_ms)
      for (const webhook of await takeUp(db, owner, lease_ms, now())) {
        const done = workFor(webhook, options, cutting.signal).finally(() => working.delete(webhook))
        working.set(webhook, done)
      }
    } catch (error) {
      reporter.fault(error)
    }
    await pause(Math.min(lookEvery_ms, lease_ms / 4), signal)
  }
  const cut = setTimeout(() => cutting.abort(), farewell_ms)
  await Promise.all(working.values())
  clearTimeout(cut)
}

const pause = (time_ms: number, signal: AbortSignal): Promise<void> =>
  sleep(time_ms, undefined, { signal }).catch(() => {})

async function workFor(webhook: TakenUp, options: DeliveryOptions, cutting: AbortSignal): Promise<void> {
  const { db, signal, reporter } = options
  try {
    await goOn(webhook, options, cutting)
  } catch (error) {
    if (error instanceof Overtaken) return
    reporter.fault(error)
    await pause(FAULT_PAUSE_MS, signal)
  } finally {
    // If not, the lease ends by itself.
    await letGo(db, webhook).catch(reporter.fault)
  }
}

/** Round after round, until nothing is due, the receiver is to be left alone, or the process ends. */
async function goOn(webhook: TakenUp, options: DeliveryOptions, cutting: AbortSignal): Promise<void> {
  const { db, signal, reporter, now, chance } = options
  const address = await options.addressOf(webhook.id)
  if (!address) throw new Error('a webhook without an address')
  for (let { failures } = webhook, resting = false; !resting && !signal.aborted; ) {
    // Where it failed last, one message finds out whether it does again.
    const due = await dueTo(db, webhook, failures > 0 ? 1 : SIDE_BY_SIDE, now())
    if (due.length === 0) return
    const tried = await tryAll(webhook, address, due, options, cutting)
    if (tried.length === 0) return
    const settled = await settle(db, webhook, tried, now(), chance())
    for (const one of tried) reporter.tried(webhook, one)
    reporter.settled(webhook, settled)
    ;({ failures, resting } = settled)
  }
}

/** Without those that were broken off because the process ends. */
async function tryAll(
  { id }: TakenUp,
  { url, secret }: Address,
  due: readonly Owed[],
  { tell, post, now }: DeliveryOptions,
  cutting: AbortSignal,
): Promise<Tried[]> {
  const told = await tell(due)
  const tried = await Promise.all(
    due.map(async (owed, i): Promise<Tried | null> => {
      const message = told[i]!
      if (message === 'nothing') return { owed, verdict: 'nothing' }
      if (message === 'unreadable') return { owed, verdict: unreadable }
      const { body } = message
      const headers = signedHeaders(secret, messageId(id, owed.subject, owed.change, body), now(), body)
      const verdict = verdictOf(await post({ url, headers, body }, cutting))
      return verdict === 'aborted' ? null : { owed, verdict }
    }),
  )
  return tried.filter((one) => one !== null)
}
