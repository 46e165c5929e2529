/**
 * 督办、包案清单: which cases those above have to push on, and why and since when; the gravest first, then whoever
 * waits longest. A row is a case; its reasons, and what the law asks for about it, are worked out anew whenever
 * something happens to it.
 */

import { measureEvents } from '@jiahe/domain/catalogue/measures.ts'
import { type DomainEvent, idOfStream, type WorkOrderEvent, workOrderTypes } from '@jiahe/domain/catalogue.ts'
import { evolveCharge, noCharge } from '@jiahe/domain/charge.ts'
import { evolveMeasures, type MeasureEvent, noMeasures } from '@jiahe/domain/measures.ts'
import { evolveOverrides, noOverrides, type Overrides, standingLevel } from '@jiahe/domain/overrides.ts'
import { type Level, rank } from '@jiahe/domain/vocabulary.ts'
import { evolveWorkOrder } from '@jiahe/domain/workOrder.ts'
import { knownRegion } from './dimensions.ts'
import { dutiesOf, type MeasureDuty } from './measureDuties.ts'
import type { FoldContext, ReadModel } from './readModel.ts'
import { BOUNCES, type Reason, reasonsOf, type Watched } from './supervisionReasons.ts'
import { Rows } from './tables.ts'

/** All that is folded of the case's own stream and of its orders'. */
interface Folded extends Watched {
  /** Of the case's stream. */
  readonly revision: number
  /** By intake: where it happened, and when. */
  readonly places: Readonly<
    Record<string, { readonly occurredAt: string; readonly regionCode: string | null }>
  >
  readonly grading: { readonly gradingId: string; readonly level: Level } | null
  readonly overrides: Overrides
}
interface CaseRow {
  readonly case_id: string
  readonly folded: Folded
  readonly reasons: readonly Reason[]
  readonly duties: readonly MeasureDuty[]
  readonly region: string | null
  readonly level: Level | null
  readonly level_rank: number
}

const tables = `
CREATE TABLE supervision_list (
  case_id uuid PRIMARY KEY, folded jsonb NOT NULL, reasons jsonb NOT NULL, duties jsonb NOT NULL, region text COLLATE "C",
  level text, level_rank int NOT NULL);
CREATE INDEX ON supervision_list (level_rank) WHERE reasons <> '[]';
CREATE INDEX ON supervision_list (case_id) WHERE duties <> '[]';
`

const measureTypes = [
  ...(Object.keys(measureEvents) as (keyof typeof measureEvents)[]),
  'MeasureBreached',
] as const
const levelTypes = ['RiskGraded', 'GradeOverridden', 'OverrideApproved', 'OverrideDeclined'] as const

export const supervisionList: ReadModel = {
  name: 'supervisionList',
  version: 2,
  types: [
    ...(['AlertReceived', 'ReportReceived', 'IntakeAmended'] as const),
    ...levelTypes,
    ...measureTypes,
    ...(['LeaderTookCharge', 'LeaderReleased', 'CaseClosed', 'CaseReopened'] as const),
    ...workOrderTypes,
  ],
  tables,
  async fold(events, store, context) {
    const ids = events.map((event) => event.metadata.correlationId)
    const rows = Rows.of(await store.load<CaseRow>('supervision_list', 'case_id', ids), (row) => row.case_id)
    for (const event of events) {
      const case_id = event.metadata.correlationId
      const before = rows.get(case_id)?.folded ?? nothing
      const folded = event.stream.startsWith('workOrder-')
        ? foldOrder(before, event as WorkOrderEvent)
        : foldCase(before, event)
      if (folded !== before) rows.set(case_id, rowOf(case_id, folded, context))
    }
    await store.put('supervision_list', ['case_id'], rows.changed())
  },
}

const nothing: Folded = {
  ...noCharge,
  ...{ revision: -1, alerts: {}, places: {}, orders: {}, bouncedAt: {} },
  ...{ measures: noMeasures, grading: null, overrides: noOverrides, closed: false },
}

