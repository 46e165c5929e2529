/** The policies as they were read, and the one way in which a command on them is sent. */
import { useMutation, useQueryClient } from '@tanstack/react-query'
import { useRef } from 'react'
import { get, newKey, Problem, post } from '../api/http.ts'
import type { PolicyList } from '../api/policyShapes.ts'

export const policiesQuery = { queryKey: ['policies'], queryFn: () => get<PolicyList>('/v1/policies') }

/** Sends a command with the revision that the person saw; a lost answer is asked for again under the same key. */
export function usePolicyCommand(seen: number, onDone: () => void) {
  const client = useQueryClient()
  const key = useRef(newKey())
  return useMutation({
    mutationFn: ({ path, body }: { readonly path: string; readonly body: unknown }) =>
      post<PolicyList>({ path: `/v1/policies${path}`, body, revision: seen, key: key.current }),
    onSuccess: (list) => {
      client.setQueryData(policiesQuery.queryKey, list)
      onDone()
    },
    onError: (error) => {
      if (!(error instanceof Problem) || error.status >= 500) return
      key.current = newKey()
      if ([409, 412].includes(error.status)) void client.invalidateQueries(policiesQuery)
    },
  })
}
