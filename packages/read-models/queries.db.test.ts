/** The queries against counts made by hand from the raw events, at many moments. */
import type { DomainEvent, WorkOrderEvent } from '@jiahe/domain/catalogue.ts'
import { city, district, exampleRegions, township } from '@jiahe/domain/exampleCity.ts'
import { foldWorkOrder, nextDeadline } from '@jiahe/domain/workOrder.ts'
import t from 'tap'
import { queryBoard } from './board.ts'
import { listBoardItems } from './boardItems.ts'
import { type Coverage, queryCoverage } from './callbackCoverage.ts'
import { listCallbacks } from './callbackDesk.ts'
import { listCases } from './caseQuery.ts'
import { knownRegion } from './dimensions.ts'
import { exampleHistory, start } from './exampleHistory.ts'
import { applyIn, projectionOn, readDatabase } from './fixture.ts'
import { listOrders } from './orderDesk.ts'
import { queryOverrides } from './overrides.ts'
import type { Page } from './paging.ts'

const events = exampleHistory(11, 80)
const history = events as unknown as DomainEvent[]
const db = await readDatabase(t)
await applyIn(projectionOn(db), events, [50, 50])

const day_ms = 86_400_000
const moments = [1, 9, 20, 33, 47, 61, 120].map((days) => new Date(start + days * day_ms))
const knownAt = (at: Date) => history.filter((e) => Date.parse(e.metadata.recordedAt) <= at.getTime())
const of = <T extends DomainEvent['type']>(known: readonly DomainEvent[], type: T) =>
  known.filter((e): e is Extract<DomainEvent, { type: T }> => e.type === type)
const intakesAt = (at: Date, type: 'AlertReceived' | 'ReportReceived') => {
  const amended = of(knownAt(at), 'IntakeAmended')
  const gone = amended.filter((e) => e.data.movedTo !== null).map((e) => e.data.intakeId)
  return of(knownAt(at), type).filter(({ id }) => !gone.includes(id))
}

/** One alert at a time, by the words of the definition. */
function coverageByHand(at: Date, within: (region: string | null) => boolean): Coverage {
  const known = knownAt(at)
  const done = of(known, 'CallbackCompleted').flatMap((e) => e.data.discharged)
  const unreachable = of(known, 'HomeVisitRequested').flatMap((e) => e.data.unreachable)
  const counts = { alerts: 0, done: 0, due: 0, late: 0, unreachable: 0, missing: 0 }
  for (const alert of intakesAt(at, 'AlertReceived')) {
    if (!within(knownRegion(alert.data.regionCode, exampleRegions))) continue
    const schedule = of(known, 'CallbackScheduled').find((e) => e.data.alertId === alert.id)
    const duties = schedule?.data.duties ?? []
    const isOpen = (id: string) => !done.includes(id) && !unreachable.includes(id)
    const first = duties[0]
    counts.alerts++
    if (duties.some((d) => isOpen(d.dutyId) && Date.parse(d.dueAt) < at.getTime())) counts.late++
    else if (duties.some((d) => unreachable.includes(d.dutyId) && !done.includes(d.dutyId)))
      counts.unreachable++
    else if (!first || isOpen(first.dutyId)) counts.due++
    else counts.done++
    if (!schedule && Date.parse(alert.metadata.recordedAt) < at.getTime() - 60_000) counts.missing++
  }
  return counts
}

t.test('what lies in no region below, and the regions below, add up to the coverage of all', async (t) => {
  const at = moments[4]!
  const days = { from: null, to: null, at }
  let unplaced = 0
  for (const area of [city, district]) {
    const region = area === city ? null : area
    const whole = await queryCoverage(db, { ...days, region })
    const parts = [
      ...exampleRegions
        .children(area)
        .filter((code) => code.length === (area === city ? 6 : 9))
        .map((code) => ({ region: code })),
      ...['none', area].map((place) => ({ region, place })),
    ]
    const sum: Record<string, number> = {}
    for (const part of parts) {
      const coverage = await queryCoverage(db, { ...days, ...part })
      for (const [name, n] of Object.entries(coverage)) sum[name] = (sum[name] ?? 0) + n
      if (!('place' in part)) continue
      const level = area === city ? 'district' : 'township'
      const items = await listBoardItems(db, {
        ...{ region, level, place: part.place, from: null, to: null, viewer, asOf: at, limit: 1 },
        measure: 'alerts',
      })
      t.equal(items.total, coverage.alerts, `${area}: the list of ${part.place} has as many`)
      unplaced += coverage.alerts
    }
    t.strictSame(sum, { ...whole }, area)
  }
  t.ok(unplaced > 0, 'some lie nowhere')
})

t.test('coverage counts each alert once, at every moment', async (t) => {
  for (const at of moments) {
    const whole = { region: null, from: null, to: null, at }
    const coverage = await queryCoverage(db, whole)
    t.strictSame(
      coverage,
      coverageByHand(at, () => true),
      at.toISOString(),
    )
    const { alerts, done, due, late, unreachable } = coverage
    t.equal(done + due + late + unreachable, alerts)
    const part = await queryCoverage(db, { ...whole, region: district })
    t.strictSame(
      part,
      coverageByHand(at, (region) => region?.startsWith(district) ?? false),
    )
  }
})

