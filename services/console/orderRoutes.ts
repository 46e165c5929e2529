/** 工单台 over HTTP: the list of what a federation has to do, one order with its history, and the commands. */
import { refuseAsking } from '@jiahe/domain/extensions.ts'
import { codesOf, levels, orderStates } from '@jiahe/domain/vocabulary.ts'
import type { WorkOrder } from '@jiahe/domain/workOrder.ts'
import { listOrders } from '@jiahe/read-models/orderDesk.ts'
import { orderItem, orderLife } from '@jiahe/read-models/orderItem.ts'
import { route } from '@jiahe/service-kit/route.ts'
import type { Server } from '@jiahe/service-kit/server.ts'
import { z } from 'zod'
import { authorise } from './authorise.ts'
import { protectionOf, readOrderFile, subjectOfOrder } from './caseFile.ts'
import { looksAt } from './caseRoutes.ts'
import { carryOut, commandHeaders, etag } from './command.ts'
import type { Console } from './console.ts'
import { dutyOfOrder } from './dutyView.ts'
import { dutyExample } from './exampleDirectory.ts'
import { listOf, orderExample, orderLifeExample, stepExample } from './examples.ts'
import { bodies, type CommandName, commandNames, shown } from './orderCommands.ts'
import { orderTarget } from './orderTarget.ts'
import { asked, count, cursor, federation, flag, id, limit, moment, search } from './parameters.ts'
import { refusal } from './refusals.ts'
import { accountOfRequest, signedIn, viewerOf } from './session.ts'
import { stepsOf } from './steps.ts'
import { suggestionFor } from './suggestion.ts'

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
        supervised: flag.optional(),
        bounces: count.optional(),
        awaiting: z.enum(['approval']).optional().describe('办结或延期等待审批的'),
        since: moment.optional().describe('此刻以后派出的'),
        q: search.optional(),
        cursor: cursor.optional(),
        limit,
      }),
      responses: { 200: { description: '工单', example: listOf(orderExample) } },
    },
    async ({ query }, request) => {
      const { viewer, scope } = viewerOf(request)
      return asked(() => listOrders(api.read, { ...query, scope, viewer, now: api.now() }))
    },
    signedIn(api, 'see-orders', 'own'),
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
            '工单，ETag 为版本号；duty 为此刻应联系的值班人员，查看电话会记录；protection 为生效中的保护令；extendable 为现在可否申请延期办结；suggestion 为无法自动派单的工单的建议去向',
          example: {
            ...{
              ...orderExample,
              ...orderLifeExample,
              duty: dutyExample,
              protection: null,
              suggestion: null,
            },
            history: [stepExample],
          },
        },
        404: { description: '没有此工单，或不在辖区内' },
      },
    },
    async ({ params }, request, reply) => {
      const file = await readOrderFile(api.log, params.id)
      if (!file || authorise(accountOfRequest(request), 'see-orders', subjectOfOrder(file)))
        throw refusal('unknown-order')
      reply.header('etag', etag(file.order.revision))
      const { caseId } = file.order
      await looksAt(api, request, { caseId, state: file.state }, 'words')
      const history = await stepsOf(api, file.history, true)
      const duty = await dutyOfOrder(api, accountOfRequest(request), file)
      const { from, until } = protectionOf(file, api.now()) ?? {}
      const protection = from === undefined ? null : { from, until }
      const { order } = file
      const life = { ...orderLife(order), extendable: isExtendable(api, order) }
      const suggestion = order.state === 'unroutable' ? await suggestionFor(api, file) : null
      return { ...orderItem(params.id, order, api.now()), ...life, duty, protection, suggestion, history }
    },
    signedIn(api, 'see-orders', 'order'),
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
      carryOut(
        api,
        await orderTarget(api, params.id, name, body, accountOfRequest(request)),
        body,
        request,
        reply,
      ),
    signedIn(api, 'work-orders', 'order'),
  )
}

const isExtendable = (api: Console, order: WorkOrder): boolean =>
  refuseAsking({ order, context: { now: api.now() }, desk: api.desk }) === null
