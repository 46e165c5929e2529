/** Reads and writes the streams of a case as domain events, which is all that policies need of the log. */
import type { DomainEvent, FamilyCaseEvent, NewDomainEvent, WorkOrderEvent } from '@jiahe/domain/catalogue.ts'
import { familyCaseStream, workOrderStream } from '@jiahe/domain/catalogue.ts'
import type { Decision } from '@jiahe/domain/event.ts'
import { orderIdOf } from '@jiahe/domain/ids.ts'
import { readEvent } from '@jiahe/domain/upcast.ts'
import { foldWorkOrder, type WorkOrder } from '@jiahe/domain/workOrder.ts'
import { type Handled, handle } from '@jiahe/event-log/handle.ts'
import type { EventLog, NewEvent, RecordedEvent } from '@jiahe/event-log/log.ts'

type Decide<Event, Refusal extends string> = (history: readonly Event[]) => Decision<NewDomainEvent, Refusal>

const lifted = <Event>(history: readonly RecordedEvent[]): readonly Event[] =>
  history.map(readEvent) as readonly unknown[] as Event[]

export const readCase = async (log: EventLog, caseId: string): Promise<readonly FamilyCaseEvent[]> =>
  lifted(await log.readStream(familyCaseStream(caseId)))

export const readOrder = async (log: EventLog, orderId: string): Promise<readonly WorkOrderEvent[]> =>
  lifted(await log.readStream(workOrderStream(orderId)))

/** Every order of the case as it stands, oldest first. */
export async function ordersOf(log: EventLog, caseId: string): Promise<(WorkOrder & { orderId: string })[]> {
  const orders: (WorkOrder & { orderId: string })[] = []
  for (let n = 1; ; n++) {
    const orderId = orderIdOf(caseId, n)
    const order = foldWorkOrder(await readOrder(log, orderId))
    if (!order) return orders
    orders.push({ ...order, orderId })
  }
}

export const decideCase = <Refusal extends string>(
  log: EventLog,
  caseId: string,
  decide: Decide<FamilyCaseEvent, Refusal>,
): Promise<Handled<Refusal>> => decideStream(log, familyCaseStream(caseId), decide)

export const decideOrderStream = <Refusal extends string>(
  log: EventLog,
  orderId: string,
  decide: Decide<WorkOrderEvent, Refusal>,
): Promise<Handled<Refusal>> => decideStream(log, workOrderStream(orderId), decide)

/** Of a case or of an order. */
export const decideAnyStream = (
  log: EventLog,
  stream: string,
  decide: Decide<DomainEvent, never>,
): Promise<Handled<never>> => decideStream(log, stream, decide)

function decideStream<Event, Refusal extends string>(
  log: EventLog,
  stream: string,
  decide: Decide<Event, Refusal>,
): Promise<Handled<Refusal>> {
  return handle<Refusal>(log, stream, (history) => {
    const decision = decide(lifted<Event>(history))
    return 'refusal' in decision ? decision : { events: decision.events as readonly NewEvent[] }
  })
}
