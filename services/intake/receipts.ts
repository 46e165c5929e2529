/** What became of an intake, for its sender: folded from the streams of the case and its orders as they stand. */
import {
  type FamilyCaseEvent,
  familyCaseStream,
  type WorkOrderEvent,
  workOrderStream,
} from '@jiahe/domain/catalogue.ts'
import { type Duty, type FamilyCase, foldFamilyCase } from '@jiahe/domain/familyCase.ts'
import { orderIdOf } from '@jiahe/domain/ids.ts'
import { standingLevel } from '@jiahe/domain/overrides.ts'
import { readEvent } from '@jiahe/domain/upcast.ts'
import type { CallbackState, Level, OrderState } from '@jiahe/domain/vocabulary.ts'
import { foldWorkOrder, type WorkOrder } from '@jiahe/domain/workOrder.ts'
import type { EventLog } from '@jiahe/event-log/log.ts'
import type { Selectable } from 'kysely'
import type { IntakeDb, IntakeTables } from './receiptTable.ts'

export interface Receipt {
  readonly source: string
  readonly sourceRef: string
  readonly caseId: string
  readonly eventId: string
  readonly receivedAt: string
  readonly grade: {
    level: Level
    score: number
    coverage: number
    model: { id: string; version: number; hash: string }
  } | null
  readonly order: {
    id: string
    state: OrderState
    level: Level
    assignee: string
    acceptBy: string | null
  } | null
  readonly callback: { state: CallbackState; dueAt: string } | null
}

/** What a reference stands for: its row of `intake.receipt`. */
export type Reference = Pick<
  Selectable<IntakeTables['intake.receipt']>,
  'source' | 'source_ref' | 'case_id' | 'intake_id'
>
type Streams = Pick<EventLog, 'readStream'>

/** Null when nothing of this reference is durable. */
export async function readReceipt(
  db: IntakeDb,
  log: Streams,
  source: string,
  sourceRef: string,
  now: Date,
): Promise<Receipt | null> {
  const row = await db
    .selectFrom('intake.receipt')
    .selectAll()
    .where('source', '=', source)
    .where('source_ref', '=', sourceRef)
    .executeTakeFirst()
  return row ? receiptOf(log, row, now) : null
}

/** Null while its event is not in the log. */
export async function receiptOf(log: Streams, row: Reference, now: Date): Promise<Receipt | null> {
  const history = (await log.readStream(familyCaseStream(row.case_id))).map(readEvent) as FamilyCaseEvent[]
  const state = foldFamilyCase(history)
  const intake = state.intakes.get(row.intake_id)
  if (!intake) return null
  const graded = history.findLast((event) => event.type === 'RiskGraded')
  const order = await orderOf(log, row.case_id, state)
  const received = {
    source: row.source,
    sourceRef: row.source_ref,
    caseId: row.case_id,
    eventId: row.intake_id,
    receivedAt: intake.recordedAt,
  }
  // When she is to be called would tell how grave it is.
  if (state.sealedFor) return { ...received, grade: null, order: null, callback: null }
  return {
    ...received,
    // What was decided on the case, which a person may have raised or lowered.
    grade: graded ? { ...gradeOf(graded.data), level: standingLevel(state) ?? graded.data.level } : null,
    order: order && {
      id: order.id,
      state: order.state,
      level: order.level,
      assignee: order.assignee,
      acceptBy: order.deadlines?.acceptBy ?? null,
    },
    callback: callbackOf(state, row.intake_id, now),
  }
}

const gradeOf = ({
  level,
  score,
  coverage,
  model,
}: Extract<FamilyCaseEvent, { type: 'RiskGraded' }>['data']) => ({ level, score, coverage, model })

/** The case's latest order; where that went on in another, or there is none, the one of the case that it joined. */
async function orderOf(log: Streams, caseId: string, { joined }: FamilyCase) {
  const own = await latestOrder(log, caseId)
  if (!joined || (own && !own.mergedInto)) return own
  return (await latestOrder(log, joined.into)) ?? own
}

async function latestOrder(log: Streams, caseId: string): Promise<(WorkOrder & { id: string }) | null> {
  let latest: (WorkOrder & { id: string }) | null = null
  for (let n = 1; ; n++) {
    const id = orderIdOf(caseId, n)
    const order = foldWorkOrder(
      (await log.readStream(workOrderStream(id))).map(readEvent) as WorkOrderEvent[],
    )
    if (!order) return latest
    latest = { ...order, id }
  }
}

/** The alert's duties as the callback coverage counts them: late if any is, else unreachable, else due while
 *  the first is open, else done; with the duty that says so. */
function callbackOf(state: FamilyCase, alertId: string, now: Date): Receipt['callback'] {
  const duties = [...state.duties.values()].filter((duty) => duty.alertId === alertId)
  const tell = (state: CallbackState, duty: Duty) => ({ state, dueAt: duty.dueAt })
  const late = duties.find((duty) => duty.state === 'open' && Date.parse(duty.dueAt) < now.getTime())
  if (late) return tell('late', late)
  const unreachable = duties.find((duty) => duty.state === 'unreachable')
  if (unreachable) return tell('unreachable', unreachable)
  const first = duties[0]
  return first ? tell(first.state === 'open' ? 'due' : 'done', first) : null
}
