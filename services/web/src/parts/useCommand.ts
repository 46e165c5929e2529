/**
 * Sends one command on something that has a revision. One key per try: an answer that got lost is asked for again
 * and nothing is done twice. When the thing changed meanwhile, nothing is done, and what it was before is told. What is
 * typed is kept on the device; what was submitted and has no answer yet is sent by the outbox.
 */
import { useMutation } from '@tanstack/react-query'
import { useRef, useState } from 'react'
import { newKey, Problem } from '../api/http.ts'
import type { FormIdentity, Values } from '../drafts/drafts.ts'
import { submit } from '../drafts/outbox.ts'
import { useKept } from '../drafts/useKept.ts'

interface Sending<Seen, Standing> {
  readonly path: string
  readonly identity: FormIdentity
  /** As the person sees it. */
  readonly shown: Seen
  /** What a change is told by. */
  readonly standing: (seen: Seen) => Standing
  readonly bodyOf: (values: Values) => unknown
  /** As it stands now. */
  readonly refresh: () => Promise<Seen>
  readonly onDone: () => Promise<void>
  /** It waits for a connection, and the form is not needed any more. */
  readonly onWaiting: () => void
}
interface Revised {
  readonly revision: number
}

export function useCommand<Seen extends Revised, Standing extends Revised>(to: Sending<Seen, Standing>) {
  const { draft, keep, settle } = useKept(to.identity)
  const earlier = draft?.refused ? (draft.seen as Standing | null) : null
  const [seen, setSeen] = useState(to.shown)
  const [before, setBefore] = useState(earlier && earlier.revision < to.shown.revision ? earlier : null)
  const key = useRef(newKey())
  const sending = useMutation({
    mutationFn: (values: Values) => {
      settle()
      const { path, bodyOf, standing, identity } = to
      const command = { path, body: bodyOf(values), revision: seen.revision, key: key.current, tried: false }
      return submit(identity, { values, seen: standing(seen), submission: command })
    },
    onSuccess: (came) => (came === 'delivered' ? to.onDone() : to.onWaiting()),
    onError: async (error) => {
      const answered = error instanceof Problem && error.status < 500
      if (answered) key.current = newKey()
      if (!(error instanceof Problem) || ![409, 412].includes(error.status)) return
      const fresh = await to.refresh()
      if (fresh.revision === seen.revision) return
      setBefore(to.standing(seen))
      setSeen(fresh)
    },
  })
  const stale = sending.error ? sending.error instanceof Problem && sending.error.status === 412 : true
  return {
    sending,
    seen,
    keep,
    /** What was typed or sent in vain before. */
    typed: draft?.values ?? null,
    /** How the thing stood for whoever wrote this, where that is no longer so. */
    before: stale ? before : null,
    fault: stale ? null : sending.error,
  }
}
