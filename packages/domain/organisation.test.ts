import t from 'tap'
import type { OrganisationEvent } from './catalogue.ts'
import { city, desk, district, otherDistrict, township } from './exampleCity.ts'
import { dutyOf, particularsOf, shiftOf } from './exampleOrganisations.ts'
import { foldOrganisation } from './organisation.ts'
import { decideOrganisation, type OrganisationCommand } from './organisationCommands.ts'
import { acting, given, happened, hours, named, organisation, recorded } from './spec.ts'

const does =
  (command: OrganisationCommand, at = hours(0), cause = 'a command') =>
  (history: readonly OrganisationEvent[]) =>
    decideOrganisation(foldOrganisation(history), organisation, command, acting(at, cause), desk.territory)

const registered = happened('OrganisationRegistered', particularsOf())
const anShift = shiftOf('Wang', 10, 18)
const rostered = happened('DutyRostered', { shifts: [anShift] })
const amended = particularsOf({ capacity: 20, cardId: named('another card') })

t.test('what is said again changes nothing', async (t) => {
  const again = (command: OrganisationCommand) =>
    given<OrganisationEvent>(t, [registered])
      .when(does(command, hours(1), 'said again'))
      .thenNothing()
  again({ type: 'register', particulars: particularsOf() })
  again({ type: 'amend', particulars: particularsOf() })
})

t.test('an amendment replaces all of it, and the roster stays', async (t) => {
  const history = recorded<OrganisationEvent>([
    registered,
    rostered,
    happened('OrganisationAmended', amended),
  ])
  t.match(foldOrganisation(history), { ...amended, status: 'active', shifts: [anShift], revision: 2 })
})

t.test('a shift is added once, however often it is told', async (t) => {
  const both = [dutyOf('Li', 10, 18), dutyOf('Wu', 10, 18, { role: 'lead' })]
  const first = given<OrganisationEvent>(t, [registered])
    .when(does({ type: 'roster', shifts: [...both, both[0]!] }))
    .then(['DutyRostered'])
  t.equal(foldOrganisation(first)?.shifts.length, 2)
  const more: OrganisationCommand = { type: 'roster', shifts: [...both, dutyOf('Li', 18, 30)] }
  const second = given<OrganisationEvent>(t, first)
    .when(does(more, hours(1), 'next'))
    .then(['DutyRostered'])
  t.equal(foldOrganisation(second)?.shifts.length, 3)
  given<OrganisationEvent>(t, second)
    .when(does(more, hours(2), 'once more'))
    .thenNothing()
})

t.test('a shift that was taken back can be rostered again', async (t) => {
  const roster: OrganisationCommand = { type: 'roster', shifts: [dutyOf('Li', 10, 18)] }
  const first = given<OrganisationEvent>(t, [registered]).when(does(roster)).then(['DutyRostered'])
  const { shiftId } = foldOrganisation(first)!.shifts[0]!
  const without = given<OrganisationEvent>(t, first)
    .when(does({ type: 'withdraw', shiftIds: [shiftId, shiftId] }, hours(1), 'back'))
    .then([{ type: 'DutyWithdrawn', data: { shiftIds: [shiftId] } }])
  t.strictSame(foldOrganisation(without)?.shifts, [])
  const again = given<OrganisationEvent>(t, without)
    .when(does(roster, hours(2), 'again'))
    .then(['DutyRostered'])
  t.equal(foldOrganisation(again)?.shifts[0]?.shiftId, shiftId)
})

t.test('a shift is of the future, ends after it begins, and lasts a week at most', async (t) => {
  const refused: [string, number, number][] = [
    ['shift-ends-before-it-begins', 10, 10],
    ['shift-ends-before-it-begins', 10, 9],
    ['shift-too-long', 10, 10 + 7 * 24 + 1],
    ['shift-over', -9, 0],
  ]
  for (const [reason, from, until] of refused)
    given<OrganisationEvent>(t, [registered])
      .when(does({ type: 'roster', shifts: [dutyOf('Wu', 1, 2), dutyOf('Li', from, until)] }))
      .thenRefused(reason)
  given<OrganisationEvent>(t, [registered])
    .when(does({ type: 'roster', shifts: [dutyOf('Li', -9, 1)] }))
    .then(['DutyRostered'])
})

t.test('who was on duty stays told: a shift that is over is not taken back', async (t) => {
  given<OrganisationEvent>(t, [registered, rostered])
    .when(does({ type: 'withdraw', shiftIds: [anShift.shiftId] }, hours(18)))
    .thenRefused('shift-over')
  given<OrganisationEvent>(t, [registered, rostered])
    .when(does({ type: 'withdraw', shiftIds: [anShift.shiftId, named('no shift')] }))
    .thenRefused('unknown-shift')
})

t.test(
  'an organisation lies in the city; a federation is called by its region, and nothing else is',
  async (t) => {
    const places: [string, 'federation' | 'shelter', string, string | null][] = [
      ['BH1', 'shelter', township, null],
      ['BH1', 'shelter', city, null],
      ['BH1', 'shelter', '990101999', 'unknown-region'],
      ['BH1', 'shelter', '9902', 'outside-city'],
      [district, 'federation', district, null],
      ['FL1', 'federation', district, 'federation-code'],
      [district, 'federation', otherDistrict, 'federation-code'],
      [district, 'shelter', district, 'code-of-a-region'],
    ]
    for (const [code, kind, regionCode, fault] of places)
      for (const type of ['register', 'amend'] as const) {
        const particulars = particularsOf({ kind, regionCode, capacity: 3 })
        const state = type === 'register' ? null : foldOrganisation(recorded<OrganisationEvent>([registered]))
        const decision = decideOrganisation(state, code, { type, particulars }, acting(), desk.territory)
        t.equal('refusal' in decision ? decision.refusal : null, fault, `${type} ${code} ${regionCode}`)
      }
  },
)
