/** What the law asks for about the cases of a federation by a day, over HTTP. */
import { measureDuties } from '@jiahe/domain/measureVocabulary.ts'
import { codesOf } from '@jiahe/domain/vocabulary.ts'
import { listMeasureDuties } from '@jiahe/read-models/measureDuties.ts'
import { route } from '@jiahe/service-kit/route.ts'
import type { Server } from '@jiahe/service-kit/server.ts'
import { z } from 'zod'
import type { Console } from './console.ts'
import { listOf } from './examples.ts'
import { asked, cursor, limit, moment } from './parameters.ts'
import { signedIn, viewerOf } from './session.ts'

const example = {
  dutyId: '019d3f6a-9b10-8d35-8a11-7c2e4f6a8b90',
  kind: 'letter-visit',
  opensAt: '2026-11-23T13:15:01.900Z',
  dueAt: '2026-11-30T13:15:01.900Z',
  caseId: '019d3f6a-7c10-8a54-9b1e-3f0d2c4b5a69',
  state: 'due',
  level: 'high',
  regionCode: '320402003',
}

export function measureDutyRoutes(server: Server, api: Console): void {
  route(
    server,
    {
      method: 'get',
      url: '/v1/measure-duties',
      summary: '依法须办事项：强制报告、告诫书查访、保护令延长申请，按时限排列',
      query: z.strictObject({
        kind: z.enum(codesOf(measureDuties)).optional(),
        state: z.enum(['due', 'late']).optional(),
        before: moment.optional().describe('在此刻以前到期的'),
        cursor: cursor.optional(),
        limit,
      }),
      responses: { 200: { description: '事项', example: listOf(example) } },
    },
    async ({ query }, request) =>
      asked(() => listMeasureDuties(api.read, { ...query, ...viewerOf(request), now: api.now() })),
    signedIn(api, 'see-cases', 'own'),
  )
}
