/** The HTTP API of the people, route group by route group. Nothing of it may be kept by a browser or a proxy. */

import rateLimit from '@fastify/rate-limit'
import { Problem } from '@jiahe/service-kit/problem.ts'
import type { Server } from '@jiahe/service-kit/server.ts'
import { accountCommandRoutes } from './accountCommandRoutes.ts'
import { accountRoutes } from './accountRoutes.ts'
import { answerRoutes } from './answerRoutes.ts'
import { auditRoutes } from './auditRoutes.ts'
import { boardRoutes } from './boardRoutes.ts'
import { callbackRoutes } from './callbackRoutes.ts'
import { caseCommandRoutes } from './caseCommandRoutes.ts'
import { caseRoutes } from './caseRoutes.ts'
import type { Console } from './console.ts'
import { eraseRoute } from './eraseRoute.ts'
import { historyRoutes } from './historyRoutes.ts'
import { type LiveSettings, liveRoute } from './liveRoute.ts'
import { mapRoute } from './map.ts'
import { measureDutyRoutes } from './measureDutyRoutes.ts'
import { measureRoutes } from './measureRoutes.ts'
import { modelRoutes } from './modelRoutes.ts'
import { orderRoutes } from './orderRoutes.ts'
import { organisationRoutes } from './organisationRoutes.ts'
import { overrideRoutes } from './overrideRoutes.ts'
import { ownPasswordRoute } from './ownPasswordRoute.ts'
import { policyRoutes } from './policyRoutes.ts'
import { recordRefusedTries } from './refusedTries.ts'
import { limiting, type RequestLimits } from './requestLimits.ts'
import { rosterRoutes } from './rosterRoutes.ts'
import { sessionRoutes } from './session.ts'
import { singleSignOnRoutes } from './singleSignOnRoutes.ts'
import { supervisionRoutes } from './supervisionRoutes.ts'
import { unmaskRoute } from './unmaskRoute.ts'
import { whatIfRoutes } from './whatIfRoutes.ts'

export interface ConsoleSettings extends LiveSettings {
  readonly limits?: RequestLimits
}

export async function consoleApi(
  server: Server,
  api: Console,
  settings: ConsoleSettings = {},
): Promise<void> {
  server.app.addHook('onSend', async (request, reply) => {
    if (request.url.startsWith('/v1/')) reply.header('cache-control', 'no-store')
  })
  recordRefusedTries(server, api)
  await server.app.register(rateLimit, limiting(api, settings.limits))
  // An empty body is an empty object; `null` is neither.
  server.app.addHook('preHandler', async (request) => {
    if (request.body === null)
      throw new Problem('invalid-body', { errors: [{ pointer: '', reason: 'expected-object' }] })
    request.query = withoutEmpty(request.query as Record<string, unknown>)
  })
  sessionRoutes(server, api)
  singleSignOnRoutes(server, api)
  ownPasswordRoute(server, api)
  accountRoutes(server, api)
  accountCommandRoutes(server, api)
  boardRoutes(server, api)
  mapRoute(server, api)
  orderRoutes(server, api)
  callbackRoutes(server, api)
  answerRoutes(server, api)
  caseRoutes(server, api)
  caseCommandRoutes(server, api)
  eraseRoute(server, api)
  unmaskRoute(server, api)
  auditRoutes(server, api)
  overrideRoutes(server, api)
  measureRoutes(server, api)
  supervisionRoutes(server, api)
  measureDutyRoutes(server, api)
  modelRoutes(server, api)
  whatIfRoutes(server, api)
  policyRoutes(server, api)
  historyRoutes(server, api)
  liveRoute(server, api, settings)
  organisationRoutes(server, api)
  rosterRoutes(server, api)
}

/** `?state=&late=` asks for nothing in particular. */
const withoutEmpty = (query: Readonly<Record<string, unknown>>): object =>
  Object.fromEntries(Object.entries(query).filter(([, value]) => value !== ''))
