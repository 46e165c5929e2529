/**
 * An organisation of the directory: a federation, or a resource that an order can engage; and the duty roster that
 * stands at it. Invariants: a code is registered once; what is closed takes on nobody; a shift is added once and
 * can be taken back until it is over, so that who was on duty when somebody called stays told.
 */
import type { DataOf, OrganisationEvent } from './catalogue.ts'
import { derivedId } from './ids.ts'
import type { OrganisationStatus } from './vocabulary.ts'

export type Particulars = DataOf<'OrganisationRegistered'>
export type Shift = DataOf<'DutyRostered'>['shifts'][number]

export interface Organisation extends Particulars {
  readonly code: string
  readonly revision: number
  readonly eventIds: readonly string[]
  readonly status: OrganisationStatus
  /** In the order in which they were rostered. */
  readonly shifts: readonly Shift[]
}

export const organisationStream = (code: string): string => `organisation-${code}`

/** The organisation's id: what its words are kept under and its events belong together by. */
export const organisationIdOf = (code: string): string => derivedId(new Date(0), 'organisation', code)

export const foldOrganisation = (history: readonly OrganisationEvent[]): Organisation | null =>
  history.reduce<Organisation | null>(evolveOrganisation, null)

/** Null before `OrganisationRegistered`. */
export function evolveOrganisation(
  before: Organisation | null,
  event: OrganisationEvent,
): Organisation | null {
  const known = { revision: event.revision, eventIds: [...(before?.eventIds ?? []), event.id] }
  if (event.type === 'OrganisationRegistered') {
    const code = event.stream.slice(event.stream.indexOf('-') + 1)
    return { ...event.data, code, status: 'active', shifts: [], ...known }
  }
  if (!before) return null
  const organisation = { ...before, ...known }
  switch (event.type) {
    case 'OrganisationAmended':
      return { ...organisation, ...event.data }
    case 'OrganisationClosed':
      return { ...organisation, status: 'closed' }
    case 'OrganisationReopened':
      return { ...organisation, status: 'active' }
    case 'DutyRostered':
      return { ...organisation, shifts: [...organisation.shifts, ...event.data.shifts] }
    case 'DutyWithdrawn': {
      const gone = new Set(event.data.shiftIds)
      return { ...organisation, shifts: organisation.shifts.filter((shift) => !gone.has(shift.shiftId)) }
    }
    default:
      return event satisfies never
  }
}

/** Whether both say the same, card and all. */
export const sameParticulars = (a: Particulars, b: Particulars): boolean =>
  a.kind === b.kind &&
  a.regionCode === b.regionCode &&
  a.capacity === b.capacity &&
  a.cardId === b.cardId &&
  a.capabilities.join() === b.capabilities.join()
