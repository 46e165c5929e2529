/** One family's card as the server has it; every screen that shows something of it asks the same way. */
import { get } from '../api/http.ts'
import type { CaseDetail, Page, Step } from '../api/shapes.ts'

export const caseQuery = (caseId: string) => ({
  queryKey: ['case', caseId] as const,
  queryFn: () => get<CaseDetail>(`/v1/cases/${encodeURIComponent(caseId)}`),
})

export const timelineQuery = (caseId: string) => ({
  queryKey: ['case', caseId, 'timeline'] as const,
  queryFn: () => get<Page<Step>>(`/v1/cases/${encodeURIComponent(caseId)}/timeline`),
})
