/** Which cases are on the supervision list, why and since when, and what takes them off it again. */
import type { DataOf, EventType } from '@jiahe/domain/catalogue.ts'
import { district, otherTownship, township } from '@jiahe/domain/exampleCity.ts'
import { alertOf, dispatchedAs, gradedAs, returnedBy } from '@jiahe/domain/exampleEvents.ts'
import type { FactorAnswers } from '@jiahe/domain/facts.ts'
import { derivedId, orderIdOf } from '@jiahe/domain/ids.ts'
import { hours, monday } from '@jiahe/domain/spec.ts'
import type { Level } from '@jiahe/domain/vocabulary.ts'
import t, { type Test } from 'tap'
import { start, Writer } from './exampleHistory.ts'
import { applyIn, contents, projectionOn, readDatabase, sameContents } from './fixture.ts'
import { listMeasureDuties } from './measureDuties.ts'
import { listSupervised, type SupervisionQuery } from './supervisionQuery.ts'
import type { ReadDb } from './tables.ts'

const hour_ms = 3_600_000
const viewer = derivedId(monday, 'viewer')
const caseOf = (name: string) => derivedId(monday, 'case', name)

interface Family {
  readonly caseId: string
  readonly orderId: string
  readonly alertId: string
  tell<T extends EventType>(type: T, data: DataOf<T>, hour: number): string
}
function family(writer: Writer, name: string, facts: FactorAnswers, level: Level, at = 0): Family {
  const caseId = caseOf(name)
  const orderId = orderIdOf(caseId, 1)
  const tell = <T extends EventType>(type: T, data: DataOf<T>, hour: number) =>
    writer.add(type, data, { caseId, orderId, at: start + hour * hour_ms })
  const alertId = tell('AlertReceived', alertOf(facts), at)
  const gradingId = tell('RiskGraded', gradedAs(level, { intakeId: alertId }), at + 0.01)
  const own = { caseId, gradingId, intakeId: alertId }
  if (level !== 'low') tell('WorkOrderDispatched', dispatchedAs(level, own, hours(at)), at + 0.02)
  return { caseId, orderId, alertId, tell }
}

async function folded(t: Test, writer: Writer): Promise<ReadDb> {
  const db = await readDatabase(t)
  await applyIn(projectionOn(db), writer.placed(), [])
  return db
}
const ask = (db: ReadDb, own: Partial<SupervisionQuery> = {}) =>
  listSupervised(db, { viewer, scope: '9901', limit: 50, now: new Date(hours(24 * 20)), ...own })
const reasonsFor = async (db: ReadDb, { caseId }: Family, own: Partial<SupervisionQuery> = {}) =>
  (await ask(db, own)).items.find((item) => item.caseId === caseId)?.reasons.map((r) => r.reason) ?? []

const letter = (own: Partial<DataOf<'WarningLetterIssued'>> = {}): DataOf<'WarningLetterIssued'> => ({
  ...{ issuedBy: null, alertId: null, issuedOn: '2026-03-02', by: township, textId: null },
  followUps: [{ dutyId: derivedId(monday, 'visit'), opensAt: monday, dueAt: hours(24 * 7) }],
  ...own,
})

t.test(
  'a measure that is owed is on it since the alert was known, until one comes or a reason does',
  async (t) => {
    const writer = new Writer()
    const owed = family(writer, 'owed', { F06: 'slight' }, 'low', 3)
    const none = family(writer, 'none', { F06: 'none' }, 'low')
    const lettered = family(writer, 'lettered', { F06: 'slight' }, 'low')
    lettered.tell('WarningLetterIssued', letter(), 5)
    const waived = family(writer, 'waived', { F06: 'slight' }, 'low')
    waived.tell(
      'MeasureWaived',
      {
        owed: [{ causeId: waived.alertId, measure: 'letter-or-education' }],
        ...{ reason: 'evidence-insufficient', by: district, textId: null },
      },
      6,
    )
    const db = await folded(t, writer)
    const { items, total } = await ask(db)
    t.equal(total, 1)
    t.match(items[0], {
      ...{ caseId: owed.caseId, orderId: null, level: 'low', regionCode: township, since: hours(3) },
      reasons: [{ reason: 'measure-owed', since: hours(3), orderId: null }],
    })
    for (const other of [none, lettered, waived]) t.strictSame(await reasonsFor(db, other), [])
  },
)

