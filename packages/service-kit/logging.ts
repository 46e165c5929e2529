/**
 * The process log: one JSON line an event. Requests are told by route pattern, never by URL or body, and
 * errors by name, code and stack, never with the values that a database driver adds to them.
 */
import { type DestinationStream, type Logger, pino } from 'pino'

export type { Logger } from 'pino'

/** What of an error may be written down. PostgreSQL's `detail` and `where` quote values, so they stay out. */
export function serialiseError(error: unknown): Record<string, unknown> {
  if (!(error instanceof Error)) return { name: typeof error }
  const code = 'code' in error ? error.code : undefined
  const frames = (error.stack ?? '').split('\n').filter((line) => /^\s+at /.test(line))
  return {
    name: error.name,
    code,
    stack: frames.slice(0, 12).join('\n'),
    cause: error.cause && serialiseError(error.cause),
  }
}

/** `to`: standard output unless said otherwise. */
export function createLogger(name: string, level: string, to?: DestinationStream): Logger {
  const options = {
    name,
    level,
    serializers: {
      err: serialiseError,
      req: (request: { method: string; routeOptions?: { url?: string } }) => ({
        method: request.method,
        route: request.routeOptions?.url ?? null,
      }),
      res: (reply: { statusCode: number }) => ({ status: reply.statusCode }),
    },
  }
  return to ? pino(options, to) : pino(options)
}
