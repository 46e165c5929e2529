/** OpenAPI 3.1 from the routes' own zod schemas, so that what is documented is what is checked. */
import { z } from 'zod'

export interface ApiInfo {
  readonly title: string
  readonly description: string
  /** How callers prove who they are. */
  readonly security: 'bearer' | 'cookie'
}
/** Which power a route takes, and over what kind of thing. */
export interface RouteAccess {
  readonly action: string | null
  readonly subject: string
}
export interface ApiRoute {
  readonly method: 'get' | 'post' | 'delete'
  readonly url: string
  readonly summary: string
  readonly params?: z.ZodObject
  readonly query?: z.ZodObject
  readonly headers?: z.ZodObject
  readonly body?: z.ZodType
  readonly bodyTypes?: readonly string[]
  readonly example?: unknown
  readonly responses: Readonly<
    Record<
      number,
      {
        readonly description: string
        readonly schema?: z.ZodType
        readonly example?: unknown
        /** JSON unless it says so. */
        readonly type?: string
      }
    >
  >
  /** Open to everyone, signed in or not. */
  readonly open?: boolean
  /** Documented as `x-access`; the route's guard says it. */
  readonly access?: RouteAccess
}

const json = (schema: z.ZodType): object => z.toJSONSchema(schema, { io: 'input', unrepresentable: 'any' })

export function openApi(api: ApiInfo, routes: readonly ApiRoute[]): object {
  const paths: Record<string, Record<string, object>> = {}
  for (const route of routes) {
    const path = route.url.replace(/:([a-zA-Z]+)/g, '{$1}')
    paths[path] = { ...paths[path], [route.method]: operation(route) }
  }
  const scheme =
    api.security === 'bearer'
      ? { type: 'http', scheme: 'bearer' }
      : { type: 'apiKey', in: 'cookie', name: 'jiahe_session' }
  return {
    openapi: '3.1.0',
    info: { title: api.title, description: api.description, version: '0.1.0' },
    components: { securitySchemes: { account: scheme }, schemas: { Problem: problem } },
    security: [{ account: [] }],
    paths,
  }
}

function operation(route: ApiRoute): object {
  const parameters = [
    ...listed(route.params, 'path'),
    ...listed(route.query, 'query'),
    ...listed(route.headers, 'header'),
  ]
  const content = route.body && {
    schema: json(route.body),
    ...(route.example === undefined ? {} : { example: route.example }),
  }
  return {
    summary: route.summary,
    ...(route.open ? { security: [] } : {}),
    ...(route.access ? { 'x-access': route.access } : {}),
    ...(parameters.length > 0 ? { parameters } : {}),
    ...(content
      ? {
          requestBody: {
            content: Object.fromEntries(
              (route.bodyTypes ?? ['application/json']).map((type) => [type, content]),
            ),
          },
        }
      : {}),
    responses: {
      ...Object.fromEntries(Object.entries(route.responses).map(([status, r]) => [status, response(r)])),
      default: failure,
    },
  }
}

function listed(object: z.ZodObject | undefined, where: 'path' | 'query' | 'header'): object[] {
  if (!object) return []
  const { properties = {}, required = [] } = json(object) as {
    properties?: Record<string, object>
    required?: string[]
  }
  return Object.entries(properties).map(([name, schema]) => ({
    name,
    in: where,
    required: where === 'path' || required.includes(name),
    schema,
  }))
}

function response({
  description,
  schema,
  example,
  type = 'application/json',
}: ApiRoute['responses'][number]): object {
  if (!schema && example === undefined) return { description }
  return {
    description,
    content: {
      [type]: {
        ...(schema ? { schema: json(schema) } : {}),
        ...(example === undefined ? {} : { example }),
      },
    },
  }
}

const problem = {
  type: 'object',
  required: ['type', 'title', 'status', 'reason', 'instance'],
  properties: {
    type: { type: 'string' },
    title: { type: 'string' },
    status: { type: 'integer' },
    reason: { type: 'string' },
    instance: { type: 'string' },
    errors: {
      type: 'array',
      items: { type: 'object', properties: { pointer: { type: 'string' }, reason: { type: 'string' } } },
    },
  },
}
const failure = {
  description: 'Problem details (RFC 9457)',
  content: { 'application/problem+json': { schema: { $ref: '#/components/schemas/Problem' } } },
}
