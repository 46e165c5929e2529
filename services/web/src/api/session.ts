/**
 * Who is signed in. Whether to ask the server at all is known from a mark in this browser that says nothing but
 * when somebody signed in: the sign-in page therefore makes no request that fails.
 */
import { useQuery } from '@tanstack/react-query'
import { useSyncExternalStore } from 'react'
import { closeDrafts } from '../drafts/drafts.ts'
import { get, Problem, post, remove } from './http.ts'
import type { Me } from './shapes.ts'

const MARK = 'jiahe.signed-in-at'
const LASTS_MS = 12 * 3_600_000
const listeners = new Set<() => void>()

export const useSignInMethods = () =>
  useQuery({
    queryKey: ['sign-in-methods'],
    queryFn: () => get<{ readonly singleSignOn: boolean }>('/v1/session/methods'),
    staleTime: Number.POSITIVE_INFINITY,
  })

/** When somebody signed in; 0 while nobody is. */
function readMark(): number {
  const at = Number(localStorage.getItem(MARK))
  return at > 0 && Date.now() - at < LASTS_MS ? at : 0
}
let forget = (): void => {}
export const onOtherSession = (told: () => void): void => {
  forget = told
}
function mark(signedIn: boolean): void {
  if (signedIn) localStorage.setItem(MARK, String(Date.now()))
  else localStorage.removeItem(MARK)
  changed()
}
function changed(): void {
  forget()
  for (const listener of listeners) listener()
}
// Another tab signed in or out.
addEventListener('storage', ({ key }) => {
  if (key === MARK || key === null) changed()
})

/** How a single sign-on ended, which the browser was led away for. */
export type SignOnOutcome = 'refused' | 'unavailable'

/** Takes what stands in the address bar out of it, and marks who has come back signed in. */
function returnFromSignOn(): SignOnOutcome | null {
  const url = new URL(location.href)
  const outcome = url.searchParams.get('sign-in')
  if (outcome === null) return null
  url.searchParams.delete('sign-in')
  history.replaceState(null, '', url)
  if (outcome === 'done') mark(true)
  return outcome === 'refused' || outcome === 'unavailable' ? outcome : null
}

/** Null where nobody comes back, or came back signed in. Known before anything is drawn. */
export const signOnOutcome = returnFromSignOn()

function subscribe(listener: () => void): () => void {
  listeners.add(listener)
  return () => {
    listeners.delete(listener)
  }
}

/** Another number is another session. */
export const useSignedIn = (): number => useSyncExternalStore(subscribe, readMark)

/** Told of every failed request: the session is over when the server says so. */
export function noticeFailure(error: unknown): void {
  if (error instanceof Problem && error.reason === 'not-signed-in') mark(false)
}

export const useMe = () =>
  useQuery({ queryKey: ['me'], queryFn: () => get<Me>('/v1/me'), staleTime: 10 * 60_000 })

export async function signIn(username: string, password: string): Promise<void> {
  await post<void>({ path: '/v1/session', body: { username, password }, revision: null, key: null })
  mark(true)
}

/** Forgets everything that was read or typed, whether or not the server could be told. */
export function useSignOut(): () => Promise<void> {
  return async () => {
    await remove('/v1/session').catch(noticeFailure)
    await closeDrafts({ wipe: true })
    mark(false)
  }
}