t.test(
  'a letter nobody visits, an order that ends, a report not made: each until it is seen to',
  async (t) => {
    const writer = new Writer()
    const unvisited = family(writer, 'unvisited', {}, 'low')
    const letterId = unvisited.tell('WarningLetterIssued', letter(), 1)
    const missed = { letterId, dutyId: derivedId(monday, 'visit') }
    unvisited.tell('LetterFollowUpMissed', missed, 24 * 7)
    const visited = family(writer, 'visited', {}, 'low')
    const other = visited.tell('WarningLetterIssued', letter(), 1)
    visited.tell('LetterFollowUpMissed', { ...missed, letterId: other }, 24 * 7)
    visited.tell(
      'LetterFollowedUp',
      {
        ...{ letterId: other, discharged: [missed.dutyId], visitedOn: '2026-03-11', with: ['police'] },
        ...{ by: township, textId: null },
      },
      24 * 9,
    )
    const granted = (until: string, renews: string | null = null): DataOf<'ProtectionOrderGranted'> => ({
      ...{ applicationId: null, court: null, prohibits: ['no-violence'], from: '2026-03-02', until },
      ...{ renews, by: township, textId: null },
    })
    const [ending, renewed] = ['ending', 'renewed'].map((name) => {
      const one = family(writer, name, {}, 'low')
      const protectionOrderId = one.tell('ProtectionOrderGranted', granted('2026-03-25'), 2)
      one.tell('RenewalFellDue', { protectionOrderId, until: '2026-03-25' }, 24 * 9)
      if (name === 'renewed')
        one.tell('ProtectionOrderGranted', granted('2026-08-25', protectionOrderId), 24 * 12)
      return one
    })
    const silent = family(writer, 'silent', {}, 'low')
    const required: DataOf<'MandatoryReportRequired'> = {
      ...{ about: 'child', gradingId: null, sources: [], reportBy: hours(4), by: null, textId: null },
      ...{ policyVersion: 1, calendarVersion: 'example-1' },
    } as const
    silent.tell('MandatoryReportRequired', required, 2)
    const told = family(writer, 'told', {}, 'low')
    const dutyId = told.tell('MandatoryReportRequired', required, 2)
    told.tell(
      'ChildProtectionReported',
      {
        ...{ about: 'child', to: 'police', means: 'phone', alreadyKnown: false },
        ...{ discharged: [dutyId], sources: [], by: township, textId: null },
      },
      3,
    )
    const db = await folded(t, writer)
    t.strictSame(await reasonsFor(db, unvisited), ['letter-unvisited'])
    t.strictSame(await reasonsFor(db, visited), [])
    t.strictSame(await reasonsFor(db, ending!), ['protection-expiring'])
    t.strictSame(await reasonsFor(db, renewed!), [])
    t.strictSame(await reasonsFor(db, silent), ['report-owed'])
    t.strictSame(await reasonsFor(db, told), [])
  },
)

t.test('two alerts within a year make a repeat victim, until the earlier is a year past', async (t) => {
  const writer = new Writer()
  const twice = family(writer, 'twice', {}, 'low')
  twice.tell('AlertReceived', alertOf(), 24 * 10)
  const apart = family(writer, 'apart', {}, 'low')
  apart.tell('AlertReceived', alertOf(), 24 * 366)
  const db = await folded(t, writer)
  const at = (day: number) => ({ now: new Date(hours(24 * day)) })
  t.strictSame(await reasonsFor(db, twice, at(364)), ['repeat-victim'])
  t.equal((await ask(db, at(300))).items[0]?.since, hours(240), 'since the second was known')
  t.strictSame(await reasonsFor(db, twice, at(366)), [])
  t.strictSame(await reasonsFor(db, apart, at(367)), [])
})

