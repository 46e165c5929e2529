/** 人工调整 over HTTP: how often people say otherwise than the model, office by office. */
import { levelBelow } from '@jiahe/read-models/dimensions.ts'
import { queryOverrides } from '@jiahe/read-models/overrides.ts'
import { route } from '@jiahe/service-kit/route.ts'
import type { Server } from '@jiahe/service-kit/server.ts'
import { z } from 'zod'
import { seesFiguresOnly } from './authorise.ts'
import type { Console } from './console.ts'
import { overridesExample } from './examples.ts'
import { asked, checkDays, day, region, regionFor } from './parameters.ts'
import { accountOfRequest, signedIn } from './session.ts'
import { smallOverrides } from './smallCounts.ts'

export function overrideRoutes(server: Server, api: Console): void {
  const { regions, city } = api.desk.territory
  route(
    server,
    {
      method: 'get',
      url: '/v1/overrides',
      summary: '人工调整率：各级妇联对系统分级的调高、调低与未同意',
      query: z.strictObject({ region: region.optional(), from: day.optional(), to: day.optional() }),
      responses: { 200: { description: '各单位及合计', example: overridesExample } },
    },
    async ({ query }, request) => {
      checkDays(query)
      const account = accountOfRequest(request)
      const area = regionFor(account, query.region, regions)
      const { from = null, to = null } = query
      const level = levelBelow(area)
      const report = await asked(() =>
        queryOverrides(api.read, { region: area === city ? null : area, level, from, to }),
      )
      return seesFiguresOnly(account) ? smallOverrides(report) : report
    },
    signedIn(api, 'see-board', 'region'),
  )
}
