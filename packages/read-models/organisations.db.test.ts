/** The directory's and the roster's queries against what the raw events say, at many moments. */
import { type DomainEvent, idOfStream, type OrganisationEvent } from '@jiahe/domain/catalogue.ts'
import { district, otherTownship, township } from '@jiahe/domain/exampleCity.ts'
import { onDutyAt, whomToCall } from '@jiahe/domain/onDuty.ts'
import { foldOrganisation, type Organisation } from '@jiahe/domain/organisation.ts'
import t from 'tap'
import { listShifts, onDutyFor } from './dutyRoster.ts'
import { exampleFederations } from './exampleDirectory.ts'
import { exampleHistory, start } from './exampleHistory.ts'
import { applyIn, projectionOn, readDatabase } from './fixture.ts'
import {
  cardIdsOf,
  listOrganisations,
  type OrganisationItem,
  type OrganisationQuery,
  organisationsOf,
  organisationsWith,
} from './organisations.ts'

const events = exampleHistory(12, 5)
const db = await readDatabase(t)
await applyIn(projectionOn(db), events, [20, 30])

const streams = new Map<string, OrganisationEvent[]>()
for (const event of events as unknown as DomainEvent[]) {
  if (!event.stream.startsWith('organisation-')) continue
  const code = idOfStream(event.stream)
  streams.set(code, [...(streams.get(code) ?? []), event as OrganisationEvent])
}
const byHand: readonly Organisation[] = [...streams.values()].map((history) => foldOrganisation(history)!)
const codesByHand = (is: (organisation: Organisation) => boolean): string[] =>
  byHand
    .filter(is)
    .map(({ code, regionCode }) => [regionCode, code] as const)
    .sort(([a, c], [b, d]) => (a < b || (a === b && c < d) ? -1 : 1))
    .map(([, code]) => code)

async function allOf(query: Omit<OrganisationQuery, 'limit'>, limit = 4): Promise<string[]> {
  const items: OrganisationItem[] = []
  for (let cursor: string | null | undefined; cursor !== null; ) {
    const page = await listOrganisations(db, { ...query, limit, cursor })
    items.push(...page.items)
    cursor = page.nextCursor
    if (cursor === null) t.equal(page.total, items.length, 'the total is what the pages come to')
  }
  return items.map((item) => item.code)
}

t.test('every organisation is found once, page by page, as it stands', async (t) => {
  t.strictSame(
    await allOf({}),
    codesByHand(() => true),
  )
  for (const { shifts: _s, eventIds: _e, ...organisation } of byHand)
    t.strictSame(await organisationsWith(db, [organisation.code, 'Z99']), [organisation])
  t.strictSame([...(await cardIdsOf(db))].sort(), byHand.map((o) => o.cardId).sort())
})

t.test('they are found by kind, status and region, with those above when asked for', async (t) => {
  t.strictSame(
    await allOf({ kind: 'lawyer' }),
    codesByHand((o) => o.kind === 'lawyer'),
  )
  t.strictSame(
    await allOf({ status: 'closed' }),
    codesByHand((o) => o.status === 'closed'),
  )
  t.strictSame(
    await allOf({ region: district }),
    codesByHand((o) => o.regionCode.startsWith(district)),
  )
  t.strictSame(
    await allOf({ region: township, above: true }),
    codesByHand((o) => o.regionCode.startsWith(township) || township.startsWith(o.regionCode)),
  )
})

t.test('they are found by what their codes begin with, or by their cards', async (t) => {
  const one = byHand.find(({ code }) => code === 'Z22')!
  const search = { codePrefix: 'Z1', cardIds: [one.cardId] }
  t.strictSame(
    await allOf({ search }),
    codesByHand(({ code }) => code.startsWith('Z1') || code === 'Z22'),
  )
  t.strictSame(await allOf({ search: { codePrefix: 'Z_', cardIds: [] } }), [], 'a prefix is no pattern')
})

t.test('for a region there are those in it, above it and below it, the nearest first', async (t) => {
  for (const region of exampleFederations) {
    const found = await organisationsOf(db, 'mediation-organisation', region)
    t.strictSame(
      found.map(({ code }) => code).sort(),
      codesByHand(
        (o) =>
          o.kind === 'mediation-organisation' &&
          o.status === 'active' &&
          (o.regionCode.startsWith(region) || region.startsWith(o.regionCode)),
      ).sort(),
    )
    const distances = found.map(({ regionCode: { length } }) =>
      length > region.length ? 100 + length : region.length - length,
    )
    t.strictSame(
      distances,
      distances.toSorted((a, b) => a - b),
    )
  }
})

const rosterOf = (federation: string) => byHand.find(({ code }) => code === federation)?.shifts ?? []

t.test('whom to call is what the rosters say at that moment', async (t) => {
  let somebody = 0
  for (let hour = 0; hour < 40 * 24; hour += 7) {
    const at = new Date(start + hour * 3_600_000)
    for (const federation of [township, otherTownship]) {
      const found = await onDutyFor(db, federation, at)
      const expected = whomToCall(rosterOf, federation, at)
      t.strictSame(found?.federation, expected?.federation)
      t.strictSame(found?.until, expected?.until)
      t.strictSame(
        found?.shifts.map((shift) => shift.shiftId),
        expected?.shifts.map((shift) => shift.shiftId),
      )
      if (found) somebody++
    }
  }
  t.ok(somebody > 50, `${somebody} times somebody was on duty`)
})

t.test('shifts are listed by when they begin, each once, of one federation or of all below', async (t) => {
  const listed = async (query: Omit<Parameters<typeof listShifts>[1], 'limit'>) => {
    const ids: string[] = []
    for (let cursor: string | null | undefined; cursor !== null; ) {
      const page = await listShifts(db, { ...query, limit: 5, cursor })
      ids.push(...page.items.map((shift) => shift.shiftId))
      cursor = page.nextCursor
      if (cursor === null) t.equal(page.total, ids.length)
    }
    return ids
  }
  const [from, until] = [new Date(start + 5 * 86_400_000), new Date(start + 12 * 86_400_000)]
  const expected = (federations: readonly string[]) =>
    federations
      .flatMap(rosterOf)
      .filter((s) => Date.parse(s.until) > from.getTime() && Date.parse(s.from) < until.getTime())
      .sort((a, b) => Date.parse(a.from) - Date.parse(b.from) || (a.shiftId < b.shiftId ? -1 : 1))
      .map((shift) => shift.shiftId)
  t.strictSame(await listed({ federation: township, from, until }), expected([township]))
  const below = exampleFederations.filter((code) => code.startsWith(district))
  t.strictSame(await listed({ federation: district, below: true, from, until }), expected(below))
  t.ok(expected(below).length > 5)
  t.ok(rosterOf(township).some((shift) => onDutyAt([shift], new Date(shift.from)).length === 1))
})
