/**
 * What an account has typed and not sent, and what it has sent and not got an answer to. A draft is `typed`, then
 * `waiting` from before the first try until the server has answered, then gone, or typed again with the refusal beside
 * it. The key of a try stays with it: however often it is sent, it is carried out once.
 */
import { useSyncExternalStore } from 'react'
import { newKey } from '../api/http.ts'
import type { Explanation } from '../texts/reasons.ts'
import { type SealedRecords, sealedRecords } from './sealedRecords.ts'

export type Values = Readonly<Record<string, unknown>>
export interface Submission {
  readonly path: string
  readonly body: unknown
  readonly revision: number
  readonly key: string
  /** Whether it may have arrived although no answer came. */
  readonly tried: boolean
}
export interface Draft {
  readonly id: string
  /** Which form of which thing: a form finds its draft again by it. */
  readonly form: string
  readonly label: string
  /** Where the form is opened. */
  readonly place: string
  readonly values: Values
  /** How the thing stood when it was submitted, as far as a change is told by it. */
  readonly seen: unknown
  readonly savedAt: number
  readonly submission: Submission | null
  readonly refused: Explanation | null
}
export interface FormIdentity {
  readonly form: string
  readonly label: string
  readonly place: string
}

let records: SealedRecords<Draft> | null = null
let account: string | null = null
let known: ReadonlyMap<string, Draft> = new Map()
const listeners = new Set<() => void>()
const channel = 'BroadcastChannel' in globalThis ? new BroadcastChannel('jiahe-drafts') : null
channel?.addEventListener('message', () => void reread())

function show(drafts: ReadonlyMap<string, Draft>): void {
  known = drafts
  for (const listener of listeners) listener()
}
async function reread(): Promise<void> {
  const from = records
  const found = await from?.read()
  if (found && from === records) show(found)
}

/** Whoever is signed in reads her own. A browser that keeps nothing has them until the page is closed. */
export async function openDrafts(accountId: string): Promise<void> {
  account = accountId
  records = sealedRecords<Draft>(accountId)
  show(new Map())
  await reread().catch(() => {
    records = null
  })
}
/** At sign-out nothing stays. At the end of a session, which nobody chose, it does: it is only not shown. */
export async function closeDrafts({ wipe }: { readonly wipe: boolean }): Promise<void> {
  const leaving = records
  account = null
  records = null
  show(new Map())
  if (wipe) await leaving?.wipe()
  channel?.postMessage(null)
}

export const draftOf = (form: string): Draft | null =>
  inOrder(known).findLast((draft) => draft.form === form && draft.submission === null) ?? null
const inOrder = (drafts: ReadonlyMap<string, Draft>): readonly Draft[] =>
  [...drafts.values()].sort((a, b) => a.savedAt - b.savedAt)
export const waitingDrafts = (): readonly Draft[] => inOrder(known).filter((d) => d.submission !== null)
export const accountOfDrafts = (): string | null => account

async function put(draft: Draft): Promise<void> {
  if (account === null) return
  show(new Map(known).set(draft.id, draft))
  await records?.put(draft.id, draft)
  channel?.postMessage(null)
}
export async function dropDraft(id: string): Promise<void> {
  const rest = new Map(known)
  rest.delete(id)
  show(rest)
  await records?.remove(id)
  channel?.postMessage(null)
}

export async function keepTyped(identity: FormIdentity, values: Values): Promise<void> {
  const before = draftOf(identity.form)
  const id = before?.id ?? newKey()
  const { seen = null, refused = null } = before ?? {}
  await put({ id, ...identity, values, seen, savedAt: Date.now(), submission: null, refused })
}
export async function keepSubmitted(
  identity: FormIdentity,
  { values, seen, submission }: Pick<Draft, 'values' | 'seen' | 'submission'>,
): Promise<string> {
  const id = draftOf(identity.form)?.id ?? newKey()
  await put({ id, ...identity, values, seen, savedAt: Date.now(), submission, refused: null })
  return id
}
export async function markTried(id: string): Promise<void> {
  const draft = known.get(id)
  if (draft?.submission) await put({ ...draft, submission: { ...draft.submission, tried: true } })
}
/** Taken back, or refused: it can be changed again. */
export async function backToTyped(id: string, refused: Explanation | null): Promise<void> {
  const draft = known.get(id)
  if (draft) await put({ ...draft, submission: null, refused })
}
/** As it stands on the device: another tab may have sent it, or taken it back. */
export async function submissionOf(id: string): Promise<Submission | null> {
  const draft = records ? await records.get(id) : known.get(id)
  return draft?.submission ?? null
}

const subscribe = (listener: () => void) => {
  listeners.add(listener)
  return () => {
    listeners.delete(listener)
  }
}
export const useDrafts = (): readonly Draft[] => inOrder(useSyncExternalStore(subscribe, () => known))
