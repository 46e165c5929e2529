/** Fields that name somebody or something beside the case: a leader, those who see it, another case. */
import { useQuery } from '@tanstack/react-query'
import { Select } from 'antd'
import { useState } from 'react'
import { get } from '../api/http.ts'
import { useRegions } from '../api/regions.ts'
import type { CaseItem, Colleague, MergeSuggestion, Page } from '../api/shapes.ts'
import { texts } from '../texts/zh.ts'
import { shortId } from './orderId.ts'

const words = texts.caseActions

interface PickProps<Value> {
  readonly caseId: string
  readonly label: string
  readonly value?: Value
  readonly onChange?: (value: Value) => void
  readonly id?: string
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

export function LeaderField({ caseId, label, value, onChange, id }: PickProps<string>) {
  const options = useColleagues(caseId).filter(({ role }) => role !== 'mediator')
  return (
    <Select
      {...(id ? { id } : {})}
      {...(value ? { value } : {})}
      {...(onChange ? { onChange } : {})}
      aria-label={label}
      showSearch={{ optionFilterProp: 'label' }}
      options={options}
      style={{ width: '100%' }}
    />
  )
}

export function NamedField({ caseId, label, value, onChange, id }: PickProps<string[]>) {
  return (
    <Select
      {...(id ? { id } : {})}
      {...(value ? { value } : {})}
      {...(onChange ? { onChange } : {})}
      mode="multiple"
      aria-label={label}
      showSearch={{ optionFilterProp: 'label' }}
      options={useColleagues(caseId)}
      style={{ width: '100%' }}
    />
  )
}

/** Suggested cases first; beside them whatever is found by what is typed. */
export function OtherCaseField({ caseId, label, value, onChange, id }: PickProps<string>) {
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
    ...suggestions.map((one) => ({ value: one.id, label: `${words.because[one.because]}：${nameOf(one)}` })),
    ...(found.data?.items ?? [])
      .filter((one) => !known.has(one.id) && !one.mergedInto)
      .map((one) => ({ value: one.id, label: nameOf(one) })),
  ]
  return (
    <Select
      {...(id ? { id } : {})}
      {...(value ? { value } : {})}
      {...(onChange ? { onChange } : {})}
      aria-label={label}
      showSearch={{ filterOption: false, onSearch: (typed) => setQ(typed.trim()) }}
      options={options}
      notFoundContent={words.noSuggestions}
      style={{ width: '100%' }}
    />
  )
}

export function MergedCaseField({
  merged,
  label,
  value,
  onChange,
  id,
}: Omit<PickProps<string>, 'caseId'> & { readonly merged: readonly string[] }) {
  return (
    <Select
      {...(id ? { id } : {})}
      {...(value ? { value } : {})}
      {...(onChange ? { onChange } : {})}
      aria-label={label}
      options={merged.map((one) => ({ value: one, label: shortId(one) }))}
      style={{ width: '100%' }}
    />
  )
}
