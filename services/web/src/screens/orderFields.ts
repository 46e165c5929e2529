/** What the form of each command asks for, and the body that becomes of it. */
import type { OrderDetail } from '../api/shapes.ts'
import { orderLifeTexts as life } from '../texts/orderLife.ts'
import { texts } from '../texts/zh.ts'
import { type CommandName, jointForbidden } from './orderCommands.ts'

export type Field =
  | {
      readonly kind: 'choice'
      readonly name: string
      readonly label: string
      readonly options: Readonly<Record<string, string>>
      readonly initial?: string
      readonly note?: string
      /** Asked only while another field stands so. */
      readonly when?: { readonly name: string; readonly is: string }
    }
  | { readonly kind: 'organisation'; readonly name: string; readonly label: string; readonly note: string }
  | {
      readonly kind: 'federation'
      readonly name: 'to'
      readonly label: string
      /** Suggested, and to be looked at. */
      readonly initial?: string
    }
  | { readonly kind: 'facts'; readonly name: 'facts'; readonly label: string; readonly note: string }
  | { readonly kind: 'note'; readonly name: 'note'; readonly label: string; readonly required?: boolean }

const words = texts.orders
const note: Field = { kind: 'note', name: 'note', label: words.fields.note }
const yesNo = (name: 'withPolice' | 'consent'): Field => ({
  kind: 'choice',
  name,
  label: words.fields[name],
  options: words[name],
  initial: 'false',
  ...(name === 'consent' ? { note: words.fields.consentNote, when: { name: 'joint', is: 'true' } } : {}),
})

const choice = (name: string, label: string, options: Readonly<Record<string, string>>): Field => ({
  ...{ kind: 'choice', name, label, options },
})
const required = (label: string): Field => ({ kind: 'note', name: 'note', label, required: true })
const { 'new-matter': _byItself, ...reopenReasons } = life.reopenReasons

/** The fields of a command's form; none for those that are one tap. */
export function fieldsOf(command: CommandName, order: OrderDetail): readonly Field[] {
  const { fields } = words
  switch (command) {
    case 'return':
      return [
        { kind: 'choice', name: 'reason', label: fields.returnReason, options: texts.returnReasons },
        note,
      ]
    case 'transfer':
      return [{ kind: 'federation', name: 'to', label: fields.to }, note]
    case 'dispatch':
      return [
        {
          ...{ kind: 'federation', name: 'to', label: fields.dispatchTo },
          ...(order.suggestion ? { initial: order.suggestion.federation } : {}),
        },
        note,
      ]
    case 'contact':
      return [
        { kind: 'choice', name: 'with', label: fields.with, options: texts.partyRoles, initial: 'victim' },
        { kind: 'choice', name: 'means', label: fields.means, options: words.means, initial: 'phone' },
        note,
      ]
    case 'visit':
      return [
        yesNo('withPolice'),
        { kind: 'facts', name: 'facts', label: fields.facts, note: fields.factsNote },
        note,
      ]
    case 'mediation': {
      const joint: Field = {
        kind: 'choice',
        name: 'joint',
        label: fields.joint,
        options: words.joint,
        initial: 'false',
      }
      const outcome: Field = {
        kind: 'choice',
        name: 'outcome',
        label: fields.outcome,
        options: texts.mediationOutcomes,
      }
      return [...(jointForbidden(order) ? [] : [joint, yesNo('consent')]), outcome, note]
    }
    case 'disposal':
      return [{ kind: 'choice', name: 'result', label: fields.result, options: texts.disposalResults }, note]
    case 'request-closure':
      return [note]
    case 'reject-closure':
      return [{ kind: 'note', name: 'note', label: fields.rejectNote, required: true }]
    default:
      return fieldsAround(command)
  }
}

function fieldsAround(command: CommandName): readonly Field[] {
  const { fields } = words
  switch (command) {
    case 'resource':
      return [
        choice('kind', fields.kind, life.kinds),
        choice('purpose', fields.purpose, life.purposes),
        {
          ...{ kind: 'organisation', name: 'organisation', label: fields.organisation },
          note: fields.organisationNote,
        },
        note,
      ]
    case 'decline-resource':
      return [choice('reason', fields.declineReason, life.declines), note]
    case 'report-resource':
      return [choice('outcome', fields.resourceOutcome, life.outcomes), note]
    case 'withdraw-resource':
      return [choice('reason', fields.withdrawReason, life.withdrawals), note]
    case 'supervise':
      return [
        choice('reason', fields.superviseReason, life.supervisionReasons),
        required(fields.superviseNote),
      ]
    case 'answer-supervision':
      return [required(fields.answerNote)]
    case 'request-extension':
      return [choice('reason', fields.extensionReason, life.extensionReasons), required(fields.note)]
    case 'reject-extension':
      return [required(fields.rejectNote)]
    case 'satisfaction':
      return [
        choice('score', fields.score, life.scores),
        { ...{ kind: 'choice', name: 'of', label: fields.of, options: texts.partyRoles }, initial: 'victim' },
        note,
      ]
    case 'reopen':
      return [choice('reason', fields.reopenReason, reopenReasons), required(fields.note)]
    default:
      return []
  }
}

/** The body that the API takes: yes and no as booleans, a score as a number, empty words left out. */
export function bodyOf(values: Readonly<Record<string, unknown>>): Record<string, unknown> {
  const entries = Object.entries(values).flatMap(([key, value]): [string, unknown][] => {
    const text = typeof value === 'string' ? value.trim() : value
    if (text === undefined || text === '') return []
    if (key === 'score') return [[key, Number(text)]]
    return [[key, text === 'true' ? true : text === 'false' ? false : text]]
  })
  return Object.fromEntries(entries)
}
