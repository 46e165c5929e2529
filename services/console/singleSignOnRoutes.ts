/** The way to the single sign-on and back. A browser follows links here, so what goes wrong leads back to the sign-in page,
 *  which says it. */

import { route } from '@jiahe/service-kit/route.ts'
import type { Server } from '@jiahe/service-kit/server.ts'
import { openSession } from '@jiahe/service-kit/signIn.ts'
import type { FastifyReply, FastifyRequest } from 'fastify'
import { z } from 'zod'
import type { Console } from './console.ts'
import { refusal } from './refusals.ts'
import { cookieOf, secureOn, sessionCookie } from './session.ts'

const STATE_COOKIE = 'jiahe_sign_on'
const STATE_MAX_AGE_S = 600
const BACK = '/v1/session/oidc/callback'

/** Comes back from another site, so a strict cookie would not come with it. */
const stateCookie = (request: FastifyRequest, state: string, maxAge_s: number): string =>
  `${STATE_COOKIE}=${state}; Path=${BACK}; HttpOnly; SameSite=Lax; Max-Age=${maxAge_s}${secureOn(request)}`

export function singleSignOnRoutes(server: Server, api: Console): void {
  const { singleSignOn } = api
  route(
    server,
    {
      method: 'get',
      url: '/v1/session/methods',
      summary: '可用的登录方式',
      open: true,
      responses: { 200: { description: '登录方式', example: { password: true, singleSignOn: false } } },
    },
    async () => ({ password: true, singleSignOn: singleSignOn !== null }),
  )
  route(
    server,
    {
      method: 'get',
      url: '/v1/session/oidc',
      summary: '前往统一身份认证登录',
      open: true,
      responses: { 303: { description: '前往统一身份认证' }, 404: { description: '未接入统一身份认证' } },
    },
    async (_input, request, reply) => {
      if (!singleSignOn) throw refusal('not-found')
      return leading(request, reply, '/?sign-in=unavailable', async () => {
        const { url, state } = await singleSignOn.begin()
        reply.header('set-cookie', stateCookie(request, state, STATE_MAX_AGE_S))
        return url
      })
    },
  )
  route(
    server,
    {
      method: 'get',
      url: BACK,
      summary: '从统一身份认证返回',
      open: true,
      query: z.looseObject({}),
      responses: { 303: { description: '已登录，或返回登录页' }, 404: { description: '未接入统一身份认证' } },
    },
    async (_input, request, reply) => {
      if (!singleSignOn) throw refusal('not-found')
      return leading(request, reply, '/?sign-in=unavailable', async () => {
        const state = cookieOf(request, STATE_COOKIE)
        const url = new URL(request.url, 'http://console')
        const known = state !== undefined && url.searchParams.get('state') === state
        const account = known ? await singleSignOn.finish(url, state) : null
        if (!account) return '/?sign-in=refused'
        const token = await openSession(api.accounts, account.id, api.now())
        reply.header('set-cookie', [sessionCookie(request, token), stateCookie(request, '', 0)])
        return '/?sign-in=done'
      })
    },
  )
}

async function leading(
  request: FastifyRequest,
  reply: FastifyReply,
  otherwise: string,
  to: () => Promise<string>,
): Promise<FastifyReply> {
  let where = otherwise
  try {
    where = await to()
  } catch (err) {
    if (!(err instanceof Error && err.name === 'SignOnFailed')) throw err
    request.log.warn({ err }, 'single sign-on')
  }
  return reply.code(303).header('location', where).send()
}
