/** 组织名录 over HTTP: the list, one organisation, how it is really reached, and what may be done to it. */
import { normaliseRegion } from '@jiahe/domain/regions.ts'
import { codesOf, organisationKinds, organisationStatuses } from '@jiahe/domain/vocabulary.ts'
import { listOrganisations } from '@jiahe/read-models/organisations.ts'
import { route } from '@jiahe/service-kit/route.ts'
import type { Server } from '@jiahe/service-kit/server.ts'
import { z } from 'zod'
import { recordAccess } from './accessLog.ts'
import { authorise } from './authorise.ts'
import { itemOf, nameIndex, openCard, withCards } from './cardView.ts'
import { beginningHeaders, carryOut, commandHeaders, etag } from './command.ts'
import type { Console } from './console.ts'
import { organisationContactExample, organisationExample } from './exampleDirectory.ts'
import { listOf } from './examples.ts'
import { amendBody, closeBody, registerBody } from './organisationBodies.ts'
import { importRoute } from './organisationImportRoute.ts'
import { organisationTarget, readOrganisation } from './organisationTarget.ts'
import { asked, cursorOf, flag, invalidQuery, limit, region, search } from './parameters.ts'
import { refusal } from './refusals.ts'
import { accountOfRequest, signedIn } from './session.ts'

const codeParams = z.strictObject({ code: z.string().max(64) })

export function organisationRoutes(server: Server, api: Console): void {
  listRoute(server, api)
  oneRoute(server, api)
  contactsRoute(server, api)
  registerRoute(server, api)
  commandRoutes(server, api)
  importRoute(server, api)
}

function listRoute(server: Server, api: Console): void {
  const names = nameIndex(api)
  route(
    server,
    {
      method: 'get',
      url: '/v1/organisations',
      summary: '组织名录：全市的妇联与可调用的力量；above 为真时含上级区划的机构',
      query: z.strictObject({
        kind: z.enum(codesOf(organisationKinds)).optional(),
        status: z.enum(codesOf(organisationStatuses)).optional(),
        region: region.optional(),
        above: flag.optional(),
        q: search.optional(),
        cursor: cursorOf(2).optional(),
        limit,
      }),
      responses: { 200: { description: '机构', example: listOf(organisationExample) } },
    },
    async ({ query: { q, region, ...query } }) =>
      asked(async () => {
        const area = region === undefined ? undefined : normaliseRegion(region)
        if (area === null) throw invalidQuery('region', 'unknown-region')
        const words = q?.trim()
        const found = words
          ? { search: { codePrefix: words.toUpperCase(), cardIds: await names.matching(words) } }
          : {}
        const page = await listOrganisations(api.read, { ...query, region: area, ...found })
        return { ...page, items: await withCards(api, page.items) }
      }),
    signedIn(api, 'see-organisations', 'nothing'),
  )
}

function oneRoute(server: Server, api: Console): void {
  route(
    server,
    {
      method: 'get',
      url: '/v1/organisations/:code',
      summary: '一个机构；个人电话、联系人与庇护所地址已隐去',
      params: codeParams,
      responses: { 200: { description: '机构，ETag 为版本号', example: organisationExample } },
    },
    async ({ params }, _request, reply) => {
      const organisation = await readOrganisation(api.log, params.code)
      if (!organisation) throw refusal('unknown-organisation')
      reply.header('etag', etag(organisation.revision))
      return (await withCards(api, [itemOf(organisation)]))[0]!
    },
    signedIn(api, 'see-organisations', 'nothing'),
  )
}

/** The look is recorded first; only then is it told. */
function contactsRoute(server: Server, api: Console): void {
  route(
    server,
    {
      method: 'get',
      url: '/v1/organisations/:code/contacts',
      summary: '机构的完整联系方式；每次查看都会记录',
      params: codeParams,
      query: z.strictObject({ reason: z.enum(['referral', 'verification']) }),
      responses: { 200: { description: '联系方式', example: organisationContactExample } },
    },
    async ({ params, query: { reason } }, request) => {
      const organisation = await readOrganisation(api.log, params.code)
      if (!organisation) throw refusal('unknown-organisation')
      const account = accountOfRequest(request)
      const lies = { federations: [organisation.regionCode] }
      const refused = authorise(account, 'reach-organisations', lies)
      if (refused) throw refusal(refused)
      const detail = { organisation: organisation.code }
      await recordAccess(api.access, account.id, api.now(), [
        { action: 'contact', outcome: 'given', reason, detail },
      ])
      return { code: organisation.code, reason, ...(await openCard(api, organisation.cardId)) }
    },
    signedIn(api, 'reach-organisations', 'directory'),
  )
}

const answers = {
  403: { description: '不在辖区内，或没有此项权限' },
  409: { description: '当前状态不能办理' },
}
const seen = {
  412: { description: '版本号已过时，current 为最新状态' },
  428: { description: '缺少 If-Match' },
}

function registerRoute(server: Server, api: Console): void {
  route(
    server,
    {
      method: 'post',
      url: '/v1/organisations',
      summary: '登记机构',
      headers: beginningHeaders,
      body: registerBody,
      example: {
        ...{ code: 'BH320402001', kind: 'shelter', regionCode: '320402', name: '天宁区反家暴庇护中心' },
        ...{ phone: '10000001111', capabilities: ['sheltering'], capacity: 12 },
      },
      responses: { 200: { description: '已登记；ETag 为版本号', example: organisationExample }, ...answers },
    },
    async ({ body }, request, reply) =>
      carryOut(
        api,
        organisationTarget(api, body.code, { type: 'register', said: body }),
        body,
        request,
        reply,
      ),
    signedIn(api, 'edit-organisations', 'directory'),
  )
}

function commandRoutes(server: Server, api: Console): void {
  const responses = {
    200: { description: '已办理；ETag 为新版本号', example: organisationExample },
    ...answers,
    ...seen,
  }
  const definition = { method: 'post', params: codeParams, headers: commandHeaders, responses } as const
  const may = signedIn(api, 'edit-organisations', 'directory')
  route(
    server,
    {
      ...definition,
      url: '/v1/organisations/:code/amend',
      summary: '更正机构信息；未写的项目不变，写 null 的清空',
      body: amendBody,
      example: { phone: '10000002222', capacity: null },
    },
    async ({ params: { code }, body }, request, reply) =>
      carryOut(api, organisationTarget(api, code, { type: 'amend', said: body }), body, request, reply),
    may,
  )
  route(
    server,
    {
      ...definition,
      url: '/v1/organisations/:code/close',
      summary: '停用机构，须说明原因',
      body: closeBody,
      example: { reason: 'suspended' },
    },
    async ({ params: { code }, body }, request, reply) =>
      carryOut(api, organisationTarget(api, code, { type: 'close', ...body }), body, request, reply),
    may,
  )
  route(
    server,
    {
      ...definition,
      url: '/v1/organisations/:code/reopen',
      summary: '恢复机构',
      body: z.strictObject({}),
      example: {},
    },
    async ({ params: { code }, body }, request, reply) =>
      carryOut(api, organisationTarget(api, code, { type: 'reopen' }), body, request, reply),
    may,
  )
}
