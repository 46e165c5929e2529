/** A filter that is on or off. */
interface ToggleProps {
  readonly label: string
  readonly on: boolean
  readonly set: (on: boolean) => void
}
export const Toggle = ({ label, on, set }: ToggleProps) => (
  <button type="button" className="toggle" aria-pressed={on} onClick={() => set(!on)}>
    {label}
  </button>
)
