/** Declares a route with its zod schemas: checks what comes in, documents it, and hands it over typed. */
import type { FastifyReply, FastifyRequest } from 'fastify'
import type { z } from 'zod'
import type { ApiRoute, RouteAccess } from './openapi.ts'
import { fieldErrors, Problem } from './problem.ts'
import type { Server } from './server.ts'

type Of<S> = S extends z.ZodType ? z.output<S> : undefined
type Handler<R extends ApiRoute> = (
  input: { params: Of<R['params']>; query: Of<R['query']>; body: Of<R['body']> },
  request: FastifyRequest,
  reply: FastifyReply,
) => Promise<unknown>

/** Runs before the body is read; throws a `Problem`. It may say what it asks for, and the API's document tells it. */
export type Guard = ((request: FastifyRequest) => Promise<void>) & { readonly access?: RouteAccess }

export function route<const R extends ApiRoute>(
  { app, routes }: Server,
  definition: R,
  handler: Handler<R>,
  authenticate?: Guard,
): void {
  routes.push(authenticate?.access ? { ...definition, access: authenticate.access } : definition)
  app.route({
    method: definition.method.toUpperCase() as 'GET' | 'POST' | 'DELETE',
    url: definition.url,
    ...(authenticate ? { onRequest: authenticate } : {}),
    handler: async (request, reply) => {
      const input = {
        params: checked(definition.params, request.params, 'invalid-path', '/'),
        query: checked(definition.query, request.query, 'invalid-query', '?'),
        body: checked(definition.body, request.body ?? {}, 'invalid-body', ''),
      } as Parameters<Handler<R>>[0]
      return await handler(input, request, reply)
    },
  })
}

export function checked(
  schema: z.ZodType | undefined,
  value: unknown,
  reason: string,
  prefix: string,
): unknown {
  if (!schema) return undefined
  const parsed = schema.safeParse(value)
  if (parsed.success) return parsed.data
  const errors = fieldErrors(parsed.error).map((e) =>
    prefix ? { ...e, pointer: `${prefix}${e.pointer.slice(1)}` } : e,
  )
  throw new Problem(reason, { errors })
}
