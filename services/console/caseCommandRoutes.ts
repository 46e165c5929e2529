/** What people do to a case over HTTP: each command, and the colleagues whom a command may name. */
import { decideOnCase } from '@jiahe/domain/caseCommands.ts'
import { familyCaseStream } from '@jiahe/domain/catalogue.ts'
import { foldFamilyCase } from '@jiahe/domain/familyCase.ts'
import type { OtherCase } from '@jiahe/domain/merging.ts'
import { sharingContactsWith } from '@jiahe/privacy/sharedContacts.ts'
import { suggestMerges } from '@jiahe/read-models/mergeSuggestions.ts'
import { type Account, caseworkersOf } from '@jiahe/service-kit/accounts.ts'
import { route } from '@jiahe/service-kit/route.ts'
import type { Server } from '@jiahe/service-kit/server.ts'
import type { FastifyRequest } from 'fastify'
import { z } from 'zod'
import { authorise } from './authorise.ts'
import {
  type CaseBody,
  type CaseCommandName,
  type Colleagues,
  caseBodies,
  caseCommandNames,
  caseShown,
  toCaseCommand,
} from './caseCommands.ts'
import { type CaseFile, caseEvents, readCaseFile, subjectOfCase } from './caseFile.ts'
import { visibleCase } from './caseRoutes.ts'
import { caseSummary } from './caseView.ts'
import { carryOut, commandHeaders, type Target } from './command.ts'
import type { Console } from './console.ts'
import { caseSummaryExample, colleagueExample, suggestionExample } from './examples.ts'
import { asked, id } from './parameters.ts'
import { partiesOf } from './people.ts'
import { accountOfRequest, signedIn, viewerOf } from './session.ts'

const params = z.strictObject({ id })

export function caseCommandRoutes(server: Server, api: Console): void {
  for (const name of caseCommandNames) commandRoute(server, api, name)
  route(
    server,
    {
      method: 'get',
      url: '/v1/cases/:id/colleagues',
      summary: '与此案有关的各级妇联中可以包案或列入密案知情人的账号',
      params,
      responses: { 200: { description: '账号', example: { items: [colleagueExample] } } },
    },
    async ({ params }, request) => {
      const file = await visibleCase(api, params.id, request)
      return { items: await colleaguesOf(api, file) }
    },
    signedIn(api, 'direct-cases', 'case'),
  )
  route(
    server,
    {
      method: 'get',
      url: '/v1/cases/:id/merge-suggestions',
      summary: '可能是同一家庭的其他个案：同一当事人，或共用电话、住址；只作提示',
      params,
      responses: { 200: { description: '个案', example: { items: [suggestionExample] } } },
    },
    async ({ params }, request) => {
      const { state } = await visibleCase(api, params.id, request)
      const { viewer, scope } = viewerOf(request)
      const people = partiesOf(state).map(({ personId }) => personId)
      const sharing = await sharingContactsWith(api.vault, people)
      const query = { caseId: params.id, people, sharing, scope, viewer }
      return { items: state.joined ? [] : await asked(() => suggestMerges(api.read, query)) }
    },
    signedIn(api, 'decide-on-cases', 'case'),
  )
}

function commandRoute(server: Server, api: Console, name: CaseCommandName): void {
  const { action, summary, example } = caseShown[name]
  route(
    server,
    {
      method: 'post',
      url: `/v1/cases/:id/${name}`,
      summary,
      params,
      headers: commandHeaders,
      body: caseBodies[name] as z.ZodType<CaseBody>,
      example,
      responses: {
        200: { description: '已办理；ETag 为新版本号', example: caseSummaryExample },
        403: { description: '不由本单位办理' },
        404: { description: '没有此个案' },
        409: { description: '当前状态不能办理' },
        412: { description: '版本号已过时，current 为最新状态' },
        428: { description: '缺少 If-Match' },
      },
    },
    async ({ params, body }, request, reply) =>
      carryOut(api, await caseTarget(api, params.id, name, body, request), body, request, reply),
    signedIn(api, action, 'case'),
  )
}

/** Caseworkers of the federations that the case lies with, and of those above them. */
async function colleaguesOf(api: Console, file: CaseFile): Promise<Account[]> {
  const { city } = api.desk.territory
  const own = subjectOfCase(file, city).federations.filter((code) => code !== null)
  const above = own.flatMap((code) => [code, code.slice(0, 6), code.slice(0, 4)])
  return caseworkersOf(api.accounts, [...new Set(above)])
}

const naming: readonly CaseCommandName[] = ['leader', 'seal']

/** The case that is to be merged, as this account may see it. */
async function otherCase(api: Console, caseId: string, account: Account): Promise<OtherCase | null> {
  const file = await readCaseFile(api.log, caseId)
  const denied = file && authorise(account, 'direct-cases', subjectOfCase(file, api.desk.territory.city))
  return file && !denied ? { caseId, state: file.state } : null
}

async function caseTarget(
  api: Console,
  caseId: string,
  name: CaseCommandName,
  sent: CaseBody,
  request: FastifyRequest,
): Promise<Target<CaseBody>> {
  const file = await readCaseFile(api.log, caseId)
  const asker = accountOfRequest(request)
  const { action } = caseShown[name]
  // Nothing is looked up for whom it is not there: the time would tell.
  const seen = file && !authorise(asker, action, subjectOfCase(file, api.desk.territory.city)) ? file : null
  const other = seen && name === 'merge' && 'caseId' in sent ? await otherCase(api, sent.caseId, asker) : null
  const named = seen && naming.includes(name) ? await colleaguesOf(api, seen) : []
  const colleagues: Colleagues = new Map(named.map((one) => [one.id, one]))
  const orders = file ? [file, ...file.relatives].flatMap((one) => one.orders.map(({ order }) => order)) : []
  return {
    stream: familyCaseStream(caseId),
    id: caseId,
    unknown: 'unknown-case',
    refuse: (_history, account) =>
      file && authorise(account, action, subjectOfCase(file, api.desk.territory.city)),
    decide(history, body, textId, account, context) {
      const command = toCaseCommand(name, body, textId, { account, colleagues, other })
      if ('refusal' in command) return command
      const state = foldFamilyCase(caseEvents(history))
      return decideOnCase({ caseId, state, orders, by: account.federation, context, desk: api.desk }, command)
    },
    answer(history) {
      const state = foldFamilyCase(caseEvents(history))
      return caseSummary({ caseId, state }, new Date(history.at(-1)!.metadata.recordedAt))
    },
  }
}
