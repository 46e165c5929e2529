/** How the measures of a case stand at a moment: what is in force until when, what is owed and since when. */
import type { FamilyCase } from '@jiahe/domain/familyCase.ts'
import type { ReportDuty } from '@jiahe/domain/mandatoryReports.ts'
import { measureOwed } from '@jiahe/domain/measures.ts'
import type {
  Breachable,
  OwedMeasure,
  Protection,
  RespondentMeasure,
} from '@jiahe/domain/measureVocabulary.ts'
import {
  isInForce,
  type ProtectionApplication,
  type ProtectionOrder,
} from '@jiahe/domain/protectionOrders.ts'
import type { FollowUp } from '@jiahe/domain/warningLetters.ts'

export interface LetterItem {
  readonly letterId: string
  readonly alertId: string | null
  readonly issuedOn: string
  readonly revoked: boolean
  readonly followUps: readonly {
    readonly dutyId: string
    readonly dueAt: string
    readonly state: 'due' | 'late' | 'done'
  }[]
}
export interface ProtectionItem {
  readonly protectionOrderId: string
  readonly prohibits: readonly Protection[]
  readonly from: string
  readonly until: string
  readonly state: 'in-force' | 'ahead' | 'over' | 'revoked'
  /** It ends soon and nothing goes on from it. */
  readonly renewalDue: boolean
}
export interface ReportItem extends Pick<ReportDuty, 'dutyId' | 'about' | 'reportBy'> {
  readonly state: 'due' | 'late' | 'reported' | 'waived'
}
export interface MeasuresView {
  readonly owed: readonly {
    readonly causeId: string
    readonly measure: OwedMeasure
    readonly since: string
  }[]
  readonly letters: readonly LetterItem[]
  readonly applications: readonly ProtectionApplication[]
  readonly protectionOrders: readonly ProtectionItem[]
  readonly taken: readonly {
    readonly measureId: string
    readonly measure: RespondentMeasure
    readonly alertId: string | null
    readonly takenOn: string
    readonly revoked: boolean
  }[]
  readonly breaches: readonly {
    readonly breachId: string
    readonly measure: Breachable
    readonly occurredAt: string
  }[]
  readonly reports: readonly ReportItem[]
}

export function measuresView(state: FamilyCase, now: Date): MeasuresView {
  return {
    owed: measureOwed(state),
    letters: state.letters.map(({ letterId, alertId, issuedOn, revoked, followUps }) => ({
      ...{ letterId, alertId, issuedOn, revoked },
      followUps: followUps.map((followUp) => followUpItem(followUp, now)),
    })),
    applications: state.applications,
    protectionOrders: state.protectionOrders.map((order) => protectionItem(order, now)),
    taken: state.taken,
    breaches: state.breaches.map(({ breachId, measure, occurredAt }) => ({ breachId, measure, occurredAt })),
    reports: state.reportDuties.map((duty) => reportItem(duty, now)),
  }
}

const isOver = (moment: string, now: Date): boolean => Date.parse(moment) < now.getTime()

function followUpItem({ dutyId, dueAt, doneAt }: FollowUp, now: Date) {
  const owed = isOver(dueAt, now) ? ('late' as const) : ('due' as const)
  return { dutyId, dueAt, state: doneAt === null ? owed : ('done' as const) }
}

function protectionItem(order: ProtectionOrder, now: Date): ProtectionItem {
  const { protectionOrderId, prohibits, from, until, revoked, renewed, renewalFellDue } = order
  const inForce = isInForce(order, now)
  const other = isOver(`${from}T00:00:00+08:00`, now) ? 'over' : 'ahead'
  const state = revoked ? 'revoked' : inForce ? 'in-force' : other
  return {
    ...{ protectionOrderId, prohibits, from, until, state },
    renewalDue: inForce && renewalFellDue && !renewed,
  }
}

function reportItem({ dutyId, about, reportBy, state }: ReportDuty, now: Date): ReportItem {
  const owed = isOver(reportBy, now) ? 'late' : 'due'
  return { dutyId, about, reportBy, state: state === 'open' ? owed : state }
}
