/** By when each of the two words on a report is owed, and when it was said. */
import { useRegions } from '../api/regions.ts'
import type { AnswerItem } from '../api/shapes.ts'
import { Countdown, Moment } from '../parts/moment.tsx'
import { answerTexts as words } from '../texts/answers.ts'

interface WordOwed {
  readonly name: keyof typeof words.steps
  readonly by: string
  readonly metAt: string | null
  readonly next: boolean
  /** Nobody waits for a result where it was declined. */
  readonly needed: boolean
}
export function AnswerClock({ answer }: { readonly answer: AnswerItem }) {
  const regions = useRegions()
  const { state, takeBy, concludeBy, takenAt, endedAt } = answer
  const declined = state === 'declined'
  const steps: readonly WordOwed[] = [
    { name: 'take', by: takeBy, metAt: takenAt ?? endedAt, next: state === 'open', needed: true },
    {
      ...{ name: 'conclude', by: concludeBy, metAt: declined ? null : endedAt },
      ...{ next: state === 'taken', needed: !declined },
    },
  ]
  return (
    <div className="card stack">
      <h2>{words.columns.clock}</h2>
      <ol className="deadlines">
        {steps.map(({ name, by, metAt, next, needed }) => (
          <li key={name} className={metAt ? 'met' : next ? 'next' : ''}>
            <b>{words.steps[name]}</b>
            {metAt ? (
              <span className={metAt > by ? 'late' : 'done'}>
                {metAt > by ? words.step.metLate : words.step.met}
              </span>
            ) : needed ? (
              <Countdown at={by} />
            ) : (
              <span className="soft">{words.step.none}</span>
            )}
            {needed && (
              <span className="soft small">
                <Moment at={metAt ?? by} />
              </span>
            )}
          </li>
        ))}
      </ol>
      <p className="soft small">
        {words.columns.assignee} {regions.federation(answer.assignee)}
      </p>
    </div>
  )
}
