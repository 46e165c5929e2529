/** What can be recorded of the measures of a case as they stand, and what each asks for. The server decides again; this
 *  only spares people buttons that cannot work. */
import { monthsAfter } from '@jiahe/domain/days.ts'
import type { OrganisationKind } from '@jiahe/domain/vocabulary.ts'
import type { Measures } from '../api/measureShapes.ts'
import type { CaseDetail, Me } from '../api/shapes.ts'
import { dayOf, shortTime } from '../parts/moment.tsx'
import { measureTexts as words } from '../texts/measures.ts'

export type MeasureCommandName = keyof typeof words.commands
/** What a command is about where the row that it is given on says so. */
export type About = Readonly<Record<string, string>>
export interface Act {
  readonly command: MeasureCommandName
  readonly about: About
}

const caseworkers: readonly Me['role'][] = ['mediator', 'district-officer', 'dispatcher']
export const mayRecord = ({ role }: Pick<Me, 'role'>): boolean => caseworkers.includes(role)
/** Reasons against a measure or a report are given by those above the township. */
export const mayWaive = ({ federation }: Pick<Me, 'federation'>): boolean => federation.length <= 6

/** One that has ended may have been breached while it was in force; what stands says so on its own row. */
const hasEnded = ({ protectionOrders }: Measures): boolean =>
  protectionOrders.some(({ state }) => state === 'over')

/** What can be recorded at any time; the rest is given on the row that it is about. */
export function measureCommandsFor({ measures }: Pick<CaseDetail, 'measures'>): MeasureCommandName[] {
  const asked = measures.applications.some(({ state }) => state === 'open')
  return [
    'issue-letter',
    ...(asked ? [] : (['apply-protection'] as const)),
    'grant-protection',
    'take-measure',
    ...(hasEnded(measures) ? (['record-breach'] as const) : []),
    'require-report',
    'report-to-police',
  ]
}

export type MeasureField =
  | {
      readonly kind: 'choice' | 'several'
      readonly name: string
      readonly label: string
      readonly options: Readonly<Record<string, string>>
      readonly initial?: string | readonly string[]
    }
  | {
      readonly kind: 'day'
      readonly name: string
      readonly label: string
      readonly initial: string
      readonly latest?: string
    }
  | {
      readonly kind: 'authority'
      readonly name: string
      readonly label: string
      readonly of: OrganisationKind
    }
  | { readonly kind: 'note'; readonly name: 'note'; readonly label: string }

const { fields } = words
const TERM_MONTHS = 6
const note: MeasureField = { kind: 'note', name: 'note', label: fields.note }
const choice = (name: string, label: string, options: About, initial?: string): MeasureField => ({
  ...{ kind: 'choice', name, label, options },
  ...(initial === undefined ? {} : { initial }),
})
const authority = (name: string, label: string, of: OrganisationKind): MeasureField => ({
  ...{ kind: 'authority', name, label, of },
})

/** The fields of a command's form; `now` is the server's. */
export function measureFieldsOf(
  command: MeasureCommandName,
  about: About,
  data: Pick<CaseDetail, 'intakes' | 'measures'>,
  now: number,
): readonly MeasureField[] {
  const today = dayOf(now)
  const past = (name: string, label: string): MeasureField => ({
    ...{ kind: 'day', name, label, initial: today, latest: today },
  })
  const all = fieldsOf()
  return [...all.filter(({ name }) => !(name in about)), note]

  function fieldsOf(): readonly MeasureField[] {
    switch (command) {
      case 'issue-letter':
        return [
          past('issuedOn', fields.issuedOn),
          ...alertField(data),
          authority('issuedBy', fields.issuedBy, 'police-station'),
        ]
      case 'follow-up-letter':
        return [
          past('visitedOn', fields.visitedOn),
          { kind: 'several', name: 'with', label: fields.with, options: words.letterVisitors },
        ]
      case 'apply-protection':
        return [
          choice('applicant', fields.applicant, words.protectionApplicants, 'victim'),
          past('appliedOn', fields.appliedOn),
          choice('urgent', fields.urgent, fields.urgentOptions, 'false'),
          authority('court', fields.court, 'court'),
        ]
      case 'grant-protection':
        return [
          { kind: 'several', name: 'prohibits', label: fields.prohibits, options: words.protections },
          past('from', fields.from),
          { kind: 'day', name: 'until', label: fields.until, initial: monthsAfter(today, TERM_MONTHS) },
          authority('court', fields.court, 'court'),
        ]
      case 'refuse-protection':
        return [past('refusedOn', fields.refusedOn), authority('court', fields.court, 'court')]
      case 'take-measure':
        return [
          choice('measure', fields.measure, words.respondentMeasures),
          past('takenOn', fields.takenOn),
          ...alertField(data),
          authority('takenBy', fields.takenBy, 'police-station'),
        ]
      case 'record-breach':
        return [
          choice('measure', fields.breached, standingOf(data.measures)),
          past('breachedOn', fields.breachedOn),
        ]
      case 'revoke-measure':
        return [choice('reason', fields.reason, words.revocationReasons)]
      case 'waive-measure':
        return [choice('reason', fields.reason, words.waiverReasons)]
      case 'require-report':
        return [choice('about', fields.about, words.protectedPersons, 'child')]
      case 'report-to-police':
        return [
          choice('about', fields.about, words.protectedPersons, 'child'),
          choice('alreadyKnown', fields.known, fields.knownOptions, 'false'),
          choice('means', fields.means, words.reportMeans, 'phone'),
        ]
      case 'waive-report':
        return [choice('reason', fields.reason, words.reportWaiverReasons)]
      default:
        return command satisfies never
    }
  }
}

/** Which alert it answers; the newest unless said otherwise. */
function alertField({ intakes }: Pick<CaseDetail, 'intakes'>): readonly MeasureField[] {
  const alerts = intakes.filter(({ kind }) => kind === 'alert').reverse()
  if (alerts.length === 0) return []
  const options = Object.fromEntries(
    alerts.map(({ intakeId, occurredAt }) => [intakeId, fields.alertOf(shortTime(occurredAt))]),
  )
  return [choice('alertId', fields.alert, { ...options, '': fields.noAlert }, alerts[0]!.intakeId)]
}

const standingOf = ({ letters, protectionOrders }: Measures): About => ({
  ...(protectionOrders.some(({ state }) => state === 'in-force' || state === 'over')
    ? { 'protection-order': words.breachable['protection-order'] }
    : {}),
  ...(letters.some(({ revoked }) => !revoked)
    ? { 'warning-letter': words.breachable['warning-letter'] }
    : {}),
})
