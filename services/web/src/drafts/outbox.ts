/**
 * Sends what was submitted: at once, and where no answer came again and again until one does, under the same key. Of
 * several tabs one sends at a time. What the server refuses becomes a draft again; nothing is ever sent twice, and
 * nothing without its person having pressed the button.
 */
import { get, Problem, post, Unreachable } from '../api/http.ts'
import { noticeFailure } from '../api/session.ts'
import type { Me } from '../api/shapes.ts'
import { explain } from '../texts/reasons.ts'
import {
  accountOfDrafts,
  backToTyped,
  type Draft,
  dropDraft,
  type FormIdentity,
  keepSubmitted,
  markTried,
  submissionOf,
  waitingDrafts,
} from './drafts.ts'

const AGAIN_MS = 4000
const passing: readonly number[] = [502, 503, 504]

/** Whether the answer is still to come: no connection, a server that starts anew, a session that ran out. */
export const isPending = (error: unknown): boolean =>
  error instanceof Unreachable ||
  (error instanceof Problem && (passing.includes(error.status) || error.reason === 'not-signed-in'))

type Told = (draft: Draft) => void
const tellers = new Set<Told>()
/** Told of each that arrived without its form being open. */
export function onDelivered(told: Told): () => void {
  tellers.add(told)
  return () => {
    tellers.delete(told)
  }
}

const alone = async (work: () => Promise<void>): Promise<void> =>
  'locks' in navigator ? navigator.locks.request('jiahe-outbox', work) : work()

/** Resolves to `waiting` where no answer came; throws the refusal. */
export async function submit(
  identity: FormIdentity,
  command: Pick<Draft, 'values' | 'seen'> & { readonly submission: NonNullable<Draft['submission']> },
): Promise<'delivered' | 'waiting'> {
  const id = await keepSubmitted(identity, command)
  let came: 'delivered' | 'waiting' = 'waiting'
  if (navigator.onLine)
    await alone(async () => {
      try {
        await markTried(id)
        await post(command.submission)
        await dropDraft(id)
        came = 'delivered'
      } catch (error) {
        if (isPending(error)) return noticeFailure(error)
        await backToTyped(id, null)
        throw error
      }
    })
  return came
}

let sending = false
async function sendWaiting(): Promise<void> {
  if (sending || !navigator.onLine || waitingDrafts().length === 0) return
  sending = true
  try {
    // In another tab somebody else may have signed in: nobody sends what another has written.
    const me = await get<Me>('/v1/me')
    if (me.id !== accountOfDrafts()) return
    for (const draft of waitingDrafts()) await alone(() => send(draft))
  } catch (error) {
    // No answer again: what comes after it waits too, in its order.
    noticeFailure(error)
  } finally {
    sending = false
  }
}

async function send(draft: Draft): Promise<void> {
  const { id } = draft
  const submission = await submissionOf(id)
  if (submission === null) return
  try {
    await markTried(id)
    await post(submission)
    await dropDraft(id)
    for (const tell of tellers) tell(draft)
  } catch (error) {
    if (isPending(error)) throw error
    await backToTyped(id, explain(error))
  }
}

/** While somebody is signed in. */
export function keepSending(): () => void {
  const now = () => void sendWaiting()
  const timer = setInterval(now, AGAIN_MS)
  addEventListener('online', now)
  now()
  return () => {
    clearInterval(timer)
    removeEventListener('online', now)
  }
}
