/** Event data of made-up organisations and shifts for tests: whole and valid, so that a test names only what it is
 *  about. */
import type { DataOf } from './catalogue.ts'
import { district } from './exampleCity.ts'
import type { Shift } from './organisation.ts'
import { hours, named } from './spec.ts'

export const particularsOf = (
  own: Partial<DataOf<'OrganisationRegistered'>> = {},
): DataOf<'OrganisationRegistered'> => ({
  kind: 'shelter',
  regionCode: district,
  capabilities: ['sheltering'],
  capacity: 12,
  cardId: named('a card'),
  ...own,
})

/** Whoever is called so, on duty from and until so many hours after Monday at nine. */
export const dutyOf = (
  who: string,
  from: number,
  until: number,
  own: Partial<Omit<Shift, 'shiftId'>> = {},
): Omit<Shift, 'shiftId'> => ({
  officer: { is: 'person', id: named(who) },
  role: 'officer',
  from: hours(from),
  until: hours(until),
  ...own,
})

export const shiftOf = (...said: Parameters<typeof dutyOf>): Shift => ({
  shiftId: named(`shift of ${said[0]} at ${said[1]}`),
  ...dutyOf(...said),
})
