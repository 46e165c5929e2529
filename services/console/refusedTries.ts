/**
 * Records what somebody who is signed in tried and was refused: a thing that is not there for her, or a power that she
 * does not have. The refusal is given after that. Of the address only ids are kept, never what else was put there.
 */
import type { Server } from '@jiahe/service-kit/server.ts'
import type { FastifyRequest } from 'fastify'
import { type Access, recordAccess } from './accessLog.ts'
import type { Console } from './console.ts'
import { isUuid } from './parameters.ts'
import { knownAccount } from './session.ts'

export function recordRefusedTries(server: Server, api: Console): void {
  server.app.addHook('onSend', async (request, reply, payload) => {
    if (reply.statusCode !== 403 && reply.statusCode !== 404) return
    const account = knownAccount(request)
    if (!account) return
    await recordAccess(api.access, account.id, api.now(), [tryOf(request, reasonIn(payload))])
  })
}

function tryOf(request: FastifyRequest, reason: string): Access {
  const pattern = request.routeOptions.url ?? ''
  const { id } = (request.params ?? {}) as { id?: string }
  const target = id !== undefined && isUuid(id) ? id : null
  const of = (section: string) => (pattern.startsWith(`/v1/${section}/:id`) ? target : null)
  return {
    ...{ action: 'try', outcome: 'refused', reason },
    ...{ personId: of('people'), caseId: of('cases'), orderId: of('work-orders') },
    detail: { route: `${request.method} ${pattern}` },
  }
}

function reasonIn(payload: unknown): string {
  try {
    const { reason } = JSON.parse(String(payload)) as { reason?: unknown }
    return typeof reason === 'string' ? reason : 'refused'
  } catch {
    return 'refused'
  }
}
