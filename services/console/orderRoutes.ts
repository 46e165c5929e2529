/** 工单台 over HTTP: the list of what a federation has to do, one order with its history, and the commands. */
import { workOrderStream } from '@jiahe/domain/catalogue.ts'
import { protectionInForce } from '@jiahe/domain/protectionOrders.ts'
import { seesSealed } from '@jiahe/domain/sealing.ts'
import { codesOf, levels, orderStates } from '@jiahe/domain/vocabulary.ts'
import { foldWorkOrder } from '@jiahe/domain/workOrder.ts'
import { decideOrder } from '@jiahe/domain/workOrderCommands.ts'
import { listOrders, orderItem } from '@jiahe/read-models/orderDesk.ts'
import { route } from '@jiahe/service-kit/route.ts'
import type { Server } from '@jiahe/service-kit/server.ts'
import { z } from 'zod'
import { authorise } from './authorise.ts'
import { orderEvents, readOrderFile, subjectOfOrder } from './caseFile.ts'
import { carryOut, commandHeaders, etag, type Target } from './command.ts'
import type { Console } from './console.ts'
import { dutyOfOrder } from './dutyView.ts'
import { dutyExample } from './exampleDirectory.ts'
import { listOf, orderExample, stepExample } from './examples.ts'
import {
  type BodyOf,
  bodies,
  type CommandName,
  commandNames,
  refusalOutside,
  shown,
  toCommand,
} from './orderCommands.ts'
import { asked, cursor, federation, flag, id, limit, search } from './parameters.ts'
import { refusal } from './refusals.ts'
import { accountOfRequest, signedIn } from './session.ts'
import { stepsOf } from './steps.ts'

export function orderRoutes(server: Server, api: Console): void {
  route(
    server,
    {
      method: 'get',
      url: '/v1/work-orders',
      summary: '工单台：本妇联及下级妇联的工单，按最近时限排列',
      query: z.strictObject({
        assignee: federation.optional(),
        state: z.enum(codesOf(orderStates)).optional(),
        grade: z.enum(codesOf(levels)).optional(),
        late: flag.optional(),
        q: search.optional(),
        cursor: cursor.optional(),
        limit,
      }),
      responses: { 200: { description: '工单', example: listOf(orderExample) } },
    },
    async ({ query }, request) => {
      const { id: viewer, federation: scope } = accountOfRequest(request)
      return asked(() => listOrders(api.read, { ...query, scope, viewer, now: api.now() }))
    },
    signedIn(api, 'see-orders'),
  )

  route(
    server,
    {
      method: 'get',
      url: '/v1/work-orders/:id',
      summary: '一件工单及其全部经过',
      params: z.strictObject({ id }),
      responses: {
        200: {
          description:
            '工单，ETag 为版本号；duty 为此刻应联系的值班人员，查看电话会记录；protection 为生效中的保护令',
          example: { ...orderExample, duty: dutyExample, protection: null, history: [stepExample] },
        },
        404: { description: '没有此工单，或不在辖区内' },
      },
    },
    async ({ params }, request, reply) => {
      const file = await readOrderFile(api.log, params.id)
      if (!file || authorise(accountOfRequest(request), 'see-orders', subjectOfOrder(file)))
        throw refusal('unknown-order')
      reply.header('etag', etag(file.order.revision))
      const history = await stepsOf(api, file.history, true)
      const duty = await dutyOfOrder(api, accountOfRequest(request), file)
      const { from, until } = protectionInForce(file.state, api.now()) ?? {}
      const protection = from === undefined ? null : { from, until }
      return { ...orderItem(params.id, file.order, api.now()), duty, protection, history }
    },
    signedIn(api, 'see-orders'),
  )

  for (const name of commandNames) commandRoute(server, api, name)
}

function commandRoute(server: Server, api: Console, name: CommandName): void {
  route(
    server,
    {
      method: 'post',
      url: `/v1/work-orders/:id/${name}`,
      summary: shown[name].summary,
      params: z.strictObject({ id }),
      headers: commandHeaders,
      body: bodies[name],
      example: shown[name].example,
      responses: {
        200: { description: '已办理；ETag 为新版本号', example: orderExample },
        403: { description: '不由本单位办理' },
        409: { description: '当前状态不能办理' },
        412: { description: '版本号已过时，current 为最新状态' },
        428: { description: '缺少 If-Match' },
      },
    },
    async ({ params, body }, request, reply) =>
      carryOut(api, await orderTarget(api, params.id, name), body, request, reply),
    signedIn(api, 'work-orders'),
  )
}

type OrderBody = BodyOf<CommandName> & { readonly note?: string | undefined }

/** Whether the parties may meet, and who may see the order, is known by the case. */
async function orderTarget(api: Console, orderId: string, name: CommandName): Promise<Target<OrderBody>> {
  const file = await readOrderFile(api.log, orderId)
  const protectionOrderInForce = file !== null && protectionInForce(file.state, api.now()) !== null
  return {
    stream: workOrderStream(orderId),
    id: orderId,
    unknown: 'unknown-order',
    // To whoever acts on it an order is not hidden: he knows its id, and must be told that it is not his.
    refuse(history, account) {
      const order = foldWorkOrder(orderEvents(history))!
      const denied = authorise(account, 'work-orders', subjectOfOrder({ order, state: file!.state }))
      return denied === 'outside-region' ? refusalOutside(name) : denied
    },
    decide(history, body, textId, account, context) {
      // Nobody there could see it.
      const to = 'to' in body ? (body.to as string) : null
      if (to !== null && !seesSealed(file!.state, to)) return { refusal: 'assignee-not-named' }
      return decideOrder(
        foldWorkOrder(orderEvents(history)),
        orderId,
        toCommand(name, body, textId),
        { by: account.federation, protectionOrderInForce },
        context,
        api.desk,
      )
    },
    answer(history) {
      const at = new Date(history.at(-1)!.metadata.recordedAt)
      return orderItem(orderId, foldWorkOrder(orderEvents(history))!, at)
    },
  }
}
