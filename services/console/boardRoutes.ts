/** 动态数据库 and 回访覆盖 over HTTP: counts of the account's own region, or of one within it. */

import { queryBoard } from '@jiahe/read-models/board.ts'
import { queryCoverage } from '@jiahe/read-models/callbackCoverage.ts'
import { dimensions, levelBelow } from '@jiahe/read-models/dimensions.ts'
import { route } from '@jiahe/service-kit/route.ts'
import type { Server } from '@jiahe/service-kit/server.ts'
import { z } from 'zod'
import type { Console } from './console.ts'
import { boardExample, coverageExample } from './examples.ts'
import { asked, checkDays, day, moment, region, regionFor, words } from './parameters.ts'
import { accountOfRequest, signedIn } from './session.ts'

export function boardRoutes(server: Server, api: Console): void {
  const { regions, city } = api.desk.territory
  /** What came in without a usable region is the city's to see to, and counts there. */
  const within = (area: string) => (area === city ? null : area)

  route(
    server,
    {
      method: 'get',
      url: '/v1/board',
      summary: '动态数据库：按区域、婚姻状况、纠纷类型、分级、来源、日期的任意组合',
      query: z.strictObject({
        by: words(dimensions).default([]),
        region: region.optional(),
        level: z.enum(['province', 'city', 'district', 'township']).optional(),
        from: day.optional(),
        to: day.optional(),
        asOf: moment.optional(),
      }),
      responses: { 200: { description: '各行及合计', example: boardExample } },
    },
    async ({ query }, request) => {
      checkDays(query)
      const area = regionFor(accountOfRequest(request), query.region, regions)
      const asOf = query.asOf ?? api.now()
      const { by, from = null, to = null, level = levelBelow(area) } = query
      return asked(() => queryBoard(api.read, { by, region: within(area), level, from, to, asOf }))
    },
    signedIn(api, 'see-board'),
  )

  route(
    server,
    {
      method: 'get',
      url: '/v1/coverage',
      summary: '回访覆盖：每一条警情与其回访任务，missing 必须为 0',
      query: z.strictObject({
        region: region.optional(),
        from: day.optional(),
        to: day.optional(),
        asOf: moment.optional(),
      }),
      responses: { 200: { description: '覆盖情况', example: coverageExample } },
    },
    async ({ query }, request) => {
      checkDays(query)
      const area = regionFor(accountOfRequest(request), query.region, regions)
      const { from = null, to = null, asOf: at = api.now() } = query
      return asked(() => queryCoverage(api.read, { region: within(area), from, to, at }))
    },
    signedIn(api, 'see-board'),
  )
}
