/**
 * The figures of a board and of the coverage, counted once more from the raw events alone: plain loops over what was
 * recorded, sharing nothing with the folds, tables and queries that they are to confirm.
 */
import type { RecordedEvent } from '@jiahe/event-log/log.ts'

export interface Figures {
  readonly alerts: number
  readonly reports: number
  readonly callbacksDue: number
  readonly callbacksLate: number
  readonly callbacksDone: number
  readonly callbacksUnreachable: number
  readonly missing: number
  readonly ordersDispatched: number
  readonly ordersAccepted: number
  readonly ordersReturned: number
  readonly ordersClosed: number
  readonly ordersLate: number
  readonly tracked: number
}

// biome-ignore lint/suspicious/noExplicitAny: raw on purpose, read without the schemas
type Raw = any

export function countFigures(events: readonly RecordedEvent[], at: Date): Figures {
  const known = events.filter((e) => Date.parse(e.metadata.recordedAt) <= at.getTime())
  const data = (e: RecordedEvent): Raw => e.data
  const ofType = (...types: string[]) => known.filter((e) => types.includes(e.type))
  const gone = new Set(
    ofType('IntakeAmended')
      .filter((e) => data(e).movedTo !== null)
      .map((e) => data(e).intakeId),
  )
  const alerts = ofType('AlertReceived').filter((e) => !gone.has(e.id))
  const reports = ofType('ReportReceived').filter((e) => !gone.has(e.id))
  const done = new Set(ofType('CallbackCompleted').flatMap((e) => data(e).discharged as string[]))
  const tried = new Set(ofType('HomeVisitRequested').flatMap((e) => data(e).unreachable as string[]))
  const replaced = new Set(ofType('CallbackScheduled').flatMap((e) => data(e).replaces as string[]))
  const scheduled = grouped(ofType('CallbackScheduled'), (e) => data(e).alertId)
  const states = alerts.map((alert) => {
    const schedules = scheduled.get(alert.id) ?? []
    const duties = schedules.flatMap((e) => data(e).duties as Raw[]).filter((d) => !replaced.has(d.dutyId))
    const isOpen = (d: Raw) => !done.has(d.dutyId) && !tried.has(d.dutyId)
    if (duties.some((d) => isOpen(d) && Date.parse(d.dueAt) < at.getTime())) return 'late'
    if (duties.some((d) => tried.has(d.dutyId) && !done.has(d.dutyId))) return 'unreachable'
    if (schedules.length === 0) {
      const age_ms = at.getTime() - Date.parse(alert.metadata.recordedAt)
      return age_ms > 60_000 ? 'missing' : 'due'
    }
    const first = schedules.map((e) => data(e).duties[0]).filter((d) => !replaced.has(d.dutyId))
    return first.some(isOpen) ? 'due' : 'done'
  })
  const inState = (...wanted: string[]) => states.filter((state) => wanted.includes(state)).length
  const ofOrders = known.filter((e) => e.stream.startsWith('workOrder-'))
  const orders = grouped(ofOrders, (e) => e.stream)
  return {
    alerts: alerts.length,
    reports: reports.length,
    callbacksDue: inState('due', 'missing'),
    callbacksLate: inState('late'),
    callbacksDone: inState('done'),
    callbacksUnreachable: inState('unreachable'),
    missing: inState('missing'),
    ordersDispatched: new Set(ofType('WorkOrderDispatched').map((e) => e.stream)).size,
    ordersAccepted: ofType('WorkOrderAccepted').length,
    ordersReturned: ofType('WorkOrderReturned').length,
    ordersClosed: ofType('ClosureApproved').length,
    ordersLate: [...orders.values()].filter((history) => isLate(history, at)).length,
    tracked: tracked(known, at),
  }
}

function grouped(events: readonly RecordedEvent[], by: (event: RecordedEvent) => string) {
  const groups = new Map<string, RecordedEvent[]>()
  for (const event of events) {
    const group = groups.get(by(event))
    if (group) group.push(event)
    else groups.set(by(event), [event])
  }
  return groups
}

/** Whether the earliest thing that is still to be done on the order was due before `at`. */
function isLate(history: readonly RecordedEvent[], at: Date): boolean {
  let due: Record<string, string | null> = {}
  let closed = false
  const open = (deadlines: Raw) => {
    due = { ...due, contact: deadlines.contactBy, visit: deadlines.visitBy, disposal: deadlines.disposalBy }
    due = { ...due, close: deadlines.closeBy }
  }
  let met = new Set<string>()
  let deadlines: Raw = null
  for (const { type, data: raw } of history) {
    const data: Raw = raw
    if (type === 'WorkOrderDispatched' || type === 'WorkOrderTransferred' || type === 'WorkOrderReopened') {
      if (type === 'WorkOrderReopened') met = new Set()
      closed = false
      deadlines = data.deadlines
      open(deadlines)
      due = { ...due, accept: deadlines.acceptBy, dispatch: null }
    } else if (type === 'WorkOrderUnroutable') due = { dispatch: data.dispatchBy }
    else if (type === 'WorkOrderReturned')
      due = { ...due, accept: null, dispatch: data.clock?.dispatchBy ?? null }
    else if (type === 'WorkOrderAccepted') due = { ...due, accept: null }
    else if (type === 'ClosureApproved') closed = true
    else if (type === 'VisitRecorded') for (const name of ['contact', 'visit']) met.add(name)
    else if (type === 'MediationHeld' || (type === 'ContactMade' && data.with !== 'respondent'))
      met.add('contact')
    else if (type === 'DisposalReported') met.add('disposal')
    else if (data.deadlines && type !== 'WorkOrderRaised') open(data.deadlines)
    else if (type === 'WorkOrderRaised') raised(data)
    if (data.closeBy !== undefined && type === 'ClosureExtended') due = { ...due, close: data.closeBy }
  }
  if (closed) return false
  return Object.entries(due).some(
    ([name, by]) => by !== null && !met.has(name) && Date.parse(by) < at.getTime(),
  )

  function raised(data: Raw): void {
    if (data.dispatchBy) due = { ...due, dispatch: data.dispatchBy }
    if (!data.deadlines) return
    open(data.deadlines)
    const moved = due.accept === null && data.deadlines.acceptBy !== deadlines?.acceptBy
    if (due.accept !== null || moved) due = { ...due, accept: data.deadlines.acceptBy }
    deadlines = data.deadlines
  }
}

/** Orders with a disposal reported whose watch still runs. */
function tracked(known: readonly RecordedEvent[], at: Date): number {
  const until = new Map<string, string>()
  for (const { type, data: raw } of known) {
    const data: Raw = raw
    if (type === 'WatchStarted') until.set(data.orderId, data.until)
    if (type === 'WatchEnded') until.delete(data.orderId)
  }
  const disposed = new Set(known.filter((e) => e.type === 'DisposalReported').map((e) => e.stream))
  return [...until].filter(([id, by]) => Date.parse(by) > at.getTime() && disposed.has(`workOrder-${id}`))
    .length
}
