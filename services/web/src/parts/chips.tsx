/** One choice of a few as a row of buttons: radio buttons underneath, so the arrow keys work. */
import { useId, useLayoutEffect, useRef } from 'react'

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
  const row = useRef<HTMLFieldSetElement>(null)
  // On a phone the row is longer than the screen, and what is chosen may stand at its end.
  // biome-ignore lint/correctness/useExhaustiveDependencies: what is chosen is read from the page
  useLayoutEffect(() => {
    const chosen = row.current?.querySelector('label:has(input:checked)')
    if (!row.current || !chosen) return
    const beyond = chosen.getBoundingClientRect().right - row.current.getBoundingClientRect().right
    if (beyond > 0) row.current.scrollLeft += beyond
  }, [value])
  return (
    <fieldset
      ref={row}
      className={['chips', quiet && 'wrapping', short && 'short'].filter(Boolean).join(' ')}
    >
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
