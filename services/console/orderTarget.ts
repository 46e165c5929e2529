/** An order as the target of commands: its stream, who may touch it, and what is decided beside it: whether the parties
 *  may meet, who may see it, whether another order came after it, who can be called in. */
import { workOrderStream } from '@jiahe/domain/catalogue.ts'
import { seesSealed } from '@jiahe/domain/sealing.ts'
import { foldWorkOrder } from '@jiahe/domain/workOrder.ts'
import { decideOrder } from '@jiahe/domain/workOrderCommands.ts'
import { orderItem } from '@jiahe/read-models/orderItem.ts'
import type { Account } from '@jiahe/service-kit/accounts.ts'
import { authorise } from './authorise.ts'
import {
  hasNewerOrder,
  type OrderFile,
  orderEvents,
  protectionOf,
  readOrderFile,
  subjectOfOrder,
} from './caseFile.ts'
import type { Target } from './command.ts'
import type { Console } from './console.ts'
import { type BodyOf, type CommandName, toCommand } from './orderCommands.ts'
import { readOrganisation } from './organisationTarget.ts'

export type OrderBody = BodyOf<CommandName> & { readonly note?: string | undefined }

export async function orderTarget(
  api: Console,
  orderId: string,
  name: CommandName,
  sent: OrderBody,
  account: Account,
): Promise<Target<OrderBody>> {
  const file = await readOrderFile(api.log, orderId)
  const seen = file && !authorise(account, 'work-orders', subjectOfOrder(file)) ? file : null
  const protectionOrderInForce = file !== null && protectionOf(file, api.now()) !== null
  // Nothing is looked up for whom it is not there: the time would tell.
  const newerOrder = name === 'reopen' && seen !== null && (await hasNewerOrder(api.log, seen))
  const unavailable = seen && (await refuseNamed(api, seen, name, sent))
  return {
    stream: workOrderStream(orderId),
    id: orderId,
    unknown: 'unknown-order',
    // Who may see the order but does not have it is told so by the decision; for all others it is not there.
    refuse(history, account) {
      const order = foldWorkOrder(orderEvents(history))!
      return authorise(
        account,
        'work-orders',
        subjectOfOrder({ order, state: file!.state, family: file!.family }),
      )
    },
    decide(history, body, textId, account, context) {
      const decision = decideOrder(
        foldWorkOrder(orderEvents(history)),
        orderId,
        toCommand(name, body, textId),
        { by: account.federation, protectionOrderInForce, newerOrder },
        context,
        api.desk,
      )
      return 'events' in decision && unavailable ? { refusal: unavailable } : decision
    },
    answer(history) {
      const at = new Date(history.at(-1)!.metadata.recordedAt)
      return orderItem(orderId, foldWorkOrder(orderEvents(history))!, at)
    },
  }
}

/** Why whoever is to have the order or to be called in cannot be; null when they can. */
async function refuseNamed(
  { log }: Console,
  { state, order }: OrderFile,
  name: CommandName,
  body: OrderBody,
): Promise<string | null> {
  const to = 'to' in body ? body.to : name === 'reopen' ? order.assignee : null
  // Nobody there could see it.
  if (to !== null && !seesSealed(state, to)) return 'assignee-not-named'
  if (!('organisation' in body) || body.organisation === null) return null
  const organisation = await readOrganisation(log, body.organisation)
  if (!organisation) return 'unknown-organisation'
  return organisation.status === 'closed' ? 'organisation-closed' : null
}