function foldOrder(before: Folded, event: WorkOrderEvent): Folded {
  const id = idOfStream(event.stream)
  const standing = before.orders[id] ?? null
  if (standing && event.revision <= standing.revision) return before
  const order = evolveWorkOrder(standing, event)
  if (!order) return before
  const bounced = order.bounces >= BOUNCES && !before.bouncedAt[id]
  return {
    ...before,
    orders: { ...before.orders, [id]: order },
    bouncedAt: bounced ? { ...before.bouncedAt, [id]: event.metadata.recordedAt } : before.bouncedAt,
  }
}

function foldCase(before: Folded, event: DomainEvent): Folded {
  if (event.revision <= before.revision) return before
  const next = { ...before, revision: event.revision }
  if (isOf(event, measureTypes)) {
    return {
      ...next,
      measures: { ...next.measures, ...evolveMeasures(next.measures, event as MeasureEvent) },
    }
  }
  switch (event.type) {
    case 'AlertReceived':
    case 'ReportReceived':
    case 'IntakeAmended':
      return { ...next, ...intakesAfter(next, event) }
    case 'RiskGraded':
      return { ...levelled(next, event), grading: { gradingId: event.id, level: event.data.level } }
    case 'GradeOverridden':
    case 'OverrideApproved':
    case 'OverrideDeclined':
      return levelled(next, event)
    case 'LeaderTookCharge':
    case 'LeaderReleased':
      return { ...next, ...evolveCharge(event) }
    case 'CaseClosed':
      return { ...levelled(next, event), closed: true }
    case 'CaseReopened':
      return { ...next, closed: false }
    default:
      return next
  }
}

const isOf = (event: DomainEvent, types: readonly string[]): boolean => types.includes(event.type)
const levelled = (before: Folded, event: Parameters<typeof evolveOverrides>[1]): Folded => ({
  ...before,
  overrides: { ...before.overrides, ...evolveOverrides(before.overrides, event) },
})

type OfIntake = Extract<DomainEvent, { type: 'AlertReceived' | 'ReportReceived' | 'IntakeAmended' }>
function intakesAfter({ alerts, places }: Folded, event: OfIntake): Pick<Folded, 'alerts' | 'places'> {
  const { occurredAt, recordedAt } = event.metadata
  const { regionCode, facts } = event.data
  const place = { occurredAt, regionCode }
  if (event.type !== 'IntakeAmended') {
    const told = { alertId: event.id, occurredAt, recordedAt, facts }
    const known = event.type === 'AlertReceived' ? { ...alerts, [event.id]: told } : alerts
    return { alerts: known, places: { ...places, [event.id]: place } }
  }
  const { intakeId, movedTo } = event.data
  const { [intakeId]: alert, ...otherAlerts } = alerts
  const { [intakeId]: known, ...otherPlaces } = places
  if (!known || movedTo !== null) return { alerts: otherAlerts, places: otherPlaces }
  const amended = alert ? { ...alerts, [intakeId]: { ...alert, occurredAt, facts } } : alerts
  return { alerts: amended, places: { ...places, [intakeId]: place } }
}

function rowOf(case_id: string, folded: Folded, { regions }: FoldContext): CaseRow {
  // Of one moment, that with the later id: keys come back from the table in an order of their own.
  const [newest] = Object.entries(folded.places)
    .sort(([a, x], [b, y]) => Date.parse(y.occurredAt) - Date.parse(x.occurredAt) || (a < b ? 1 : -1))
    .map(([, place]) => place)
  const level = standingLevel({ grading: folded.grading, ...folded.overrides })
  return {
    ...{ case_id, folded, level, reasons: reasonsOf(folded), duties: dutiesOf(folded.measures) },
    region: knownRegion(newest?.regionCode ?? null, regions),
    level_rank: level ? rank(level) : -1,
  }
}
