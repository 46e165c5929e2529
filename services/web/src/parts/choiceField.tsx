/** One of a few, all in sight: a form field of radio buttons that look like chips. */
import { Chips, choicesOf } from './chips.tsx'

interface ChoiceFieldProps {
  readonly legend: string
  readonly options: Readonly<Record<string, string>>
  readonly value?: string
  readonly onChange?: (value: string) => void
}
export const ChoiceField = ({ legend, options, value = '', onChange }: ChoiceFieldProps) => (
  <Chips
    legend={legend}
    quiet
    choices={choicesOf(options)}
    value={value}
    onChange={(chosen) => onChange?.(chosen)}
  />
)
