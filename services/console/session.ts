/**
 * Signing in and out, and who a request is from. The session is a cookie that scripts cannot read and other
 * sites cannot send; what comes from another site is refused besides. Nothing of a request is looked at before
 * its sign-in and its role.
 */

import type { Viewer } from '@jiahe/read-models/caseSeal.ts'
import { type Account, noteUse } from '@jiahe/service-kit/accounts.ts'
import { type Guard, route } from '@jiahe/service-kit/route.ts'
import type { Server } from '@jiahe/service-kit/server.ts'
import { accountOf, type SignedAccount, signIn, signOut } from '@jiahe/service-kit/signIn.ts'
import type { FastifyRequest } from 'fastify'
import { sql } from 'kysely'
import { z } from 'zod'
import { type Action, authorise } from './authorise.ts'
import type { Console } from './console.ts'
import { meExample } from './examples.ts'
import { refusal } from './refusals.ts'

const COOKIE = 'jiahe_session'
const MAX_AGE_S = 12 * 3600
/** Which browser it is, sent to the sign-in alone; see the service kit's sign-in. */
const DEVICE_COOKIE = 'jiahe_device'
const DEVICE_MAX_AGE_S = 180 * 86_400
/** With who she is as a person of the vault, where her own number is known. */
type Signed = SignedAccount & { readonly personId: string | null }
const accounts = new WeakMap<FastifyRequest, Signed>()

/** The account that a request of an authenticated route is from. */
export function accountOfRequest(request: FastifyRequest): Signed {
  const account = accounts.get(request)
  if (!account) throw new Error('the route was declared without sign-in')
  return account
}

/** How a list is asked: by whom, and from which federation. */
export function viewerOf(request: FastifyRequest): { readonly viewer: Viewer; readonly scope: string } {
  const { id: accountId, personId, federation: scope } = accountOfRequest(request)
  return { viewer: { accountId, personId }, scope }
}

/** Of what is about the city as a whole: for whoever acts for its federation. */
export function checkInCity({ desk }: Console, request: FastifyRequest, action: Action): void {
  const refused = authorise(accountOfRequest(request), action, { federations: [desk.territory.city] })
  if (refused) throw refusal(refused)
}

/** Null where nobody is signed in. */
export const knownAccount = (request: FastifyRequest): Account | null => accounts.get(request) ?? null

/** What a route is about. `nothing`: nothing that lies anywhere. `own`: a list of what lies with the account's
 *  federation and below. `region`: figures of the region that is asked about. `city`: the city as a whole. `directory`:
 *  an organisation or a roster, which everybody may know of. `rows`: the rows of a file, each told by itself. `federation`:
 *  one that the body names. An order, a case, a person and an account are not there for whoever may not see them. */
export type SubjectKind =
  | 'nothing'
  | 'own'
  | 'region'
  | 'city'
  | 'directory'
  | 'rows'
  | 'order'
  | 'case'
  | 'person'
  | 'account'
  | 'federation'

/** What a session that was opened by a one-time password may ask. */
const forConfined: readonly string[] = ['/v1/me', '/v1/me/password', '/v1/session']

/** Runs before the body is read: 401 without sign-in, 403 from another site or where the role may not. What it asks for
 *  stands in the API's document, where a test finds it and holds every answer against it. */
export function signedIn(api: Console): Guard
export function signedIn(api: Console, action: Action, subject: SubjectKind): Guard
export function signedIn(api: Console, action?: Action, subject: SubjectKind = 'nothing'): Guard {
  const check = async (request: FastifyRequest): Promise<void> => {
    const account = await accountOfAnyToken(api, request)
    if (!account) throw refusal('not-signed-in')
    // Known from here on: what is refused to it is recorded.
    accounts.set(request, { ...account, personId: await personOf(api, account.id) })
    if (!originAllowed(request)) throw refusal('foreign-origin')
    if (account.confined && !forConfined.includes(request.routeOptions.url ?? ''))
      throw refusal('password-to-change')
    const refused = action && authorise(account, action, null)
    if (refused) throw refusal(refused)
  }
  return Object.assign(check, { access: { action: action ?? null, subject } })
}

/** Told by the keyed hash of her own document number, like any person of a case. */
async function personOf({ accounts }: Console, accountId: string): Promise<string | null> {
  const { rows } = await sql<{ person_id: string }>`
    SELECT b.person_id FROM account.account a JOIN vault.blind_index b ON b.hash = a.number_hash AND b.is_number
    WHERE a.id = ${accountId}::uuid`.execute(accounts)
  return rows[0]?.person_id ?? null
}