t.test('an order that was given back twice is on it, once is not enough; a leader is', async (t) => {
  const writer = new Writer()
  const bounced = (name: string, times: number) => {
    const one = family(writer, name, {}, 'medium')
    for (let n = 0; n < times; n++) one.tell('WorkOrderReturned', returnedBy(), 5 + n)
    return one
  }
  const [twice, once] = [bounced('twice', 2), bounced('once', 1)]
  const led = family(writer, 'led', {}, 'low')
  led.tell('LeaderTookCharge', { leaderId: viewer, because: 'repeated', by: district, textId: null }, 8)
  const db = await folded(t, writer)
  t.strictSame(await reasonsFor(db, twice), ['bounced'])
  t.match((await ask(db)).items[0], { orderId: twice.orderId, since: hours(6), level: 'medium' })
  t.strictSame(await reasonsFor(db, once), [])
  t.strictSame(await reasonsFor(db, led), ['leader-charge'])
})

t.test('the gravest come first, then who waits longest; pages neither skip nor repeat', async (t) => {
  const writer = new Writer()
  const levels: readonly Level[] = ['low', 'high', 'extreme', 'low', 'high', 'medium', 'low']
  const all = levels.map((level, i) => family(writer, `${i}`, { F06: 'slight' }, level, 20 - i))
  const db = await folded(t, writer)
  const expected = [2, 4, 1, 5, 6, 3, 0].map((i) => all[i]!.caseId)
  const seen: string[] = []
  for (let cursor: string | undefined, pages = 0; pages < 9; pages++) {
    const page = await ask(db, { cursor, limit: 2 })
    t.equal(page.total, all.length)
    seen.push(...page.items.map((item) => item.caseId))
    if (page.nextCursor === null) break
    cursor = page.nextCursor
  }
  t.strictSame(seen, expected)
})

t.test('a federation sees its own, and asks for one reason or region', async (t) => {
  const writer = new Writer()
  const near = family(writer, 'near', { F06: 'slight' }, 'medium')
  const db = await folded(t, writer)
  const totals = async (own: Partial<SupervisionQuery>) => (await ask(db, own)).total
  t.equal(await totals({ scope: district }), 1)
  t.equal(await totals({ scope: otherTownship.slice(0, 6) }), 0)
  t.equal(await totals({ region: district }), 1)
  t.equal(await totals({ region: otherTownship }), 0)
  t.equal(await totals({ reason: 'measure-owed' }), 1)
  t.equal(await totals({ reason: 'bounced' }), 0)
  t.ok(near)
})

t.test('however the events are paged, and folded again, the rows are the same', async (t) => {
  const writer = new Writer()
  const one = family(writer, 'one', { F02: 'yes' }, 'high')
  one.tell('WarningLetterIssued', letter(), 4)
  one.tell('MeasureBreached', { measure: 'warning-letter', textId: null }, 30)
  one.tell('WorkOrderReturned', returnedBy(), 31)
  const events = writer.placed()
  const [whole, singly] = [await readDatabase(t), await readDatabase(t)]
  await applyIn(projectionOn(whole), events, [])
  await applyIn(
    projectionOn(singly),
    events,
    events.map(() => 1),
  )
  sameContents(t, await contents(singly), await contents(whole))
})

t.test(
  'what the law asks for is listed page by page, the most urgent first, from when it begins',
  async (t) => {
    const writer = new Writer()
    const reportBy = hours(24)
    const child = family(writer, 'child', { F06: 'slight' }, 'low')
    const required: DataOf<'MandatoryReportRequired'> = {
      ...{ about: 'child', gradingId: null, sources: [child.alertId], reportBy, by: null, textId: null },
      ...{ policyVersion: 1, calendarVersion: 'test' },
    }
    child.tell('MandatoryReportRequired', required, 1)
    const lettered = family(writer, 'lettered', { F06: 'slight' }, 'low')
    lettered.tell('WarningLetterIssued', letter(), 2)
    const db = await folded(t, writer)
    const own = { viewer, scope: '9901', limit: 1 }
    const first = await listMeasureDuties(db, { ...own, now: new Date(hours(24 * 6)) })
    t.match(first, {
      total: 2,
      items: [{ caseId: child.caseId, kind: 'mandatory-report', state: 'late', dueAt: reportBy }],
    })
    const now = new Date(hours(24 * 6))
    const second = await listMeasureDuties(db, { ...own, now, cursor: first.nextCursor! })
    t.match(second, { total: 2, nextCursor: null, items: [{ caseId: lettered.caseId, state: 'due' }] })
    t.match(await listMeasureDuties(db, { ...own, now: new Date(Date.parse(monday) - 1) }), { total: 0 })
  },
)
