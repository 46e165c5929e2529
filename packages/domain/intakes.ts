/**
 * What was said of a family, and by which event: alerts and reports with their amendments, and the statements of
 * callbacks, visits, mediations and breaches. A grade rests on these and on nothing else.
 */

import type { gradingEvents } from './catalogue/grading.ts'
import type { intakeEvents } from './catalogue/intake.ts'
import type { DataOf, EventsOf, FamilyCaseEvent } from './catalogue.ts'
import type { FactorAnswers } from './facts.ts'
import type { Merging } from './merging.ts'
import type { Statement } from './weighing.ts'

type Matter = Omit<DataOf<'IntakeAmended'>, 'intakeId' | 'movedTo'>
export interface Intake extends Matter {
  readonly intakeId: string
  readonly kind: 'alert' | 'report'
  readonly occurredAt: string
  readonly recordedAt: string
  /** The event that says this now: the intake itself, or its newest amendment. */
  readonly saidBy: string
}
/** What another case may be told of an intake: not who, and not in which words. */
export type SaidIntake = Omit<Intake, 'parties' | 'texts'>
export interface Intakes {
  /** In the order received; an intake that moved to another case is gone. */
  readonly intakes: ReadonlyMap<string, Intake>
  /** What was said otherwise: callbacks, visits, mediations, breaches. */
  readonly statements: readonly Statement[]
}
export const noIntakes: Intakes = { intakes: new Map(), statements: [] }

export function evolveIntakes(state: Intakes, event: EventsOf<typeof intakeEvents>): Partial<Intakes> {
  const { occurredAt, recordedAt } = event.metadata
  const intakes = new Map(state.intakes)
  if (event.type !== 'IntakeAmended') {
    const kind = event.type === 'AlertReceived' ? 'alert' : 'report'
    const said = { intakeId: event.id, kind, occurredAt, recordedAt, saidBy: event.id } as const
    return { intakes: intakes.set(event.id, { ...matterOf(event.data), ...said }) }
  }
  const before = intakes.get(event.data.intakeId)
  if (event.data.movedTo !== null) intakes.delete(event.data.intakeId)
  else if (before)
    intakes.set(before.intakeId, { ...before, ...matterOf(event.data), occurredAt, saidBy: event.id })
  return { intakes }
}

type Said =
  | Extract<EventsOf<typeof gradingEvents>, { type: 'FindingsRecorded' | 'MeasureBreached' }>
  | Extract<FamilyCaseEvent, { type: 'CallbackCompleted' }>

export function evolveStatements({ statements }: Intakes, event: Said): Partial<Intakes> {
  switch (event.type) {
    case 'CallbackCompleted':
      return { statements: [...statements, said(event, 'callback', event.data.facts)] }
    case 'FindingsRecorded': {
      const found = said(event, 'finding', event.data.facts, event.data.mediationFailed)
      return { statements: [...statements, { ...found, eventId: event.data.originId }] }
    }
    case 'MeasureBreached':
      return { statements: [...statements, said(event, 'breach', {})] }
    default:
      return event satisfies never
  }
}

const matterOf = ({
  channel,
  regionCode,
  maritalStatus,
  disputeType,
  relationship,
  parties,
  facts,
  texts,
}: Matter): Matter => ({
  ...{ channel, regionCode, maritalStatus, disputeType, relationship, parties, facts, texts },
})

const said = (
  event: FamilyCaseEvent,
  kind: Statement['kind'],
  answers: FactorAnswers,
  mediationFailed = false,
): Statement => ({
  eventId: event.id,
  kind,
  occurredAt: event.metadata.occurredAt,
  answers,
  maritalStatus: null,
  mediationFailed,
})

// What the state says -----------------------------------------------------------------------------------

type Family = Pick<Intakes, 'intakes'> & Pick<Merging, 'merged'>
/** Its own intakes, and those of the cases merged into it. */
export const intakesOfFamily = ({ intakes, merged }: Family): SaidIntake[] => [
  ...intakes.values(),
  ...[...merged.values()].flatMap((one) => one.intakes),
]

/** The intake that happened last; routing, marital status and dispute type of the case are its. */
export function newestIntake(family: Family): SaidIntake | null {
  return intakesOfFamily(family).reduce<SaidIntake | null>(
    (a, b) => (a && Date.parse(a.occurredAt) > Date.parse(b.occurredAt) ? a : b),
    null,
  )
}

export const isViolent = (family: Family): boolean =>
  intakesOfFamily(family).some((i) => i.kind === 'alert' || i.disputeType === 'domestic-violence')
