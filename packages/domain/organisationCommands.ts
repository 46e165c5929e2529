/**
 * What may be done to an organisation: registered, amended, closed and reopened; and to its roster: shifts are
 * added, and taken back until they are over.
 */
import type { DataOf, NewDomainEvent, OrganisationEvent } from './catalogue.ts'
import type { Context, Decision } from './event.ts'
import { derivedId } from './ids.ts'
import { isBroughtAbout, newEvent } from './newEvent.ts'
import {
  type Organisation,
  organisationIdOf,
  type Particulars,
  type Shift,
  sameParticulars,
} from './organisation.ts'
import { within } from './regions.ts'
import type { Territory } from './route.ts'
import type { ClosingReason } from './vocabulary.ts'

export type OrganisationRefusal =
  | 'unknown-organisation'
  | 'already-registered'
  | 'unknown-region'
  | 'outside-city'
  | 'federation-code'
  | 'code-of-a-region'
  | 'organisation-closed'
  | 'organisation-not-closed'
  | 'shift-ends-before-it-begins'
  | 'shift-too-long'
  | 'shift-over'
  | 'unknown-shift'

type Decided = Decision<NewDomainEvent, OrganisationRefusal>
const nothing = { events: [] }

export type OrganisationCommand =
  | { readonly type: 'register'; readonly particulars: Particulars }
  | { readonly type: 'amend'; readonly particulars: Particulars }
  | { readonly type: 'close'; readonly reason: ClosingReason }
  | { readonly type: 'reopen' }
  | { readonly type: 'roster'; readonly shifts: readonly Omit<Shift, 'shiftId'>[] }
  | { readonly type: 'withdraw'; readonly shiftIds: readonly string[] }

const SHIFT_MS_MAX = 7 * 86_400_000

/** One command on the organisation of this code. A repeat of what was carried out yields no events. */
export function decideOrganisation(
  organisation: Organisation | null,
  code: string,
  command: OrganisationCommand,
  context: Context,
  territory: Territory,
): Decided {
  const does = <T extends OrganisationEvent['type']>(type: T, data: DataOf<T>): Decided => ({
    events: [newEvent(type, data, organisationIdOf(code), code, context)],
  })
  if (organisation && isRepeat(organisation, code, context)) return nothing
  const misplaced = 'particulars' in command ? faultOfPlace(code, command.particulars, territory) : null
  if (command.type === 'register') {
    const { particulars } = command
    if (!organisation) return misplaced ? { refusal: misplaced } : does('OrganisationRegistered', particulars)
    return sameParticulars(organisation, particulars) ? nothing : { refusal: 'already-registered' }
  }
  if (!organisation) return { refusal: 'unknown-organisation' }
  const closed = organisation.status === 'closed'
  switch (command.type) {
    case 'amend':
      if (misplaced) return { refusal: misplaced }
      return sameParticulars(organisation, command.particulars)
        ? nothing
        : does('OrganisationAmended', command.particulars)
    case 'close':
      return closed
        ? { refusal: 'organisation-closed' }
        : does('OrganisationClosed', { reason: command.reason })
    case 'reopen':
      return closed ? does('OrganisationReopened', {}) : { refusal: 'organisation-not-closed' }
    case 'roster': {
      if (closed) return { refusal: 'organisation-closed' }
      const refused = command.shifts.map((shift) => faultOf(shift, context.now)).find(Boolean)
      if (refused) return { refusal: refused }
      const shifts = newShifts(organisation, command.shifts)
      return shifts.length === 0 ? nothing : does('DutyRostered', { shifts })
    }
    case 'withdraw':
      return withdraw(organisation, command.shiftIds, context.now, does)
    default:
      return command satisfies never
  }
}

/** The directory holds what lies in the city. A federation is called by its region, and nothing else is. */
export function faultOfPlace(
  code: string,
  { kind, regionCode }: Pick<Particulars, 'kind' | 'regionCode'>,
  { regions, city }: Territory,
): 'unknown-region' | 'outside-city' | 'federation-code' | 'code-of-a-region' | null {
  if (!regions.exists(regionCode)) return 'unknown-region'
  if (!within(regionCode, city)) return 'outside-city'
  if (kind === 'federation') return code === regionCode ? null : 'federation-code'
  return regions.exists(code) ? 'code-of-a-region' : null
}

const commandEvents: readonly OrganisationEvent['type'][] = [
  'OrganisationRegistered',
  'OrganisationAmended',
  'OrganisationClosed',
  'OrganisationReopened',
  'DutyRostered',
  'DutyWithdrawn',
]
const isRepeat = (organisation: Organisation, code: string, { causeId }: Context): boolean =>
  isBroughtAbout(organisation.eventIds, commandEvents, code, causeId)

function faultOf({ from, until }: Omit<Shift, 'shiftId'>, now: Date): OrganisationRefusal | null {
  const [begins, ends] = [Date.parse(from), Date.parse(until)]
  if (ends <= begins) return 'shift-ends-before-it-begins'
  if (ends - begins > SHIFT_MS_MAX) return 'shift-too-long'
  return ends <= now.getTime() ? 'shift-over' : null
}

/** Those that do not stand yet, each once. A shift that was taken back can be rostered again under the same id. */
function newShifts({ code, shifts }: Organisation, wanted: readonly Omit<Shift, 'shiftId'>[]): Shift[] {
  const standing = new Set(shifts.map((shift) => shift.shiftId))
  return wanted.flatMap((shift) => {
    const { officer, role, from, until } = shift
    const shiftId = derivedId(from, 'shift', code, officer.id, role, new Date(until).toISOString())
    if (standing.has(shiftId)) return []
    standing.add(shiftId)
    return [{ shiftId, officer, role, from, until }]
  })
}

function withdraw(
  { shifts }: Organisation,
  shiftIds: readonly string[],
  now: Date,
  does: (type: 'DutyWithdrawn', data: DataOf<'DutyWithdrawn'>) => Decided,
): Decided {
  const named = [...new Set(shiftIds)].map((id) => shifts.find((shift) => shift.shiftId === id))
  if (named.some((shift) => shift === undefined)) return { refusal: 'unknown-shift' }
  if (named.some((shift) => Date.parse(shift!.until) <= now.getTime())) return { refusal: 'shift-over' }
  return named.length === 0 ? nothing : does('DutyWithdrawn', { shiftIds: named.map((s) => s!.shiftId) })
}
