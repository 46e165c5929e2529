/** 一户一档 over HTTP: the card, the timeline by what was known when, the grades explained, and the number to call. */
import { readPeople } from '@jiahe/privacy/people.ts'
import { listCases } from '@jiahe/read-models/caseQuery.ts'
import { route } from '@jiahe/service-kit/route.ts'
import type { Server } from '@jiahe/service-kit/server.ts'
import type { FastifyRequest } from 'fastify'
import { z } from 'zod'
import { recordLook, recordLookOnce } from './accessLog.ts'
import { authorise } from './authorise.ts'
import { type CaseFile, readCaseFile, subjectOfCase, subjectOfContact } from './caseFile.ts'
import { caseCard } from './caseView.ts'
import { etag } from './command.ts'
import type { Console } from './console.ts'
import {
  caseExample,
  caseItemExample,
  contactsExample,
  gradeExample,
  listOf,
  stepExample,
} from './examples.ts'
import { explainGrades } from './explain.ts'
import { asked, cursor, id, limit, moment, search } from './parameters.ts'
import { calledBack, maskedParties, partiesOf } from './people.ts'
import { refusal } from './refusals.ts'
import { accountOfRequest, signedIn, viewerOf } from './session.ts'
import { merged, stepsOf } from './steps.ts'

const params = z.strictObject({ id })

/** The case, if there is one that this account may see. Throws 404 either way. */
export async function visibleCase(api: Console, caseId: string, request: FastifyRequest): Promise<CaseFile> {
  const file = await readCaseFile(api.log, caseId)
  if (
    !file ||
    authorise(accountOfRequest(request), 'see-cases', subjectOfCase(file, api.desk.territory.city))
  )
    throw refusal('unknown-case')
  return file
}

/** Recorded before it is given: the people of the case were looked at, masked, or what was said of them was read. */
export const looksAt = (
  api: Console,
  request: FastifyRequest,
  { caseId, state }: Pick<CaseFile, 'caseId' | 'state'>,
  action: 'card' | 'words',
): Promise<void> =>
  recordLookOnce(api.access, {
    ...{ at: api.now(), accountId: accountOfRequest(request).id, caseId, action, reason: 'casework' },
    personIds: partiesOf(state).map(({ personId }) => personId),
  })

export function caseRoutes(server: Server, api: Console): void {
  listRoute(server, api)
  cardRoute(server, api)
  timelineRoute(server, api)
  gradesRoute(server, api)
  contactsRoute(server, api)
}

function listRoute(server: Server, api: Console): void {
  route(
    server,
    {
      method: 'get',
      url: '/v1/cases',
      summary: '一户一档：本妇联及下级妇联的个案',
      query: z.strictObject({
        q: search.optional(),
        state: z.enum(['open', 'closed']).optional(),
        awaiting: z.enum(['approval']).optional().describe('有申请等待另一人同意的'),
        cursor: cursor.optional(),
        limit,
      }),
      responses: { 200: { description: '个案', example: listOf(caseItemExample) } },
    },
    async ({ query }, request) => {
      const { viewer, scope } = viewerOf(request)
      return asked(() => listCases(api.read, { ...query, scope, viewer, now: api.now() }))
    },
    signedIn(api, 'see-cases', 'own'),
  )
}

function cardRoute(server: Server, api: Console): void {
  route(
    server,
    {
      method: 'get',
      url: '/v1/cases/:id',
      summary: '一个家庭的档案，当事人信息已脱敏',
      params,
      responses: { 200: { description: '档案，ETag 为版本号', example: caseExample } },
    },
    async ({ params }, request, reply) => {
      const file = await visibleCase(api, params.id, request)
      await looksAt(api, request, file, 'card')
      reply.header('etag', etag(file.state.revision))
      return caseCard(api, file, api.now())
    },
    signedIn(api, 'see-cases', 'case'),
  )
}

function timelineRoute(server: Server, api: Console): void {
  route(
    server,
    {
      method: 'get',
      url: '/v1/cases/:id/timeline',
      summary: '时间线：个案与工单的全部事件，按得知时间；asOf 只看当时已知的',
      params,
      query: z.strictObject({ asOf: moment.optional() }),
      responses: { 200: { description: '时间线', example: { ...listOf(stepExample), asOf: null } } },
    },
    async ({ params, query }, request) => {
      const file = await visibleCase(api, params.id, request)
      const histories = [file.history, ...file.orders.map((order) => order.history)]
      const events = merged(histories, query.asOf ?? null)
      const mayReadTexts = !authorise(
        accountOfRequest(request),
        'read-texts',
        subjectOfCase(file, api.desk.territory.city),
      )
      if (mayReadTexts) await looksAt(api, request, file, 'words')
      const items = await stepsOf(api, events, mayReadTexts)
      return { asOf: query.asOf?.toISOString() ?? null, items, nextCursor: null, total: items.length }
    },
    signedIn(api, 'see-cases', 'case'),
  )
}

function gradesRoute(server: Server, api: Console): void {
  route(
    server,
    {
      method: 'get',
      url: '/v1/cases/:id/grades',
      summary: '历次分级及其依据，最近的在前',
      params,
      responses: { 200: { description: '分级', example: listOf(gradeExample) } },
    },
    async ({ params }, request) => {
      const items = explainGrades((await visibleCase(api, params.id, request)).events)
      return { items, nextCursor: null, total: items.length }
    },
    signedIn(api, 'see-cases', 'case'),
  )
}

/** The look is recorded first; only then is the number given. */
function contactsRoute(server: Server, api: Console): void {
  route(
    server,
    {
      method: 'get',
      url: '/v1/cases/:id/contacts',
      summary: '回访用的完整电话；每次查看都会记录',
      params,
      query: z.strictObject({ reason: z.literal('callback') }),
      responses: { 200: { description: '回访对象', example: contactsExample } },
    },
    async ({ params, query }, request) => {
      const file = await visibleCase(api, params.id, request)
      const account = accountOfRequest(request)
      const refused = authorise(account, 'see-contacts', subjectOfContact(file))
      if (refused) throw refusal(refused)
      const personIds = calledBack(file.state)
      const { reason } = query
      const look = { at: api.now(), accountId: account.id, caseId: file.caseId, personIds }
      await recordLook(api.access, { ...look, action: 'contact', reason })
      const people = await readPeople(api.vault, api.keyring, personIds)
      const masked = (await maskedParties(api, file.state)).filter((p) => personIds.includes(p.personId))
      const items = masked.map(({ personId, role, name }) => {
        return { personId, role, name, phone: people.get(personId)?.phone ?? null }
      })
      return { reason, items }
    },
    signedIn(api, 'see-contacts', 'case'),
  )
}
