/**
 * Sends one command on something that has a revision. One key per try: an answer that got lost is asked for again
 * and nothing is done twice. When the thing changed meanwhile, nothing is done, and what it was before is told.
 */
import { useMutation } from '@tanstack/react-query'
import { useRef, useState } from 'react'
import { newKey, Problem, post } from '../api/http.ts'

interface Sending<Seen, Values> {
  readonly path: string
  /** As the person sees it. */
  readonly shown: Seen
  readonly bodyOf: (values: Values) => unknown
  /** As it stands now. */
  readonly refresh: () => Promise<Seen>
  readonly onDone: () => Promise<void>
}

export function useCommand<Seen extends { readonly revision: number }, Values>({
  path,
  shown,
  bodyOf,
  refresh,
  onDone,
}: Sending<Seen, Values>) {
  const [seen, setSeen] = useState(shown)
  const [before, setBefore] = useState<Seen | null>(null)
  const key = useRef(newKey())
  const sending = useMutation({
    mutationFn: (values: Values) =>
      post({ path, body: bodyOf(values), revision: seen.revision, key: key.current }),
    onSuccess: onDone,
    onError: async (error) => {
      const answered = error instanceof Problem && error.status < 500
      if (answered) key.current = newKey()
      if (!(error instanceof Problem) || ![409, 412].includes(error.status)) return
      const fresh = await refresh()
      if (fresh.revision === seen.revision) return
      setBefore(seen)
      setSeen(fresh)
    },
  })
  return { sending, seen, before }
}
