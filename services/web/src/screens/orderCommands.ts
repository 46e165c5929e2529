/** Which commands a federation can give on an order as it stands, the next step first, and what each asks for.
 *  The server decides again; this only spares people buttons that cannot work. */
import type { Level } from '@jiahe/domain/vocabulary.ts'
import type { OrderDetail } from '../api/shapes.ts'
import { texts } from '../texts/zh.ts'
import { hasHappened } from './deadlines.ts'

export type CommandName = Exclude<keyof typeof texts.orders.commands, 'contactAgain'>

const grave = (level: Level): boolean => level === 'high' || level === 'extreme'

export function commandsFor(order: OrderDetail, federation: string, now: number): CommandName[] {
  const isAssignee = order.assignee === federation
  const isAbove =
    order.supervisor === federation || (federation.length === 4 && order.supervisor.startsWith(federation))
  const transfer: CommandName[] = isAbove ? ['transfer'] : []
  switch (order.state) {
    case 'unroutable':
      return isAbove ? ['dispatch'] : []
    case 'returned':
      return transfer
    case 'dispatched':
      return [...(isAssignee ? (['accept', ...returning(order, now)] as const) : []), ...transfer]
    case 'accepted':
    case 'in-progress':
      return [...(isAssignee ? [...work(order), ...returning(order, now)] : []), ...transfer]
    case 'closure-requested': {
      const mayApprove = isAbove && (!isAssignee || federation.length === 4)
      return [...(mayApprove ? (['approve-closure', 'reject-closure'] as const) : []), ...transfer]
    }
    default:
      return []
  }
}

/** A grave order can only be returned before it had to be accepted. */
const returning = (order: OrderDetail, now: number): CommandName[] =>
  grave(order.level) && order.acceptBy !== null && Date.parse(order.acceptBy) < now ? [] : ['return']

function work(order: OrderDetail): CommandName[] {
  const did = (...types: string[]) => hasHappened(order.history, ...types)
  const contacted = did('ContactMade', 'VisitRecorded', 'MediationHeld')
  const disposed = did('DisposalReported')
  const next: CommandName = !contacted
    ? 'contact'
    : order.visitBy !== null && !did('VisitRecorded')
      ? 'visit'
      : disposed
        ? 'request-closure'
        : 'disposal'
  const all: CommandName[] = ['contact', 'visit', 'mediation', 'disposal']
  return [next, ...(disposed ? (['request-closure'] as const) : []), ...all].filter(
    (c, i, list) => list.indexOf(c) === i,
  )
}

/** No joint mediation at high or extreme. */
export const jointForbidden = (order: OrderDetail): boolean => grave(order.level)

export type Field =
  | {
      readonly kind: 'choice'
      readonly name: string
      readonly label: string
      readonly options: Readonly<Record<string, string>>
      readonly initial?: string
      readonly note?: string
    }
  | { readonly kind: 'federation'; readonly name: 'to'; readonly label: string }
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
  ...(name === 'consent' ? { note: words.fields.consentNote } : {}),
})

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
      return [{ kind: 'federation', name: 'to', label: fields.dispatchTo }, note]
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
      return []
  }
}

/** The body that the API takes: yes and no as booleans, empty words left out. */
export function bodyOf(values: Readonly<Record<string, unknown>>): Record<string, unknown> {
  const entries = Object.entries(values).flatMap(([key, value]): [string, unknown][] => {
    const text = typeof value === 'string' ? value.trim() : value
    if (text === undefined || text === '') return []
    return [[key, text === 'true' ? true : text === 'false' ? false : text]]
  })
  return Object.fromEntries(entries)
}
