/** One choice of a few as a row of buttons: radio buttons underneath, so the arrow keys work. */
import { useId } from 'react'

interface Choice {
  readonly value: string
  readonly label: string
}
interface ChipsProps {
  readonly legend: string
  readonly choices: readonly Choice[]
  readonly value: string
  readonly onChange: (value: string) => void
  /** In a form, where a label stands above already: the legend is for screen readers, the row may wrap. */
  readonly quiet?: boolean
  /** Few and short enough to share a line with others on a phone. */
  readonly short?: boolean
}
export function Chips({ legend, choices, value, onChange, quiet = false, short = false }: ChipsProps) {
  const name = useId()
  return (
    <fieldset className={['chips', quiet && 'wrapping', short && 'short'].filter(Boolean).join(' ')}>
      <legend className={quiet ? 'hidden-visually' : undefined}>{legend}</legend>
      {choices.map((choice) => (
        <label key={choice.value}>
          <input
            type="radio"
            name={name}
            value={choice.value}
            checked={choice.value === value}
            onChange={() => onChange(choice.value)}
          />
          {choice.label}
        </label>
      ))}
    </fieldset>
  )
}

/** The choices of a vocabulary table, with one before them that means none in particular. */
export const choicesOf = (table: Readonly<Record<string, string>>, any?: string): Choice[] => [
  ...(any === undefined ? [] : [{ value: '', label: any }]),
  ...Object.entries(table).map(([value, label]) => ({ value, label })),
]
