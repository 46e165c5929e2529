/** What a form has typed, kept while it is typed, a moment after the last key; and found again when it is opened. */
import { useEffect, useLayoutEffect, useRef, useState } from 'react'
import { type Draft, draftOf, dropDraft, type FormIdentity, keepTyped, type Values } from './drafts.ts'

const QUIET_MS = 250

interface Kept {
  /** As it was when the form was opened. */
  readonly draft: Draft | null
  readonly keep: (values: object) => void
  /** What is not kept yet never will be: the form was sent. */
  readonly settle: () => void
  readonly drop: () => void
}
export function useKept(identity: FormIdentity): Kept {
  const [draft] = useState(() => draftOf(identity.form))
  const typed = useRef<Values | null>(null)
  const timer = useRef(0)
  const latest = useRef(identity)
  latest.current = identity
  const flush = useRef(() => {
    clearTimeout(timer.current)
    if (typed.current) void keepTyped(latest.current, typed.current)
    typed.current = null
  }).current
  const settle = () => {
    clearTimeout(timer.current)
    typed.current = null
  }
  useEffect(() => {
    const hidden = () => document.visibilityState === 'hidden' && flush()
    document.addEventListener('visibilitychange', hidden)
    return () => document.removeEventListener('visibilitychange', hidden)
  }, [flush])
  // Before the drafts are closed, where the form goes because the session has ended.
  useLayoutEffect(() => flush, [flush])
  return {
    draft,
    keep(values) {
      typed.current = values as Values
      clearTimeout(timer.current)
      timer.current = window.setTimeout(flush, QUIET_MS)
    },
    settle,
    drop() {
      settle()
      const kept = draftOf(identity.form)
      if (kept) void dropDraft(kept.id)
    },
  }
}
