/** A region of the city: the city itself, a district, a township. */
import { Select } from 'antd'
import { useRegions } from '../api/regions.ts'

interface RegionFieldProps {
  readonly city: string
  readonly label: string
  /** Shown where nothing is chosen, which is then possible. */
  readonly placeholder?: string
  readonly value?: string
  readonly onChange?: (value: string | undefined) => void
  readonly id?: string
}
export function RegionField({ city, label, placeholder, value, onChange, id }: RegionFieldProps) {
  const regions = useRegions()
  const option = (code: string) => ({ value: code, label: regions.full(code) })
  const options = [city, ...regions.children(city)].flatMap((code) => [
    option(code),
    ...(code === city ? [] : regions.children(code).map(option)),
  ])
  return (
    <Select
      {...(id ? { id } : {})}
      {...(value ? { value } : {})}
      {...(onChange ? { onChange } : {})}
      {...(placeholder ? { placeholder, allowClear: true } : {})}
      aria-label={label}
      showSearch={{ optionFilterProp: 'label' }}
      options={options}
      style={{ width: '100%' }}
    />
  )
}
