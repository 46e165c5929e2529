/**
 * How much one account may ask in a minute: far more than a person at a screen does, and less than whoever walks through
 * all cases with a session that is not hers. Cards are counted apart, since nobody reads two in a second. The first
 * refusal of a minute stands in the record of looks. Each process counts for itself.
 */
import type { RateLimitPluginOptions } from '@fastify/rate-limit'
import type { FastifyRequest } from 'fastify'
import { recordAccess } from './accessLog.ts'
import type { Console } from './console.ts'
import { refusal } from './refusals.ts'
import { knownAccount } from './session.ts'

export interface RequestLimits {
  /** Of every kind, in a minute. */
  readonly requests: number
  /** Cards of cases, in a minute. */
  readonly cards: number
}
const usual: RequestLimits = { requests: 900, cards: 120 }
const MINUTE_MS = 60_000
const CARD = '/v1/cases/:id'

/** Counted once it is known who asks; who is not signed in is slowed at the sign-in. */
export function limiting(
  { access, now }: Pick<Console, 'access' | 'now'>,
  limits: RequestLimits = usual,
): RateLimitPluginOptions {
  const told = new Map<string, number>()
  const isCard = ({ routeOptions, method }: FastifyRequest) => method === 'GET' && routeOptions.url === CARD
  const isFirst = (accountId: string): boolean => {
    const at = now().getTime()
    const before = told.get(accountId)
    if (before !== undefined && at - before < MINUTE_MS) return false
    told.set(accountId, at)
    return true
  }
  return {
    timeWindow: MINUTE_MS,
    max: (request) => (isCard(request) ? limits.cards : limits.requests),
    keyGenerator: (request) => `${knownAccount(request)?.id} ${isCard(request) ? 'cards' : 'requests'}`,
    allowList: (request) => knownAccount(request) === null,
    onExceeded(request) {
      const account = knownAccount(request)
      if (!account || !isFirst(account.id)) return
      const detail = { route: `${request.method} ${request.routeOptions.url}` }
      recordAccess(access, account.id, now(), [
        { action: 'try', outcome: 'refused', reason: 'too-many-requests', detail },
      ]).catch((error: unknown) => request.log.error({ err: error }, 'a refused try was not recorded'))
    },
    errorResponseBuilder: () => refusal('too-many-requests'),
    addHeaders: { 'x-ratelimit-limit': false, 'x-ratelimit-remaining': false, 'x-ratelimit-reset': false },
    addHeadersOnExceeding: {
      ...{ 'x-ratelimit-limit': false, 'x-ratelimit-remaining': false, 'x-ratelimit-reset': false },
    },
  }
}
