/** Grades and states as words with a colour: the word says it, the colour only helps. */
import type { AnswerState, CallbackState, Level, OrderState } from '@jiahe/domain/vocabulary.ts'
import { texts } from '../texts/zh.ts'

/** `coverage`: share of the factors that are known. A low grade that rests on little says so. */
export function LevelTag({ level, coverage }: { readonly level: Level; readonly coverage?: number }) {
  const little = level === 'low' && coverage !== undefined && coverage < 0.5
  return (
    <span className={`tag level ${level}`}>{little ? texts.grade.littleKnown : texts.levels[level]}</span>
  )
}

const orderTones: Record<OrderState, string> = {
  dispatched: 'waiting',
  unroutable: 'warn',
  accepted: '',
  returned: 'warn',
  'in-progress': '',
  'closure-requested': 'waiting',
  closed: 'done',
}
export const StateTag = ({ state }: { readonly state: OrderState }) => (
  <span className={`tag ${orderTones[state]}`}>{texts.orderStates[state]}</span>
)

const callbackTones: Record<CallbackState, string> = {
  due: 'waiting',
  late: 'warn',
  done: 'done',
  unreachable: 'high',
}
export const CallbackTag = ({ state }: { readonly state: CallbackState }) => (
  <span className={`tag ${callbackTones[state]}`}>{texts.callbackStates[state]}</span>
)

const answerTones: Record<AnswerState, string> = {
  open: 'waiting',
  taken: '',
  declined: 'done',
  concluded: 'done',
}
export const AnswerTag = ({ state }: { readonly state: AnswerState }) => (
  <span className={`tag ${answerTones[state]}`}>{texts.answerStates[state]}</span>
)
