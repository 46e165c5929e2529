/** One of many, or several, as a form's field: what is typed narrows them down. */
import { Select, type SelectProps } from 'antd'

/** What a form gives its field. */
export interface Picked<Value> {
  readonly label: string
  readonly value?: Value
  readonly onChange?: (value: Value) => void
  readonly id?: string
}
type PickFieldProps<Value> = Picked<Value> & Omit<SelectProps<Value>, keyof Picked<Value> | 'aria-label'>

export function PickField<Value>({ label, value, onChange, id, ...rest }: PickFieldProps<Value>) {
  return (
    <Select<Value>
      {...(id ? { id } : {})}
      {...(value ? { value } : {})}
      {...(onChange ? { onChange } : {})}
      aria-label={label}
      showSearch={{ optionFilterProp: 'label' }}
      style={{ width: '100%' }}
      {...rest}
    />
  )
}