t.test('the board adds up at every moment, however it is sliced', async (t) => {
  for (const asOf of moments) {
    const query = { region: null, level: 'township', from: null, to: null, asOf } as const
    const { totals } = await queryBoard(db, { ...query, by: [] })
    const known = knownAt(asOf)
    const coverage = coverageByHand(asOf, () => true)
    t.match(totals, {
      alerts: coverage.alerts,
      reports: intakesAt(asOf, 'ReportReceived').length,
      callbacksDue: coverage.due,
      callbacksLate: coverage.late,
      callbacksDone: coverage.done,
      callbacksUnreachable: coverage.unreachable,
      ordersDispatched: of(known, 'WorkOrderDispatched').length,
      ordersAccepted: of(known, 'WorkOrderAccepted').length,
      ordersReturned: of(known, 'WorkOrderReturned').length,
      ordersClosed: of(known, 'ClosureApproved').length,
      ordersLate: lateByHand(asOf).length,
      tracked: watchesByHand(asOf).length,
      disposals: disposalsByHand(known),
    })
    for (const by of [['region'], ['grade'], ['maritalStatus', 'day'], ['channel', 'disputeType']] as const) {
      const board = await queryBoard(db, { ...query, by })
      t.strictSame(board.totals, totals)
      for (const measure of ['alerts', 'ordersLate', 'callbacksLate', 'tracked'] as const) {
        const sum = board.rows.reduce((n, row) => n + row[measure], 0)
        t.equal(sum, totals[measure], `${measure} by ${by}`)
      }
    }
  }
})

function disposalsByHand(known: readonly DomainEvent[]): Record<string, number> {
  const n = of(known, 'DisposalReported').length
  return n > 0 ? { 'safety-plan': n } : {}
}
function watchesByHand(at: Date): string[] {
  const until = new Map<string, string>()
  for (const event of knownAt(at)) {
    if (event.type === 'WatchStarted') until.set(event.data.orderId, event.data.until)
    if (event.type === 'WatchEnded') until.delete(event.data.orderId)
  }
  return [...until].flatMap(([orderId, by]) => (Date.parse(by) > at.getTime() ? [orderId] : []))
}
function lateByHand(at: Date): string[] {
  const orders = new Map<string, WorkOrderEvent[]>()
  for (const event of knownAt(at).filter((e) => e.stream.startsWith('workOrder-')))
    orders.set(event.stream, [...(orders.get(event.stream) ?? []), event as WorkOrderEvent])
  return [...orders].flatMap(([stream, own]) => {
    const order = foldWorkOrder(own)
    const due = order && nextDeadline(order)
    return due && Date.parse(due) < at.getTime() ? [stream] : []
  })
}

t.test('a region row is cut to the depth asked for, and to what is known', async (t) => {
  const asOf = moments.at(-1)!
  const query = { by: ['region'], from: null, to: null, asOf } as const
  const rows = async (region: string | null, level: 'district' | 'township') =>
    (await queryBoard(db, { ...query, region, level })).rows.map((row) => row.region)
  t.strictSame(await rows(null, 'district'), ['990101', '990102', null])
  t.strictSame(await rows(null, 'township'), ['990101', '990101001', '990101002', '990102001', null])
  t.strictSame(await rows(district, 'township'), ['990101', '990101001', '990101002'])
})

t.test('the days of the board are those on which it happened', async (t) => {
  const asOf = moments.at(-1)!
  const query = { by: ['day'], region: null, level: 'district', asOf } as const
  const all = await queryBoard(db, { ...query, from: null, to: null })
  const days = all.rows.map((row) => row.day!)
  const [from, to] = [days[5]!, days[12]!]
  const part = await queryBoard(db, { ...query, from, to })
  t.strictSame(part.rows, all.rows.slice(5, 13))
})

t.test('overrides are counted where the case was graded, each grading once in each direction', async (t) => {
  const query = { region: null, level: 'district', from: null, to: null } as const
  const { rows, totals, reasons } = await queryOverrides(db, query)
  const overridden = of(history, 'GradeOverridden')
  const approved = of(history, 'OverrideApproved')
  const declined = of(history, 'OverrideDeclined')
  const raised = overridden.filter((e) => e.data.approval === 'not-needed')
  const gradings = of(history, 'RiskGraded').length
  t.ok(raised.length > 3 && approved.length > 3 && declined.length > 0)
  t.strictSame(totals, {
    gradings,
    raised: raised.length,
    lowered: approved.length,
    declined: declined.length,
    asked: overridden.length - raised.length - approved.length - declined.length,
    rate: Math.round(((raised.length + approved.length) / gradings) * 10_000) / 10_000,
  })
  t.strictSame(
    rows.map((row) => row.region),
    ['990101', '990102', null],
  )
  for (const measure of ['gradings', 'raised', 'lowered', 'declined', 'asked'] as const)
    t.equal(
      rows.reduce((n, row) => n + row[measure], 0),
      totals[measure],
      measure,
    )
  t.equal(
    Object.values(reasons).reduce((a, b) => a + b, 0),
    overridden.length,
  )
  const part = await queryOverrides(db, { ...query, region: district, level: 'township' })
  t.equal(part.totals.gradings, rows[0]!.gradings)
  const never = await queryOverrides(db, { ...query, from: '2020-01-01', to: '2020-01-02' })
  t.match(never, { rows: [], totals: { gradings: 0, rate: null }, reasons: {} })
})

