/** What was newly learned, factor by factor. A factor that is left blank says nothing: unknown is not no. */
import { factors, type RiskFactor } from 'virtual:risk-factors'
import { factorName } from '../texts/factors.ts'
import { texts } from '../texts/zh.ts'

type Answers = Readonly<Record<string, string>>
interface FactsFieldProps {
  readonly violence: boolean
  readonly value?: Answers
  readonly onChange?: (value: Answers) => void
}

const asked = (track: RiskFactor['track']) =>
  factors.filter((f) => f.track === track && f.kind !== 'counted' && !f.handOver)
const yesOrNo: Readonly<Record<string, string>> = { yes: texts.answers.yes, no: texts.answers.no }
const degrees: Readonly<Record<string, string>> = texts.injuries

export function FactsField({ violence, value = {}, onChange }: FactsFieldProps) {
  const set = (factor: string, answer: string | null) => {
    const { [factor]: _before, ...rest } = value
    onChange?.(answer === null ? rest : { ...rest, [factor]: answer })
  }
  const list = (track: RiskFactor['track']) => (
    <ul className="fact-list">
      {asked(track).map((factor) => (
        <FactRow key={factor.id} factor={factor} answer={value[factor.id]} set={(a) => set(factor.id, a)} />
      ))}
    </ul>
  )
  if (violence) return list('violence')
  return (
    <>
      {list('dispute')}
      <details className="fact-more">
        <summary>{texts.facts.violenceToo}</summary>
        {list('violence')}
      </details>
    </>
  )
}

interface FactRowProps {
  readonly factor: RiskFactor
  readonly answer: string | undefined
  readonly set: (answer: string | null) => void
}
function FactRow({ factor, answer, set }: FactRowProps) {
  const options =
    factor.kind === 'degree'
      ? factor.degrees.map((d) => [d, degrees[d] ?? d] as const)
      : Object.entries(yesOrNo)
  return (
    <li>
      <span aria-hidden="true">{factorName(factor.id, factor.name)}</span>
      {/* Pressing the chosen answer again takes it back. */}
      <fieldset className="answers">
        <legend className="hidden-visually">{factorName(factor.id, factor.name)}</legend>
        {options.map(([option, label]) => (
          <button
            key={option}
            type="button"
            className="toggle"
            aria-pressed={answer === option}
            onClick={() => set(answer === option ? null : option)}
          >
            {label}
          </button>
        ))}
      </fieldset>
    </li>
  )
}
