/** A directory of made-up organisations for tests, drawn by chance: registered, amended, closed and reopened, with
 *  shifts that are rostered and taken back. */
import { city, district, nextTownship, otherTownship, township } from '@jiahe/domain/exampleCity.ts'
import { particularsOf } from '@jiahe/domain/exampleOrganisations.ts'
import { derivedId } from '@jiahe/domain/ids.ts'
import { organisationIdOf, type Shift } from '@jiahe/domain/organisation.ts'
import { codesOf, dutyRoles, organisationKinds } from '@jiahe/domain/vocabulary.ts'
import type { Writer } from './exampleHistory.ts'

const hour_ms = 3_600_000
export const exampleFederations = [city, district, township, nextTownship, otherTownship]

/** From `start` on, within sixty days. */
export function exampleDirectory(writer: Writer, chance: () => number, start: number): void {
  const oneOf = <T>(items: readonly T[]): T => items[Math.floor(chance() * items.length)]!
  const codes = [...exampleFederations, ...Array.from({ length: 24 }, (_, n) => `Z${10 + n}`)]
  for (const code of codes) {
    let at = start + Math.floor(chance() * 60) * hour_ms
    const isFederation = exampleFederations.includes(code)
    const place = (hours: number) => {
      at += Math.ceil(hours * chance() * hour_ms) + 1
      return { caseId: organisationIdOf(code), code, at }
    }
    const said = (n: number) =>
      particularsOf({
        kind: isFederation ? 'federation' : oneOf(codesOf(organisationKinds)),
        regionCode: isFederation ? code : oneOf(exampleFederations),
        capacity: oneOf([null, 6, 12]),
        cardId: derivedId(new Date(start), 'card', code, String(n)),
      })
    writer.add('OrganisationRegistered', said(0), place(1))
    if (isFederation) roster(writer, chance, code, place)
    if (chance() < 0.4) writer.add('OrganisationAmended', said(1), place(400))
    if (chance() < 0.3) writer.add('OrganisationClosed', { reason: 'suspended' }, place(400))
    else continue
    if (chance() < 0.5) writer.add('OrganisationReopened', {}, place(400))
  }
}

type Place = (hours: number) => { readonly caseId: string; readonly code: string; readonly at: number }

/** Three weeks of shifts, a week at a time, with gaps; now and then one is taken back, and rostered again. */
function roster(writer: Writer, chance: () => number, code: string, place: Place): void {
  for (let week = 0; week < 3; week++) {
    const told = place(100)
    const shifts = Array.from({ length: 7 }, (_, day): Shift => {
      const from = told.at + (day * 24 + Math.floor(chance() * 10)) * hour_ms
      const name = `${code} ${week} ${day}`
      return {
        shiftId: derivedId(new Date(from), 'shift', name),
        officer: {
          is: chance() < 0.8 ? 'person' : 'account',
          id: derivedId(new Date(told.at), 'officer', name),
        },
        role: codesOf(dutyRoles)[Math.floor(chance() * 3)]!,
        from: new Date(from).toISOString(),
        until: new Date(from + (8 + Math.floor(chance() * 16)) * hour_ms).toISOString(),
      }
    })
    writer.add('DutyRostered', { shifts }, told)
    if (chance() < 0.6) continue
    const back = shifts[Math.floor(chance() * 7)]!
    writer.add('DutyWithdrawn', { shiftIds: [back.shiftId] }, place(5))
    if (chance() < 0.5) writer.add('DutyRostered', { shifts: [back] }, place(5))
  }
}
