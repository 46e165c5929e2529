/** 值班表 over HTTP: who is on duty at which federation, and how shifts are rostered and taken back. */
import { whomToCall } from '@jiahe/domain/onDuty.ts'
import { listShifts } from '@jiahe/read-models/dutyRoster.ts'
import { route } from '@jiahe/service-kit/route.ts'
import type { Server } from '@jiahe/service-kit/server.ts'
import { z } from 'zod'
import { carryOut, commandHeaders, etag } from './command.ts'
import type { Console } from './console.ts'
import { shownShifts } from './dutyView.ts'
import { rosterExample, rosteredExample, shiftExample } from './exampleDirectory.ts'
import { listOf } from './examples.ts'
import { readOrganisation } from './organisationTarget.ts'
import { asked, cursor, federation, flag, limit, moment } from './parameters.ts'
import { refusal } from './refusals.ts'
import { officersIn, rosterBody, rosterTarget, withdrawBody } from './rosterTarget.ts'
import { accountOfRequest, signedIn } from './session.ts'

const params = z.strictObject({ federation })

export function rosterRoutes(server: Server, api: Console): void {
  listRoute(server, api)
  oneRoute(server, api)
  commandRoutes(server, api)
}

function listRoute(server: Server, api: Console): void {
  route(
    server,
    {
      method: 'get',
      url: '/v1/rosters',
      summary: '值班表：某妇联（below 为真时含下级）在一段时间内的班次，姓名和电话已脱敏',
      query: z.strictObject({
        federation: federation.optional(),
        below: flag.optional(),
        from: moment.optional(),
        until: moment.optional(),
        cursor: cursor.optional(),
        limit,
      }),
      responses: { 200: { description: '班次，按开始时间', example: listOf(shiftExample) } },
    },
    async ({ query }, request) =>
      asked(async () => {
        const { federation = accountOfRequest(request).federation, from = api.now(), ...rest } = query
        const page = await listShifts(api.read, { ...rest, federation, from })
        return { ...page, items: await shownShifts(api, page.items) }
      }),
    signedIn(api, 'see-organisations', 'nothing'),
  )
}

/** From the stream: what is acted on is never behind. */
function oneRoute(server: Server, api: Console): void {
  route(
    server,
    {
      method: 'get',
      url: '/v1/rosters/:federation',
      summary: '一个妇联的值班表：此刻值班的人和以后的班次',
      params,
      responses: { 200: { description: '值班表，ETag 为版本号', example: rosterExample } },
    },
    async ({ params: { federation } }, _request, reply) => {
      const organisation = await readOrganisation(api.log, federation)
      if (!organisation) throw refusal('unknown-organisation')
      const now = api.now()
      const coming = organisation.shifts
        .filter((shift) => Date.parse(shift.until) > now.getTime())
        .sort((a, b) => Date.parse(a.from) - Date.parse(b.from))
      const here = whomToCall((code) => (code === federation ? coming : []), federation, now)
      reply.header('etag', etag(organisation.revision))
      return {
        ...{ federation, revision: organisation.revision, status: organisation.status },
        onDuty: here?.shifts.map((shift) => shift.shiftId) ?? [],
        shifts: await shownShifts(api, coming),
      }
    },
    signedIn(api, 'see-organisations', 'nothing'),
  )
}

function commandRoutes(server: Server, api: Console): void {
  const responses = {
    200: { description: '已办理；ETag 为新版本号', example: rosteredExample },
    403: { description: '不在辖区内，或没有此项权限' },
    409: { description: '班次有误，或机构已停用' },
    412: { description: '版本号已过时，current 为最新状态' },
    428: { description: '缺少 If-Match' },
  }
  const definition = { method: 'post', params, headers: commandHeaders, responses } as const
  const may = signedIn(api, 'edit-rosters', 'directory')
  route(
    server,
    {
      ...definition,
      url: '/v1/rosters/:federation',
      summary: '排班；已排定的班次不变',
      body: rosterBody,
      example: {
        shifts: [
          {
            ...{ officer: { name: '王某', phone: '10000001111' }, role: 'lead' },
            ...{ from: '2026-11-23T17:00:00+08:00', until: '2026-11-24T09:00:00+08:00' },
          },
        ],
      },
    },
    async ({ params: { federation }, body }, request, reply) => {
      const officers = await officersIn(api, federation, body)
      return carryOut(api, rosterTarget(api, federation, { ...body, officers }), body, request, reply)
    },
    may,
  )
  route(
    server,
    {
      ...definition,
      url: '/v1/rosters/:federation/withdraw',
      summary: '撤销尚未结束的班次',
      body: withdrawBody,
      example: { shiftIds: ['019d3f6a-7c10-8f21-8c77-51d0a9e2b3c4'] },
    },
    async ({ params: { federation }, body }, request, reply) =>
      carryOut(api, rosterTarget(api, federation, body), body, request, reply),
    may,
  )
}
