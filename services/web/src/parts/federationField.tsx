/** Which federation below one's own: of the city its districts and townships, of a district its townships. */
import { Select } from 'antd'
import { useRegions } from '../api/regions.ts'
import { texts } from '../texts/zh.ts'

interface FederationFieldProps {
  readonly under: string
  readonly except: string
  readonly label: string
  readonly value?: string
  readonly onChange?: (value: string) => void
  readonly id?: string
}
export function FederationField({ under, except, label, value, onChange, id }: FederationFieldProps) {
  const regions = useRegions()
  const option = (code: string) => ({
    value: code,
    label: code.length === 9 ? regions.full(code) + texts.region.federation : regions.federation(code),
    disabled: code === except,
  })
  const districts = under.length === 4 ? regions.children(under) : [under]
  const options = districts.flatMap((d) => [option(d), ...regions.children(d).map(option)])
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