/** Asked again by what holds a connection for long. */
export const isStillSignedIn = async (api: Console, request: FastifyRequest): Promise<boolean> =>
  (await accountOfAnyToken(api, request)) !== null

async function accountOfAnyToken(api: Console, request: FastifyRequest): Promise<SignedAccount | null> {
  const token = tokenOf(request)
  if (token) return accountOf(api.accounts, token, api.now())
  const bearer = /^Bearer ([\w.-]{20,8192})$/.exec(request.headers.authorization ?? '')?.[1]
  const account = bearer && api.singleSignOn ? await api.singleSignOn.bearer(bearer) : null
  if (!account) return null
  await noteUse(api.accounts, account.id, api.now())
  return { ...account, confined: false }
}

export const cookieOf = (request: FastifyRequest, name: string): string | undefined =>
  new RegExp(`(?:^|;\\s*)${name}=([\\w-]{20,128})(?:;|$)`).exec(request.headers.cookie ?? '')?.[1]
/** Undefined where it is a program's token that she is known by. */
export const tokenOf = (request: FastifyRequest) => cookieOf(request, COOKIE)

/** A browser tells where a request comes from; a program that tells nothing passes. */
export function originAllowed({ headers }: Pick<FastifyRequest, 'headers'>): boolean {
  const site = headers['sec-fetch-site']
  if (site !== undefined && site !== 'same-origin' && site !== 'none') return false
  if (headers.origin === undefined) return true
  return URL.canParse(headers.origin) && new URL(headers.origin).host === headers.host
}

export const secureOn = (request: FastifyRequest): string =>
  request.headers['x-forwarded-proto'] === 'https' ? '; Secure' : ''
const cookie = (request: FastifyRequest, token: string, maxAge_s: number): string =>
  `${COOKIE}=${token}; Path=/; HttpOnly; SameSite=Strict; Max-Age=${maxAge_s}${secureOn(request)}`
export const sessionCookie = (request: FastifyRequest, token: string): string =>
  cookie(request, token, MAX_AGE_S)
const deviceCookie = (request: FastifyRequest, device: string): string =>
  `${DEVICE_COOKIE}=${device}; Path=/v1/session; HttpOnly; SameSite=Strict; Max-Age=${DEVICE_MAX_AGE_S}${secureOn(request)}`

export function sessionRoutes(server: Server, api: Console): void {
  route(
    server,
    {
      method: 'post',
      url: '/v1/session',
      summary: '登录',
      open: true,
      body: z.strictObject({ username: z.string().min(1).max(64), password: z.string().min(1).max(256) }),
      example: { username: 'township-320402003', password: '…' },
      responses: {
        204: { description: '已登录，会话在 Cookie jiahe_session 中' },
        401: { description: '用户名或密码不正确' },
        429: { description: '尝试过多' },
      },
    },
    async ({ body }, request, reply) => {
      const device = cookieOf(request, DEVICE_COOKIE) ?? null
      const signed = await signIn(api.accounts, { ...body, device }, api.now())
      if ('refusal' in signed) {
        if (signed.wait_s > 0) reply.header('retry-after', String(signed.wait_s))
        throw refusal(signed.refusal)
      }
      const cookies = [sessionCookie(request, signed.token), deviceCookie(request, signed.device)]
      return reply.code(204).header('set-cookie', cookies).send()
    },
    async (request) => {
      if (!originAllowed(request)) throw refusal('foreign-origin')
    },
  )

  route(
    server,
    {
      method: 'delete',
      url: '/v1/session',
      summary: '退出登录',
      responses: { 204: { description: '已退出' } },
    },
    async (_input, request, reply) => {
      await signOut(api.accounts, tokenOf(request)!)
      return reply
        .code(204)
        .header('set-cookie', cookie(request, '', 0))
        .send()
    },
    signedIn(api),
  )

  route(
    server,
    {
      method: 'get',
      url: '/v1/me',
      summary: '当前账号',
      responses: { 200: { description: '账号', example: meExample } },
    },
    async (_input, request) => {
      const { id, username, role, federation, confined } = accountOfRequest(request)
      const federationName = api.desk.territory.regions.name(federation)
      return { id, username, role, federation, federationName, passwordToChange: confined }
    },
    signedIn(api),
  )
}
