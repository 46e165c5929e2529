/** The policies and the risk models as they were read, and the one way in which a command on them is sent. */
import { useMutation, useQueryClient } from '@tanstack/react-query'
import { useRef } from 'react'
import { get, newKey, Problem, post } from '../api/http.ts'
import type { ModelList } from '../api/modelShapes.ts'
import type { PolicyList } from '../api/policyShapes.ts'

const POLICIES = '/v1/policies'
const MODELS = '/v1/risk-models'
export const policiesQuery = { queryKey: ['policies'], queryFn: () => get<PolicyList>(POLICIES) }
export const modelsQuery = { queryKey: ['risk-models'], queryFn: () => get<ModelList>(MODELS) }

export const usePolicyCommand = (seen: number, onDone: () => void) =>
  useRulesCommand<PolicyList>(POLICIES, policiesQuery.queryKey, seen, onDone)
export const useModelCommand = (seen: number, onDone: () => void) =>
  useRulesCommand<ModelList>(MODELS, modelsQuery.queryKey, seen, onDone)

/** Sends a command with the revision that the person saw; a lost answer is asked for again under the same key. */
function useRulesCommand<List>(at: string, queryKey: readonly string[], seen: number, onDone: () => void) {
  const client = useQueryClient()
  const key = useRef(newKey())
  return useMutation({
    mutationFn: ({ path, body }: { readonly path: string; readonly body: unknown }) =>
      post<List>({ path: at + path, body, revision: seen, key: key.current }),
    onSuccess: (list) => {
      client.setQueryData(queryKey, list)
      onDone()
    },
    onError: (error) => {
      if (!(error instanceof Problem) || error.status >= 500) return
      key.current = newKey()
      if ([409, 412].includes(error.status)) void client.invalidateQueries({ queryKey })
    },
  })
}
