/**
 * The n-th order of a case has an id derived from the case alone, so its orders are found without any index.
 * A grading is decided on the latest: the first that is missing is dispatched, an open one is raised, one in
 * its watch is reopened, and one closed for good is followed by another.
 */
import { workOrderStream } from '@jiahe/domain/catalogue.ts'
import type { Desk } from '@jiahe/domain/desk.ts'
import type { Context } from '@jiahe/domain/event.ts'
import { orderIdOf } from '@jiahe/domain/ids.ts'
import { rank } from '@jiahe/domain/vocabulary.ts'
import { foldWorkOrder, type WorkOrder } from '@jiahe/domain/workOrder.ts'
import { dispatchOrder, type Grounds } from '@jiahe/domain/workOrderDispatch.ts'
import type { Handled } from '@jiahe/event-log/handle.ts'
import type { EventLog } from '@jiahe/event-log/log.ts'
import { decideOrderStream } from './caseHistory.ts'

export interface Matter {
  readonly grounds: Grounds
  /** When the case was known to be so. */
  readonly gradedAt: string
  readonly context: Context
}
type Passed = 'maybe-followed' | 'closed-for-good'
type Read = (reading: Promise<Handled<Passed>>) => Promise<Handled<Passed> | null>

/** More than any case has: beyond it something is wrong that must not go on for ever. */
const ORDERS_MAX = 1000

/** `read` may give null for an order that cannot be read: it is passed by. */
export async function decideLatestOrder(
  log: EventLog,
  matter: Matter,
  desk: Desk,
  read: Read = (reading) => reading,
): Promise<void> {
  const { caseId } = matter.grounds
  let latest: number | null = null
  for (let n = 1; n <= ORDERS_MAX; ) {
    const orderId = orderIdOf(caseId, n)
    const isLatest = latest === n
    const handled = await read(
      decideOrderStream<Passed>(log, orderId, (history) =>
        decide(foldWorkOrder(history), orderId, matter, desk, isLatest),
      ),
    )
    if (handled && handled.status !== 'refused') return
    if (handled?.refusal !== 'maybe-followed') n++
    else if ((await log.readStream(workOrderStream(orderIdOf(caseId, n + 1)))).length > 0) n++
    else latest = n
  }
  throw new Error(`case ${caseId} has more than ${ORDERS_MAX} orders`)
}

function decide(
  order: WorkOrder | null,
  orderId: string,
  { grounds, gradedAt, context }: Matter,
  desk: Desk,
  isLatest: boolean,
) {
  if (order?.state === 'closed' && !order.gradings.includes(grounds.gradingId)) {
    if (!isLatest) return { refusal: 'maybe-followed' as const }
    // The order was open for this grading, which asked no more of it. Told again, it reopens nothing.
    if (order.closedAt! > gradedAt && rank(grounds.level) <= rank(order.level)) return { events: [] }
  }
  const decision = dispatchOrder(order, orderId, grounds, context, desk)
  return 'next' in decision ? { refusal: 'closed-for-good' as const } : decision
}
