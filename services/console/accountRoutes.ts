/** 账号 over HTTP, for the administrator of a federation and those below it: the list, one, and where nobody has any. */

import { decodeWords, encodeCursor } from '@jiahe/read-models/paging.ts'
import { listAccounts, readAccount, staffedFederations } from '@jiahe/service-kit/accountList.ts'
import { roles } from '@jiahe/service-kit/accounts.ts'
import { route } from '@jiahe/service-kit/route.ts'
import type { Server } from '@jiahe/service-kit/server.ts'
import { z } from 'zod'
import { authorise } from './authorise.ts'
import type { Console } from './console.ts'
import { accountExample } from './exampleAccounts.ts'
import { listOf } from './examples.ts'
import { asked, cursorOf, federation, flag, limit, search } from './parameters.ts'
import { refusal } from './refusals.ts'
import { accountOfRequest, signedIn } from './session.ts'

/** A user name, or the account's id, which names nobody. */
export const accountParams = z.strictObject({
  username: z
    .string()
    .max(64)
    .refine((s) => !s.includes('\u0000'), 'null-character'),
})

export function accountRoutes(server: Server, api: Console): void {
  listRoute(server, api)
  oneRoute(server, api)
  gapsRoute(server, api)
}

function listRoute(server: Server, api: Console): void {
  route(
    server,
    {
      method: 'get',
      url: '/v1/accounts',
      summary: '本妇联及下级妇联的账号；unused 为真时只列九十天未使用的。不含密码',
      query: z.strictObject({
        q: search.optional(),
        role: z.enum(roles).optional(),
        federation: federation.optional(),
        disabled: flag.optional(),
        unused: flag.optional(),
        cursor: cursorOf(2).optional(),
        limit,
      }),
      responses: { 200: { description: '账号', example: listOf(accountExample) } },
    },
    async ({ query: { cursor, q, ...query } }, request) => {
      const { federation: scope } = accountOfRequest(request)
      const after = decodeWords(cursor, 2) as [string, string] | undefined
      const words = q?.trim()
      const asking = { ...query, ...(words ? { q: words } : {}), scope, after }
      const { items, more, total } = await asked(() => listAccounts(api.accounts, asking, api.now()))
      const last = items.at(-1)
      return {
        items,
        nextCursor: more && last ? encodeCursor([last.federation, last.username]) : null,
        total,
      }
    },
    signedIn(api, 'administer-accounts', 'own'),
  )
}

function oneRoute(server: Server, api: Console): void {
  route(
    server,
    {
      method: 'get',
      url: '/v1/accounts/:username',
      summary: '一个账号，按用户名或编号；不含密码',
      params: accountParams,
      responses: {
        200: { description: '账号', example: accountExample },
        404: { description: '没有此账号' },
      },
    },
    async ({ params }, request) => {
      const item = await readAccount(api.accounts, params.username, api.now())
      const hers = { federations: [item?.federation ?? null] }
      if (!item || authorise(accountOfRequest(request), 'administer-accounts', hers))
        throw refusal('unknown-username')
      return item
    },
    signedIn(api, 'administer-accounts', 'account'),
  )
}

function gapsRoute(server: Server, api: Console): void {
  const { regions } = api.desk.territory
  /** The federation itself, and all below it. */
  const below = (code: string): readonly string[] => [code, ...regions.children(code).flatMap(below)]
  route(
    server,
    {
      method: 'get',
      url: '/v1/account-gaps',
      summary: '没有在用办案账号（派单员、区县妇联、调解员）的妇联：派去的工单无人能够签收',
      responses: {
        200: { description: '妇联', example: listOf({ federation: '320402003', name: '茶山街道' }) },
      },
    },
    async (_input, request) => {
      const { federation: scope } = accountOfRequest(request)
      const staffed = await staffedFederations(api.accounts, scope)
      const items = below(scope)
        .filter((code) => !staffed.has(code))
        .map((code) => ({ federation: code, name: regions.name(code) }))
      return { items, nextCursor: null, total: items.length }
    },
    signedIn(api, 'administer-accounts', 'own'),
  )
}
