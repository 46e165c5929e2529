/**
 * What may be done to an organisation of the directory and to its roster: the outcome of every command in every state.
 * Whose it is to do is asked before. The shift that stands is one of Monday's, from ten hours after nine on.
 */
import t from 'tap'
import type { OrganisationEvent } from './catalogue.ts'
import { city, desk } from './exampleCity.ts'
import { dutyOf, particularsOf } from './exampleOrganisations.ts'
import { derivedId } from './ids.ts'
import { foldOrganisation } from './organisation.ts'
import { decideOrganisation, type OrganisationCommand } from './organisationCommands.ts'
import { acting, day, type Happened, happened, hours, named, organisation } from './spec.ts'
import { walkOutcomes } from './specOutcomes.ts'

const wang = dutyOf('Wang', 10, 18)
const { officer, role, from, until } = wang
const shift = { shiftId: derivedId(from, 'shift', organisation, officer.id, role, until), ...wang }
const registered = happened('OrganisationRegistered', particularsOf())
const rostered = [registered, happened('DutyRostered', { shifts: [shift] })]
const closed = happened('OrganisationClosed', { reason: 'suspended' })

const states: Readonly<Record<string, readonly Happened<OrganisationEvent['type']>[]>> = {
  none: [],
  active: [registered],
  rostered,
  'on-duty': rostered,
  over: rostered,
  withdrawn: [...rostered, happened('DutyWithdrawn', { shiftIds: [shift.shiftId] })],
  closed: [registered, closed],
  'closed-rostered': [...rostered, closed],
  reopened: [registered, closed, happened('OrganisationReopened', {})],
}
/** When it is tried: on Monday at nine unless the state is one of time. */
const moments: Readonly<Record<string, string>> = { 'on-duty': hours(11), over: day(2) }

const amended = particularsOf({ capacity: 20, cardId: named('another card') })
const elsewhere = particularsOf({ regionCode: '9902' })
type More =
  | `${'register' | 'amend'}-${'same' | 'elsewhere'}`
  | `roster-${'again' | 'past' | 'long' | 'backwards'}`
  | 'withdraw-unknown'
const commands: Readonly<Record<OrganisationCommand['type'] | More, OrganisationCommand>> = {
  register: { type: 'register', particulars: amended },
  'register-same': { type: 'register', particulars: particularsOf() },
  'register-elsewhere': { type: 'register', particulars: elsewhere },
  amend: { type: 'amend', particulars: amended },
  'amend-same': { type: 'amend', particulars: particularsOf() },
  'amend-elsewhere': { type: 'amend', particulars: elsewhere },
  close: { type: 'close', reason: 'dissolved' },
  reopen: { type: 'reopen' },
  roster: { type: 'roster', shifts: [dutyOf('Li', 60, 68)] },
  'roster-again': { type: 'roster', shifts: [wang] },
  'roster-past': { type: 'roster', shifts: [dutyOf('Li', -9, 0)] },
  'roster-long': { type: 'roster', shifts: [dutyOf('Li', 60, 60 + 7 * 24 + 1)] },
  'roster-backwards': { type: 'roster', shifts: [dutyOf('Li', 68, 60)] },
  withdraw: { type: 'withdraw', shiftIds: [shift.shiftId] },
  'withdraw-unknown': { type: 'withdraw', shiftIds: [named('no shift')] },
}

const table = `
standing = rostered,on-duty,over
open     = active,standing,withdrawn,reopened
shut     = closed,closed-rostered
any      = open,shut

register → OrganisationRegistered
                         who-may
none                     yes
any                      already-registered

register-same → OrganisationRegistered
                         who-may
none                     yes
any                      nothing

register-elsewhere → OrganisationRegistered
                         who-may
none                     outside-city
any                      already-registered

amend → OrganisationAmended
                         who-may
none                     unknown-organisation
any                      yes

amend-same → OrganisationAmended
                         who-may
none                     unknown-organisation
any                      nothing

amend-elsewhere → OrganisationAmended
                         who-may
none                     unknown-organisation
any                      outside-city

close → OrganisationClosed
                         who-may
none                     unknown-organisation
open                     yes
shut                     organisation-closed

reopen → OrganisationReopened
                         who-may
none                     unknown-organisation
open                     organisation-not-closed
shut                     yes

roster → DutyRostered
                         who-may
none                     unknown-organisation
open                     yes
shut                     organisation-closed

roster-again → DutyRostered
                         who-may
none                     unknown-organisation
active,withdrawn         yes
reopened                 yes
rostered,on-duty         nothing
over                     shift-over
shut                     organisation-closed

roster-past → DutyRostered
                         who-may
none                     unknown-organisation
open                     shift-over
shut                     organisation-closed

roster-long → DutyRostered
                         who-may
none                     unknown-organisation
open                     shift-too-long
shut                     organisation-closed

roster-backwards → DutyRostered
                         who-may
none                     unknown-organisation
open                     shift-ends-before-it-begins
shut                     organisation-closed

withdraw → DutyWithdrawn
                         who-may
none                     unknown-organisation
active,withdrawn         unknown-shift
reopened,closed          unknown-shift
rostered,on-duty         yes
closed-rostered          yes
over                     shift-over

withdraw-unknown → DutyWithdrawn
                         who-may
none                     unknown-organisation
any                      unknown-shift
`

t.test('every command on an organisation and its roster in every state', async (t) => {
  walkOutcomes<OrganisationEvent, OrganisationCommand>(t, {
    ...{ table, states, commands, actors: { 'who-may': city } },
    decide: (command, _by, state) => (history) => {
      const context = acting(moments[state] ?? hours(0))
      return decideOrganisation(foldOrganisation(history), organisation, command, context, desk.territory)
    },
  })
})
