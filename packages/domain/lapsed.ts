/**
 * What was owed on an intake that moved to another case, and had passed by then without anybody noticing: it stays to
 * be recorded here, where it passed. There it is owed anew, with time of its own; that hides no lateness.
 */

import type { Answers } from './answers.ts'
import { answerDues } from './answers.ts'
import { type FamilyCaseEvent, idOfStream } from './catalogue.ts'
import type { Due } from './due.ts'
import { callbackDues, type Duties } from './duties.ts'
import { derivedId } from './ids.ts'

export interface Lapsed {
  readonly lapsed: readonly Due[]
}
export const nothingLapsed: Lapsed = { lapsed: [] }

/** The intake moves away at the moment. */
export function lapsedWith(
  { lapsed, duties, answers }: Lapsed & Duties & Answers,
  intakeId: string,
  at: string,
): Lapsed {
  const own = [
    ...callbackDues({ duties: new Map([...duties].filter(([, duty]) => duty.alertId === intakeId)) }),
    ...answerDues({ answers: new Map([...answers].filter(([reportId]) => reportId === intakeId)) }),
  ]
  return { lapsed: [...lapsed, ...own.filter((due) => Date.parse(due.at) <= Date.parse(at))] }
}

/** Once it is recorded it is told. */
export function lapsedAfter({ lapsed }: Lapsed, { id, stream }: FamilyCaseEvent): Lapsed {
  if (lapsed.length === 0) return { lapsed }
  const about = idOfStream(stream)
  return { lapsed: lapsed.filter(({ at, type, key }) => derivedId(at, type, about, key) !== id) }
}
