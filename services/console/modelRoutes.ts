/** The risk models as the documents that they are, with the hash that each grade names. */
import { currentModels } from '@jiahe/domain/assess.ts'
import { route } from '@jiahe/service-kit/route.ts'
import type { Server } from '@jiahe/service-kit/server.ts'
import { z } from 'zod'
import type { Console } from './console.ts'
import { modelExample } from './examples.ts'
import { models, statement } from './explain.ts'
import { signedIn } from './session.ts'

export function modelRoutes(server: Server, api: Console): void {
  route(
    server,
    {
      method: 'get',
      url: '/v1/risk-models',
      summary: '分级模型全文',
      query: z.strictObject({}),
      responses: { 200: { description: '模型', example: modelExample } },
    },
    async () => {
      const active = Object.values(currentModels)
      const items = models.map((model) => {
        const { ref, ...document } = model
        return { ...document, hash: ref.hash, active: active.includes(model), statement }
      })
      return { items, nextCursor: null, total: items.length }
    },
    signedIn(api, 'see-models', 'nothing'),
  )
}
