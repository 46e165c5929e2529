/** 督办、包案清单 over HTTP: the cases that a district or the city has to push on, and why. */
import { supervisionListReasons } from '@jiahe/domain/supervisionVocabulary.ts'
import { codesOf } from '@jiahe/domain/vocabulary.ts'
import { listSupervised } from '@jiahe/read-models/supervisionQuery.ts'
import { route } from '@jiahe/service-kit/route.ts'
import type { Server } from '@jiahe/service-kit/server.ts'
import { z } from 'zod'
import type { Console } from './console.ts'
import { listOf } from './examples.ts'
import { asked, cursor, limit, region, regionFor } from './parameters.ts'
import { accountOfRequest, signedIn, viewerOf } from './session.ts'

const example = {
  caseId: '019d3f6a-7c10-8a54-9b1e-3f0d2c4b5a69',
  orderId: '019d3f6a-7c10-8f21-8c77-51d0a9e2b3c4',
  level: 'high',
  regionCode: '320402003',
  reasons: [{ reason: 'measure-owed', since: '2026-11-23T13:15:01.900Z', orderId: null }],
  since: '2026-11-23T13:15:01.900Z',
}

export function supervisionRoutes(server: Server, api: Console): void {
  route(
    server,
    {
      method: 'get',
      url: '/v1/supervision',
      summary: '督办、包案清单：应督促办理的个案及其原因，分级最高、拖得最久的在前',
      query: z.strictObject({
        reason: z.enum(codesOf(supervisionListReasons)).optional(),
        region: region.optional(),
        cursor: cursor.optional(),
        limit,
      }),
      responses: { 200: { description: '个案', example: listOf(example) } },
    },
    async ({ query }, request) => {
      const account = accountOfRequest(request)
      const { regions } = api.desk.territory
      const within = query.region && regionFor(account, query.region, regions, 'see-supervision')
      const own = { ...viewerOf(request), now: api.now() }
      return asked(() => listSupervised(api.read, { ...query, ...own, region: within }))
    },
    signedIn(api, 'see-supervision', 'own'),
  )
}
