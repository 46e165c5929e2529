/** Several of a few, all in sight: a form field of checkboxes that look like chips. */
interface SeveralFieldProps {
  readonly legend: string
  readonly options: Readonly<Record<string, string>>
  readonly value?: readonly string[]
  readonly onChange?: (value: readonly string[]) => void
}
export const SeveralField = ({ legend, options, value = [], onChange }: SeveralFieldProps) => (
  <fieldset className="chips wrapping">
    <legend className="hidden-visually">{legend}</legend>
    {Object.entries(options).map(([code, label]) => (
      <label key={code}>
        <input
          type="checkbox"
          checked={value.includes(code)}
          onChange={({ target }) =>
            onChange?.(target.checked ? [...value, code] : value.filter((one) => one !== code))
          }
        />
        {label}
      </label>
    ))}
  </fieldset>
)
