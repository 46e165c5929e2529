/** 查看记录 over HTTP, for the auditor: the list, the week's unusual ones, and an export. Ids only, no person's name. */
import { accessActions, accessOutcomes, accessReasons } from '@jiahe/domain/accessVocabulary.ts'
import { dayOf } from '@jiahe/domain/clocks.ts'
import { COMMAND_LINE } from '@jiahe/domain/commandLine.ts'
import { decodeWords, encodeCursor } from '@jiahe/read-models/paging.ts'
import { route } from '@jiahe/service-kit/route.ts'
import type { Server } from '@jiahe/service-kit/server.ts'
import { z } from 'zod'
import { recordAccess } from './accessLog.ts'
import { type AccessItem, listAccess } from './accessQuery.ts'
import type { Console } from './console.ts'
import { accessExample, unusualExample } from './examplePeople.ts'
import { listOf } from './examples.ts'
import { asked, checkDays, cursorOf, day, limit, search } from './parameters.ts'
import { accountOfRequest, signedIn } from './session.ts'
import { unusualAccess } from './unusualAccess.ts'

const codes = <C extends string>(table: Readonly<Record<C, string>>) =>
  z.enum(Object.keys(table) as [C, ...C[]])
const filters = {
  account: search.optional(),
  from: day.optional(),
  to: day.optional(),
  person: z.uuid().optional(),
  case: z.uuid().optional(),
  action: codes(accessActions).optional(),
  outcome: codes(accessOutcomes).optional(),
}
/** More than an auditor reads, and still one answer. */
const EXPORTED_MAX = 50_000

export function auditRoutes(server: Server, api: Console): void {
  listRoute(server, api)
  unusualRoute(server, api)
  exportRoute(server, api)
}

function listRoute(server: Server, api: Console): void {
  route(
    server,
    {
      method: 'get',
      url: '/v1/audit',
      summary: '查看记录：谁在何时因何查看了谁，以及被拒绝的操作；最近的在前',
      query: z.strictObject({ ...filters, cursor: cursorOf(1).optional(), limit }),
      responses: { 200: { description: '记录', example: listOf(accessExample) } },
    },
    async ({ query: { cursor, ...query } }) => {
      checkDays(query)
      const before = decodeWords(cursor, 1)?.[0]
      const { items, more, total } = await asked(() => listAccess(api.access, { ...query, before }))
      return { items, nextCursor: more ? encodeCursor([items.at(-1)!.id]) : null, total }
    },
    signedIn(api, 'see-audit', 'nothing'),
  )
}

function unusualRoute(server: Server, api: Console): void {
  route(
    server,
    {
      method: 'get',
      url: '/v1/audit/unusual',
      summary:
        '一周内的异常查看：深夜、辖区外、查看人数过多等，各附原因和数字；week 为该周任意一天，默认本周',
      query: z.strictObject({ week: day.optional() }),
      responses: { 200: { description: '账号及原因', example: unusualExample } },
    },
    async ({ query: { week = dayOf(api.now()) } }) => {
      const { from, to } = weekOf(week)
      const items = await asked(() => unusualAccess(api.access, from, to))
      return { from, to, items, nextCursor: null, total: items.length }
    },
    signedIn(api, 'see-audit', 'nothing'),
  )
}

/** Monday to Sunday. */
function weekOf(day: string): { from: string; to: string } {
  const noon = Date.parse(`${day}T12:00:00Z`)
  const monday = noon - ((new Date(noon).getUTCDay() + 6) % 7) * 86_400_000
  const dayAt = (ms: number) => new Date(ms).toISOString().slice(0, 10)
  return { from: dayAt(monday), to: dayAt(monday + 6 * 86_400_000) }
}

/** That it was taken away, and how much, is recorded before it is given. */
function exportRoute(server: Server, api: Console): void {
  route(
    server,
    {
      method: 'get',
      url: '/v1/audit/export',
      summary: '导出查看记录（CSV，UTF-8）；导出本身也会记录',
      query: z.strictObject(filters),
      responses: { 200: { description: 'CSV', type: 'text/csv', example: csvOf([accessExample]) } },
    },
    async ({ query }, request, reply) => {
      checkDays(query)
      const { items } = await asked(() => listAccess(api.access, { ...query, limit: EXPORTED_MAX }))
      const { person: personId = null, case: caseId = null, from = null, to = null } = query
      const detail = { what: 'audit', rows: items.length, from, to }
      await recordAccess(api.access, accountOfRequest(request).id, api.now(), [
        { ...{ action: 'export', outcome: 'given', reason: 'audit', personId, caseId }, detail },
      ])
      return reply
        .type('text/csv; charset=utf-8')
        .header('content-disposition', 'attachment; filename="audit.csv"')
        .send(csvOf(items))
    },
    signedIn(api, 'see-audit', 'nothing'),
  )
}

const columns: readonly (readonly [string, (item: AccessItem) => string | null])[] = [
  ['序号', (item) => item.id],
  ['时间', (item) => item.at],
  ['账号', (item) => item.username ?? (item.accountId === COMMAND_LINE ? '命令行' : item.accountId)],
  ['妇联', (item) => item.federation],
  ['操作', (item) => accessActions[item.action]],
  ['结果', (item) => accessOutcomes[item.outcome]],
  ['事由', (item) => accessReasons[item.reason] ?? item.reason],
  ['所涉账号', (item) => item.aboutUsername],
  ['当事人编号', (item) => item.personId],
  ['个案编号', (item) => item.caseId],
  ['工单编号', (item) => item.orderId],
  [
    '说明',
    (item) =>
      item.detail &&
      Object.values(item.detail)
        .filter((v) => v !== null)
        .join(' '),
  ],
]

/** A mark at its head, since spreadsheets take it for another encoding without. A cell never begins a formula. */
function csvOf(items: readonly AccessItem[]): string {
  const cell = (value: string | null) =>
    `"${(value ?? '').replace(/^[=+\-@\t\r]/, "'$&").replaceAll('"', '""')}"`
  const lines = [
    columns.map(([title]) => title),
    ...items.map((item) => columns.map(([, of]) => of(item))),
  ].map((cells) => cells.map(cell).join(','))
  return `\uFEFF${lines.join('\r\n')}\r\n`
}
