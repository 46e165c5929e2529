/** 动态数据库 and 回访覆盖 over HTTP: counts of the account's own region, or of one within it, what stands behind each
 *  number, and how they came about day by day. */

import { boardMeasures } from '@jiahe/domain/boardVocabulary.ts'
import { disposalResults } from '@jiahe/domain/vocabulary.ts'
import { queryBoard } from '@jiahe/read-models/board.ts'
import { daysBetween, queryBoardDays } from '@jiahe/read-models/boardDays.ts'
import { type ItemMeasure, listBoardItems } from '@jiahe/read-models/boardItems.ts'
import { DISPOSAL } from '@jiahe/read-models/boardSlice.ts'
import { queryCoverage } from '@jiahe/read-models/callbackCoverage.ts'
import { route } from '@jiahe/service-kit/route.ts'
import type { Server } from '@jiahe/service-kit/server.ts'
import { z } from 'zod'
import { seesFiguresOnly } from './authorise.ts'
import { exportRoute } from './boardExport.ts'
import { boardQuery, place, sliceOf, sliceQuery } from './boardQuery.ts'
import type { Console } from './console.ts'
import { boardDaysExample, boardExample, boardItemExample, coverageExample, listOf } from './examples.ts'
import {
  asked,
  checkDays,
  cursor,
  day,
  invalidQuery,
  limit,
  moment,
  region,
  regionFor,
} from './parameters.ts'
import { accountOfRequest, signedIn, viewerOf } from './session.ts'
import { smallBoard, smallCoverage } from './smallCounts.ts'

const itemMeasures = [
  ...Object.keys(boardMeasures),
  ...['disposals', 'missing'],
  ...Object.keys(disposalResults).map((result) => `${DISPOSAL}${result}`),
] as [ItemMeasure, ...ItemMeasure[]]
/** More than a year is no slider any more. */
const DAYS_MAX = 400

export function boardRoutes(server: Server, api: Console): void {
  countsRoute(server, api)
  itemsRoute(server, api)
  daysRoute(server, api)
  exportRoute(server, api)
  coverageRoute(server, api)
}

function countsRoute(server: Server, api: Console): void {
  route(
    server,
    {
      method: 'get',
      url: '/v1/board',
      summary:
        '动态数据库：按区域、婚姻状况、纠纷类型、分级、来源、日期的任意组合；可按其中任意取值筛选。只看数字的账号：1 至 4 为 null，其余取整到 5',
      query: z.strictObject(boardQuery),
      responses: { 200: { description: '各行及合计', example: boardExample } },
    },
    async ({ query }, request) => {
      const account = accountOfRequest(request)
      const { slice } = sliceOf(api, account, query)
      const { by, asOf = api.now() } = query
      const board = await asked(() => queryBoard(api.read, { ...slice, by, asOf }))
      return seesFiguresOnly(account) ? smallBoard(board) : board
    },
    signedIn(api, 'see-board', 'region'),
  )
}

function itemsRoute(server: Server, api: Console): void {
  route(
    server,
    {
      method: 'get',
      url: '/v1/board/items',
      summary:
        '动态数据库中某个数字所含的每一条：警情、线索或工单，最近的在前；place 为所在行的区划（none 为区划不明）。密案只列给知情人',
      query: z.strictObject({
        ...sliceQuery,
        measure: z.enum(itemMeasures),
        place,
        asOf: moment.optional(),
        cursor: cursor.optional(),
        limit,
      }),
      responses: { 200: { description: '明细', example: listOf(boardItemExample) } },
    },
    async ({ query }, request) => {
      const { slice } = sliceOf(api, accountOfRequest(request), query)
      const { measure, place, cursor, limit, asOf = api.now() } = query
      const { viewer } = viewerOf(request)
      return asked(() => listBoardItems(api.read, { ...slice, viewer, measure, place, asOf, cursor, limit }))
    },
    // Whoever sees figures only does not see what is behind them.
    signedIn(api, 'see-cases', 'region'),
  )
}

function daysRoute(server: Server, api: Console): void {
  route(
    server,
    {
      method: 'get',
      url: '/v1/board/days',
      summary: `动态数据库逐日回看：first 至 last（至多 ${DAYS_MAX} 天）每天结束时（北京时间）已知的各项数字，按区划`,
      query: z.strictObject({ ...sliceQuery, first: day, last: day }),
      responses: { 200: { description: '各日数字', example: boardDaysExample } },
    },
    async ({ query }, request) => {
      const { slice } = sliceOf(api, accountOfRequest(request), query)
      const { first, last } = query
      if (last < first) throw invalidQuery('last', 'before-first')
      if (daysBetween(first, last).length > DAYS_MAX) throw invalidQuery('last', 'too-many-days')
      return asked(() => queryBoardDays(api.read, { ...slice, first, last }))
    },
    signedIn(api, 'see-history', 'region'),
  )
}

function coverageRoute(server: Server, api: Console): void {
  const { regions, city } = api.desk.territory
  route(
    server,
    {
      method: 'get',
      url: '/v1/coverage',
      summary:
        '回访覆盖：每一条警情与其回访任务，missing 必须为 0；place 只计区划恰为此值的警情（none 为区划不明）',
      query: z.strictObject({
        region: region.optional(),
        place,
        from: day.optional(),
        to: day.optional(),
        asOf: moment.optional(),
      }),
      responses: { 200: { description: '覆盖情况', example: coverageExample } },
    },
    async ({ query }, request) => {
      checkDays(query)
      const account = accountOfRequest(request)
      const area = regionFor(account, query.region, regions)
      const { place, from = null, to = null, asOf: at = api.now() } = query
      const within = area === city ? null : area
      const coverage = await asked(() => queryCoverage(api.read, { region: within, place, from, to, at }))
      return seesFiguresOnly(account) ? smallCoverage(coverage) : coverage
    },
    signedIn(api, 'see-board', 'region'),
  )
}
