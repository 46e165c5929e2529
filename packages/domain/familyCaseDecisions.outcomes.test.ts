/**
 * What becomes of what a sender hands in: the outcome of an intake that is new, told again, amended or moved to
 * another family, in every state of its case. Who sent it makes no difference: a key may only speak of its own.
 */
import t from 'tap'
import type { FamilyCaseEvent, NewDomainEvent } from './catalogue.ts'
import type { Decision } from './event.ts'
import {
  alert,
  type CasePast,
  closed,
  graded,
  joined,
  mergedFrom,
  otherCase,
  sealedFor,
} from './exampleCases.ts'
import { district, township } from './exampleCity.ts'
import { alertOf, amendmentOf, reportOf } from './exampleEvents.ts'
import { type FamilyCase, foldFamilyCase } from './familyCase.ts'
import { amendIntake, receiveIntake } from './familyCaseDecisions.ts'
import { acting, caseId, day, happened, hours, named } from './spec.ts'
import { walkOutcomes } from './specOutcomes.ts'

const [intakeId, amendmentId, elsewhere] = [named('alert'), named('amendment'), named('other case')]
const known = [alert, graded('medium')]
const amended = [
  ...known,
  happened('IntakeAmended', amendmentOf(intakeId, { F02: 'yes' }), { id: amendmentId, at: day(1) }),
]
const movedAway = (id: string) =>
  happened('IntakeAmended', amendmentOf(intakeId, {}, { movedTo: elsewhere }), { id, at: day(1) })

const states: Readonly<Record<string, readonly CasePast[]>> = {
  none: [],
  'of-others': [happened('ReportReceived', reportOf(), { id: named('another') })],
  known,
  amended,
  moved: [...known, movedAway(named('a move'))],
  'amended-and-moved': [...amended, movedAway(named('a move'))],
  sealed: [...known, sealedFor(township, district)],
  merging: [...known, mergedFrom(otherCase.caseId)],
  joined: [...known, joined],
  closed: [...known, closed()],
}

type Name =
  | 'receive-alert'
  | 'receive-report'
  | 'receive-another'
  | 'receive-moved'
  | 'amend'
  | 'amend-away'
  | 'amend-unknown'
type Decide = (state: FamilyCase) => Decision<NewDomainEvent, string>
const context = acting(day(2))
const occurredAt = hours(0)
const receive =
  (kind: 'alert' | 'report', id: string, data = alertOf()): Decide =>
  (state) =>
    receiveIntake(state, { caseId, intakeId: id, kind, occurredAt, data }, context)
const amend =
  (data: ReturnType<typeof amendmentOf>): Decide =>
  (state) =>
    amendIntake(state, { caseId, amendmentId, occurredAt, data }, context)
const commands: Readonly<Record<Name, Decide>> = {
  'receive-alert': receive('alert', intakeId),
  'receive-report': receive('report', named('a report'), reportOf()),
  'receive-another': receive('alert', named('another alert')),
  'receive-moved': receive('alert', named('moved here'), alertOf({}, { movedFrom: elsewhere })),
  amend: amend(amendmentOf(intakeId, { F02: 'yes' })),
  'amend-away': amend(amendmentOf(intakeId, {}, { movedTo: elsewhere })),
  'amend-unknown': amend(amendmentOf(named('never heard of'), {})),
}

const table = `
here     = known,sealed,merging,joined,closed
told     = here,amended,moved,amended-and-moved

receive-alert → AlertReceived
                         sender
none,of-others           yes
told                     nothing

receive-another → AlertReceived
receive-moved → AlertReceived
receive-report → ReportReceived
                         sender
none,of-others,told      yes

amend → IntakeAmended
amend-away → IntakeAmended
                         sender
none,of-others           unknown-intake
here                     yes
amended                  nothing
amended-and-moved        nothing
moved                    unknown-intake

amend-unknown → IntakeAmended
                         sender
none,of-others           unknown-intake
here,moved               unknown-intake
amended                  nothing
amended-and-moved        nothing
`

t.test('every intake in every state of its case', async (t) => {
  walkOutcomes<FamilyCaseEvent, Decide>(t, {
    ...{ table, states, commands, actors: { sender: 'example-police' } },
    decide: (decide) => (history) => decide(foldFamilyCase(history)),
  })
})
