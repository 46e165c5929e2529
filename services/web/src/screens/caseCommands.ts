/** Which commands a person can give on a case as it stands, and what each asks for. The server decides again; this
 *  only spares people buttons that cannot work. */
import type { Level } from '@jiahe/domain/vocabulary.ts'
import type { CaseDetail, Me } from '../api/shapes.ts'
import { texts } from '../texts/zh.ts'

export type CaseCommandName = keyof typeof texts.caseActions.done

const grave = (level: Level | null): boolean => level === 'high' || level === 'extreme'
const caseworkers: readonly Me['role'][] = ['mediator', 'district-officer', 'dispatcher']
export const isOwnOverride = (data: CaseDetail, me: Me): boolean =>
  data.overridden?.pending?.askedBy === `account:${me.id}`

export function caseCommandsFor(data: CaseDetail, me: Me): CaseCommandName[] {
  if (!caseworkers.includes(me.role) || data.mergedInto) return []
  const above = me.role !== 'mediator' && me.federation.length <= 6
  const sealing: CaseCommandName[] = above ? (data.sealedFor ? ['seal', 'unseal'] : ['seal']) : []
  if (data.closedAt) return ['reopen', ...sealing]
  return [
    ...judging(data, me, above),
    ...(data.level ? (['override-grade'] as const) : []),
    ...(above ? [...charge(data), ...merging(data)] : []),
    ...sealing,
    ...(mayClose(data, above) ? (['close'] as const) : []),
  ]
}

function judging(data: CaseDetail, me: Me, above: boolean): CaseCommandName[] {
  if (!data.overridden?.pending) return []
  if (isOwnOverride(data, me)) return ['decline-override']
  return above ? ['approve-override', 'decline-override'] : []
}

function charge(data: CaseDetail): CaseCommandName[] {
  if (data.leader) return ['release-leader']
  const alerts = data.intakes.filter(({ kind }) => kind === 'alert').length
  return grave(data.level) || alerts > 1 || data.orders.some(({ bounces }) => bounces > 0) ? ['leader'] : []
}

const merging = ({ mergedCases }: CaseDetail): CaseCommandName[] =>
  mergedCases.length > 0 ? ['merge', 'unmerge'] : ['merge']

const mayClose = ({ level, leader, orders }: CaseDetail, above: boolean): boolean =>
  level !== null &&
  leader === null &&
  (above || !grave(level)) &&
  orders.every(({ state }) => state === 'closed')

export type CaseField =
  | {
      readonly kind: 'choice'
      readonly name: string
      readonly label: string
      readonly options: Readonly<Record<string, string>>
    }
  | { readonly kind: 'leader' | 'named' | 'other' | 'merged'; readonly name: string; readonly label: string }
  | { readonly kind: 'note'; readonly name: 'note'; readonly label: string }

const words = texts.caseActions
const note: CaseField = { kind: 'note', name: 'note', label: words.fields.note }
const reason = (options: Readonly<Record<string, string>>): CaseField => ({
  kind: 'choice',
  name: 'reason',
  label: words.fields.reason,
  options,
})
const without = (options: Readonly<Record<string, string>>, ...codes: readonly string[]) =>
  Object.fromEntries(Object.entries(options).filter(([code]) => !codes.includes(code)))

/** The fields of a command's form; none for those that are one tap. */
export function caseFieldsOf(command: CaseCommandName, data: CaseDetail): readonly CaseField[] {
  const { fields } = words
  switch (command) {
    case 'override-grade':
      return [
        {
          kind: 'choice',
          name: 'level',
          label: fields.level,
          options: without(texts.levels, data.level ?? ''),
        },
        reason(texts.overrideReasons),
        note,
      ]
    case 'decline-override':
      return [note]
    case 'leader':
      return [{ kind: 'leader', name: 'leaderId', label: fields.leaderId }, note]
    case 'release-leader':
      return [reason(texts.leaderReleaseReasons), note]
    case 'seal':
      return [{ kind: 'named', name: 'named', label: fields.named }, reason(texts.sealReasons), note]
    case 'unseal':
      return [reason(texts.unsealReasons), note]
    case 'merge':
      return [{ kind: 'other', name: 'caseId', label: fields.other }, reason(texts.mergeReasons), note]
    case 'unmerge':
      return [
        { kind: 'merged', name: 'caseId', label: fields.unmergeFrom },
        reason(without(texts.unmergeReasons, 'merged-elsewhere')),
        note,
      ]
    case 'close':
      return [reason(without(texts.caseCloseReasons, 'term-over')), note]
    case 'reopen':
      return [
        reason(without(texts.caseReopenReasons, 'new-alert', 'new-report', 'breach', 'order-opened')),
        note,
      ]
    default:
      return []
  }
}
