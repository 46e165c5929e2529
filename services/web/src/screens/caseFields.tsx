/** Fields that name somebody or something beside the case: a leader, those who see it, another case. */
import { useQuery } from '@tanstack/react-query'
import { useState } from 'react'
import { get } from '../api/http.ts'
import { useRegions } from '../api/regions.ts'
import type { CaseItem, Colleague, MergeSuggestion, Page } from '../api/shapes.ts'
import { type Picked, PickField } from '../parts/pickField.tsx'
import { marks } from '../texts/marks.ts'
import { texts } from '../texts/zh.ts'
import { shortId } from './orderId.ts'

const words = texts.caseActions

interface OfCase {
  readonly caseId: string
}

function useColleagues(caseId: string) {
  const regions = useRegions()
  const { data } = useQuery({
    queryKey: ['colleagues', caseId],
    queryFn: () => get<{ items: Colleague[] }>(`/v1/cases/${encodeURIComponent(caseId)}/colleagues`),
  })
  return (data?.items ?? []).map((one) => ({
    value: one.id,
    role: one.role,
    label: `${one.username} · ${regions.federation(one.federation)} · ${texts.roles[one.role]}`,
  }))
}

export function LeaderField({ caseId, ...field }: OfCase & Picked<string>) {
  const options = useColleagues(caseId).filter(({ role }) => role !== 'mediator')
  return <PickField {...field} options={options} />
}

export const NamedField = ({ caseId, ...field }: OfCase & Picked<string[]>) => (
  <PickField {...field} mode="multiple" options={useColleagues(caseId)} />
)

/** Suggested cases first; beside them whatever is found by what is typed. */
export function OtherCaseField({ caseId, ...field }: OfCase & Picked<string>) {
  const [q, setQ] = useState('')
  const regions = useRegions()
  const suggested = useQuery({
    queryKey: ['merge-suggestions', caseId],
    queryFn: () =>
      get<{ items: MergeSuggestion[] }>(`/v1/cases/${encodeURIComponent(caseId)}/merge-suggestions`),
  })
  const found = useQuery({
    queryKey: ['cases', 'to-merge', q],
    queryFn: () => get<Page<CaseItem>>('/v1/cases', { q, limit: 20 }),
    enabled: q.length >= 4,
  })
  const nameOf = (one: CaseItem) =>
    [
      one.level ? texts.levels[one.level] : texts.board.ungraded,
      regions.full(one.regionCode),
      one.disputeType && texts.disputeTypes[one.disputeType],
      shortId(one.id),
    ]
      .filter(Boolean)
      .join(' · ')
  const suggestions = suggested.data?.items ?? []
  const known = new Set([caseId, ...suggestions.map((one) => one.id)])
  const options = [
    ...suggestions.map((one) => ({
      value: one.id,
      label: marks.is(words.because[one.because], nameOf(one)),
    })),
    ...(found.data?.items ?? [])
      .filter((one) => !known.has(one.id) && !one.mergedInto)
      .map((one) => ({ value: one.id, label: nameOf(one) })),
  ]
  return (
    <PickField
      {...field}
      showSearch={{ filterOption: false, onSearch: (typed) => setQ(typed.trim()) }}
      options={options}
      notFoundContent={words.noSuggestions}
    />
  )
}

export const MergedCaseField = ({
  merged,
  ...field
}: Picked<string> & { readonly merged: readonly string[] }) => (
  <PickField {...field} options={merged.map((one) => ({ value: one, label: shortId(one) }))} />
)
