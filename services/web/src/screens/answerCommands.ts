/** Which commands a person can give on a report that is owed a word, and what each asks for. The server decides again;
 *  this only spares people buttons that cannot work. */
import type { AnswerItem, CaseDetail, Me } from '../api/shapes.ts'
import { answerTexts as words } from '../texts/answers.ts'
import { texts } from '../texts/zh.ts'

export type AnswerCommandName = keyof typeof words.commands

const CITY_DIGITS = 4

export function answerCommandsFor(
  answer: AnswerItem,
  { violence }: Pick<CaseDetail, 'violence'>,
  me: Pick<Me, 'federation'>,
  now: number,
): AnswerCommandName[] {
  const { state, assignee, extension, concludeBy } = answer
  if (!assignee.startsWith(me.federation)) return []
  if (state === 'open') return violence ? ['take-report'] : ['take-report', 'decline-report']
  if (state !== 'taken') return []
  const inTime = Date.parse(concludeBy) > now
  // Nobody is above the city.
  const isAbove = me.federation.length < assignee.length || me.federation.length === CITY_DIGITS
  const judging: AnswerCommandName[] =
    extension === 'requested' && isAbove
      ? [...(inTime ? (['approve-answer-extension'] as const) : []), 'reject-answer-extension']
      : []
  const asking: AnswerCommandName[] = extension === 'none' && inTime ? ['request-answer-extension'] : []
  return [...judging, 'conclude-report', ...asking]
}

export interface AnswerField {
  readonly name: 'reason' | 'result' | 'note'
  readonly label: string
  /** Of a choice; absent where words are asked for. */
  readonly options?: Readonly<Record<string, string>>
}
const { fields } = words
const note = (label: string): AnswerField => ({ name: 'note', label })

export function answerFieldsOf(command: AnswerCommandName): readonly AnswerField[] {
  switch (command) {
    case 'take-report':
      return [note(fields.told)]
    case 'decline-report':
      return [
        { name: 'reason', label: fields.declineReason, options: texts.declineReasons },
        note(fields.told),
      ]
    case 'conclude-report':
      return [{ name: 'result', label: fields.result, options: texts.disposalResults }, note(fields.answer)]
    case 'request-answer-extension':
      return [
        { name: 'reason', label: fields.extensionReason, options: texts.answerExtensionReasons },
        note(fields.note),
      ]
    default:
      return [note(fields.note)]
  }
}
