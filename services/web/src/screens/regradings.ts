/** A case that nothing new is known of is graded again and again, and mostly comes out as before. Whoever reads what
 *  happened is not helped by that: such gradings are told apart, and shown on request. */
import type { Step } from '../api/shapes.ts'

const gradeOf = ({ data }: Step): string => `${String(data.level)} ${String(data.score)}`

/** Ids of the steps that changed nothing; the steps in the order in which they were recorded. */
export function idleRegradings(steps: readonly Step[]): ReadonlySet<string> {
  const idle = new Set<string>()
  let standing: string | null = null
  let due: Step | null = null
  for (const step of steps) {
    if (step.type === 'GradingFellDue') due = step
    if (step.type !== 'RiskGraded') continue
    if (due !== null && standing === gradeOf(step)) idle.add(due.eventId).add(step.eventId)
    standing = gradeOf(step)
    due = null
  }
  return idle
}