const viewer = '7d9f0c8e-51c1-4b0e-9a53-1f8b6f0f2a11'

async function everyPage<Item>(list: (cursor: string | undefined) => Promise<Page<Item>>): Promise<Item[]> {
  const items: Item[] = []
  for (let cursor: string | undefined; ; ) {
    const page = await list(cursor)
    items.push(...page.items)
    if (page.nextCursor === null) {
      t.equal(items.length, page.total)
      return items
    }
    cursor = page.nextCursor
  }
}

t.test('lists page through everything once, in order, within what the federation may see', async (t) => {
  const now = moments[3]!
  const at = { now, limit: 7 }
  const orders = await everyPage((cursor) => listOrders(db, { ...at, viewer, scope: city, cursor }))
  const dispatched = of(history, 'WorkOrderDispatched').length + of(history, 'WorkOrderUnroutable').length
  t.equal(new Set(orders.map((o) => o.id)).size, dispatched)
  const clocks = orders.map((o) => o.nextDeadline ?? 'z')
  t.strictSame(clocks, [...clocks].sort(), 'by the next deadline')
  const own = await everyPage((cursor) => listOrders(db, { ...at, viewer, scope: township, cursor }))
  t.ok(own.length > 0 && own.every((o) => [o.assignee, o.supervisor, o.assisting].includes(township)))
  const accepted = await everyPage((cursor) =>
    listOrders(db, { ...at, viewer, scope: city, state: 'accepted', grade: 'high', cursor }),
  )
  t.strictSame(
    accepted.map((o) => o.id),
    orders.filter((o) => o.state === 'accepted' && o.level === 'high').map((o) => o.id),
  )
  for (const since of [moments[0]!, moments[2]!, new Date(now.getTime() + 400 * day_ms)]) {
    const newer = await everyPage((cursor) => listOrders(db, { ...at, viewer, scope: city, since, cursor }))
    t.strictSame(
      newer,
      orders.filter((o) => Date.parse(o.dispatchedAt) > since.getTime()),
      'dispatched after that moment',
    )
    t.equal(newer.length > 0, since < now)
  }
  for (const supervised of [true, false]) {
    const some = await everyPage((cursor) =>
      listOrders(db, { ...at, viewer, scope: city, supervised, cursor }),
    )
    t.strictSame(
      some,
      orders.filter((o) => o.supervised > 0 === supervised),
    )
    t.ok(some.length > 0)
  }
  const bounced = await everyPage((cursor) =>
    listOrders(db, { ...at, viewer, scope: city, bounces: 1, cursor }),
  )
  t.strictSame(
    bounced,
    orders.filter((o) => o.state === 'returned'),
  )

  const callbacks = await everyPage((cursor) => listCallbacks(db, { ...at, viewer, scope: city, cursor }))
  t.equal(new Set(callbacks.map((c) => c.alertId)).size, callbacks.length, 'an alert stands once')
  for (const { alertId, regionCode, disputeType } of callbacks) {
    const told = history.findLast((e) => e.type === 'AlertReceived' && e.id === alertId)
    const amended = of(history, 'IntakeAmended').findLast((e) => e.data.intakeId === alertId)
    const { data } = (amended ?? told) as Extract<DomainEvent, { type: 'AlertReceived' }>
    t.strictSame([regionCode, disputeType], [knownRegion(data.regionCode, exampleRegions), data.disputeType])
  }
  for (const state of ['due', 'late', 'done', 'unreachable'] as const) {
    const some = await everyPage((cursor) => listCallbacks(db, { ...at, viewer, scope: city, state, cursor }))
    t.strictSame(
      some,
      callbacks.filter((c) => c.state === state),
    )
    if (state === 'late') t.ok(some.length > 0 && some.every((c) => Date.parse(c.dueAt) < now.getTime()))
  }

  const cases = await everyPage((cursor) => listCases(db, { ...at, viewer, scope: city, cursor }))
  const told = cases.map((c) => c.toldAt)
  t.strictSame(told, [...told].sort().reverse(), 'newest first')
  const seen = await everyPage((cursor) => listCases(db, { ...at, viewer, scope: district, cursor }))
  t.ok(seen.length > 0 && seen.length < cases.length)
  const found = await listCases(db, { ...at, viewer, scope: city, q: cases[3]!.id.slice(0, 30) })
  t.ok(found.items.some((c) => c.id === cases[3]!.id))
})
