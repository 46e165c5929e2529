import fc from 'fast-check'
import t from 'tap'
import { city, district, township } from './exampleCity.ts'
import { shiftOf } from './exampleOrganisations.ts'
import { onDutyAt, type RosterOf, whomToCall } from './onDuty.ts'
import type { Shift } from './organisation.ts'
import { hours, named } from './spec.ts'

const rosters =
  (of: Readonly<Record<string, readonly Shift[]>>): RosterOf =>
  (federation) =>
    of[federation] ?? []
const at = (n: number) => new Date(hours(n))
const whoAt = (rosterOf: RosterOf, n: number) => {
  const found = whomToCall(rosterOf, township, at(n))
  return found && [found.federation, ...found.shifts.map(({ officer }) => officer.id)]
}

t.test('those on duty are called, whoever leads first; the end of a shift is no part of it', async (t) => {
  const roster = [shiftOf('Li', 0, 8), shiftOf('Wu', 0, 24, { role: 'lead' }), shiftOf('He', 8, 16)]
  const rosterOf = rosters({ [township]: roster })
  t.strictSame(whoAt(rosterOf, 0), [township, named('Wu'), named('Li')])
  t.strictSame(whoAt(rosterOf, 8), [township, named('Wu'), named('He')])
  t.strictSame(whoAt(rosterOf, 16), [township, named('Wu')])
  t.equal(whoAt(rosterOf, 24), null)
  t.equal(whoAt(rosterOf, -1), null)
})

t.test('where nobody is on duty the federation above is called, and it is said which', async (t) => {
  const rosterOf = rosters({
    [township]: [shiftOf('Li', 0, 8)],
    [district]: [shiftOf('Wu', 0, 12)],
    [city]: [shiftOf('He', 0, 24)],
  })
  t.strictSame(whoAt(rosterOf, 7), [township, named('Li')])
  t.strictSame(whoAt(rosterOf, 8), [district, named('Wu')])
  t.strictSame(whoAt(rosterOf, 12), [city, named('He')])
  t.equal(whoAt(rosterOf, 24), null)
})

t.test('the answer holds until the first of them goes or somebody nearer comes', async (t) => {
  const rosterOf = rosters({
    [township]: [shiftOf('Li', 6, 8)],
    [district]: [shiftOf('Wu', 0, 12), shiftOf('He', 3, 4, { role: 'lead' })],
    [city]: [shiftOf('Ma', 1, 2)],
  })
  const until = (n: number) => whomToCall(rosterOf, township, at(n))?.until
  t.equal(until(0), hours(3))
  t.equal(until(3), hours(4))
  t.equal(until(4), hours(6))
  t.equal(until(6), hours(8))
  t.equal(until(8), hours(12))
})

const aShift = fc
  .record({
    who: fc.constantFrom('Li', 'Wu', 'He'),
    from: fc.integer({ min: 0, max: 40 }),
    lasts: fc.integer({ min: 1, max: 20 }),
    role: fc.constantFrom('lead', 'officer', 'standby'),
  })
  .map(({ who, from, lasts, role }) => shiftOf(who, from, from + lasts, { role }))

t.test('until it may change it does not change, and the nearest that has somebody answers', async (t) => {
  fc.assert(
    fc.property(fc.array(aShift), fc.array(aShift), fc.array(aShift), (low, middle, high) => {
      const rosterOf = rosters({ [township]: low, [district]: middle, [city]: high })
      for (let n = 0; n <= 60; n++) {
        const found = whomToCall(rosterOf, township, at(n))
        const nearest = [township, district, city].find((code) => onDutyAt(rosterOf(code), at(n)).length > 0)
        if (found?.federation !== nearest) return false
        if (!found) continue
        if (Date.parse(found.until) <= at(n).getTime()) return false
        for (let later = n; at(later).getTime() < Date.parse(found.until); later++)
          if (JSON.stringify(whomToCall(rosterOf, township, at(later))) !== JSON.stringify(found))
            return false
      }
      return true
    }),
    { numRuns: 150 },
  )
  t.pass('held in every case')
})
