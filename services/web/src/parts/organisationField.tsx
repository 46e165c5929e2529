/** One of the directory, of one kind: those of the place and of what lies above it. */
import { useQuery } from '@tanstack/react-query'
import { Form } from 'antd'
import type { OrganisationItem } from '../api/directoryShapes.ts'
import { get } from '../api/http.ts'
import type { Page } from '../api/shapes.ts'
import { texts } from '../texts/zh.ts'
import { type Picked, PickField } from './pickField.tsx'

/** Of the kind that was chosen beside it. */
export function OrganisationField(field: Picked<string> & { readonly region: string }) {
  const kind: string | undefined = Form.useWatch('kind')
  return <OrganisationPick {...field} kind={kind} />
}

interface OrganisationPickProps extends Picked<string> {
  readonly region: string
  /** Undefined while it is not chosen. */
  readonly kind: string | undefined
}
export function OrganisationPick({ kind, region, ...field }: OrganisationPickProps) {
  const query = { kind, region, above: true, status: 'active', limit: 200 }
  const found = useQuery({
    queryKey: ['organisations', 'to choose', query],
    queryFn: () => get<Page<OrganisationItem>>('/v1/organisations', query),
    enabled: kind !== undefined,
  })
  const options = (found.data?.items ?? []).map(({ code, name }) => ({
    value: code,
    label: name ?? texts.organisations.noName,
  }))
  return (
    <PickField
      {...field}
      allowClear
      disabled={kind === undefined}
      loading={found.isFetching}
      options={options}
    />
  )
}
