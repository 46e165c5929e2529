/**
 * Hands in a batch and lets go of it as soon as it is admitted, so that the next can be prepared while this one
 * is appended. What comes next is never admitted before it, nor when it failed: the order of a file stands.
 */
import type { Accepted, Intake } from './intake.ts'
import type { Submission } from './plan.ts'

export interface InHand {
  /** In the order of the submissions. */
  readonly answers: Promise<readonly Accepted[]>
}

/** Resolves when all are admitted; rejects when one cannot be. */
export async function handIn(submissions: readonly Submission[], submit: Intake['submit']): Promise<InHand> {
  const admissions: Promise<void>[] = []
  const answers = Promise.all(
    submissions.map((submission) => {
      let admit = () => {}
      admissions.push(
        new Promise((resolve) => {
          admit = resolve
        }),
      )
      return submit(submission, admit)
    }),
  )
  // Looked at when its turn comes; a fault is seen then.
  answers.catch(() => {})
  await Promise.race([Promise.all(admissions), answers])
  return { answers }
}
