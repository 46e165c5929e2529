/**
 * What an administrator does to accounts. Every act is in the record of looks, where the auditor reads it, and ends the
 * sessions of whom it is about. A one-time password is in one answer and nowhere else.
 */
import { indexKeys } from '@jiahe/privacy/blindIndex.ts'
import {
  type Acted,
  addAccount,
  assignAccount,
  disableAccount,
  enableAccount,
  giveOwnNumber,
  resetPassword,
  USERNAME,
} from '@jiahe/service-kit/accountActs.ts'
import { readAccount } from '@jiahe/service-kit/accountList.ts'
import { type Account, roles } from '@jiahe/service-kit/accounts.ts'
import { Problem } from '@jiahe/service-kit/problem.ts'
import { route } from '@jiahe/service-kit/route.ts'
import type { Server } from '@jiahe/service-kit/server.ts'
import type { FastifyRequest } from 'fastify'
import { z } from 'zod'
import { accountParams } from './accountRoutes.ts'
import { authorise } from './authorise.ts'
import type { Console } from './console.ts'
import { accountExample, oneTimeExample } from './exampleAccounts.ts'
import { federation } from './parameters.ts'
import { refusal } from './refusals.ts'
import { accountOfRequest, signedIn } from './session.ts'

type Act = Parameters<typeof addAccount>[0]

export function accountCommandRoutes(server: Server, api: Console): void {
  const doing = doer(api)
  const known = knownFederation(api)
  addRoute(server, api, doing, known)
  plainRoutes(server, api, doing)
  assignRoute(server, api, doing, known)
  numberRoute(server, api, doing)
}

type Doing = ReturnType<typeof doer>
/** Does it as whoever asks, and gives the account as it then is. */
const doer = (api: Console) => async (request: FastifyRequest, act: (act: Act) => Promise<Acted>) => {
  const asker: Account = accountOfRequest(request)
  const refuses = (code: string) => authorise(asker, 'administer-accounts', { federations: [code] })
  const by = { accountId: asker.id, refuses }
  const { accountId, oneTime } = await act({ db: api.accounts, by, at: api.now() }).catch(
    (error: unknown) => {
      throw error instanceof Problem ? refusal(error.reason) : error
    },
  )
  const account = await readAccount(api.accounts, accountId, api.now())
  if (!oneTime) return account
  return { ...account, oneTimePassword: oneTime.password, oneTimeUntil: oneTime.until.toISOString() }
}

const knownFederation =
  ({ desk }: Console) =>
  (code: string): void => {
    const pointer = { pointer: '/federation', reason: 'unknown-federation' }
    if (!desk.territory.regions.exists(code)) throw new Problem('invalid-body', { errors: [pointer] })
  }

const place = { role: z.enum(roles), federation }
const conflicts = { 409: { description: '不能对本人或最后一名管理员办理，或当前状态不能办理' } }
const responses = {
  200: { description: '账号现况；其登录已全部失效', example: accountExample },
  404: { description: '没有此账号' },
  ...conflicts,
}

function addRoute(server: Server, api: Console, doing: Doing, known: (code: string) => void): void {
  route(
    server,
    {
      method: 'post',
      url: '/v1/accounts',
      summary: '新建账号；一次性密码只在本次应答中给出，七天内有效，首次登录时须修改',
      body: z.strictObject({ username: z.string().regex(USERNAME, 'not-a-username'), ...place }),
      example: { username: 'chashan-02', role: 'mediator', federation: '320402003' },
      responses: { 200: { description: '账号与一次性密码', example: oneTimeExample }, ...conflicts },
    },
    async ({ body }, request) => {
      known(body.federation)
      return doing(request, (act) => addAccount(act, body))
    },
    signedIn(api, 'administer-accounts', 'federation'),
  )
}

function plainRoutes(server: Server, api: Console, doing: Doing): void {
  const acts = [
    ['disable', '停用账号', disableAccount, responses],
    ['enable', '恢复已停用的账号，原密码仍有效', enableAccount, responses],
    [
      'reset-password',
      '重置密码：原密码作废，给出新的一次性密码，只在本次应答中',
      resetPassword,
      { ...responses, 200: { description: '账号与一次性密码', example: oneTimeExample } },
    ],
  ] as const
  for (const [name, summary, act, answers] of acts)
    route(
      server,
      {
        method: 'post',
        url: `/v1/accounts/:username/${name}`,
        summary,
        params: accountParams,
        body: z.strictObject({}),
        example: {},
        responses: answers,
      },
      async ({ params: { username } }, request) => doing(request, (one) => act(one, username)),
      signedIn(api, 'administer-accounts', 'account'),
    )
}

function assignRoute(server: Server, api: Console, doing: Doing, known: (code: string) => void): void {
  route(
    server,
    {
      method: 'post',
      url: '/v1/accounts/:username/assign',
      summary: '调整账号的角色或所在妇联',
      params: accountParams,
      body: z.strictObject(place),
      example: { role: 'mediator', federation: '320402003' },
      responses,
    },
    async ({ params: { username }, body }, request) =>
      doing(request, (act) => {
        known(body.federation)
        return assignAccount(act, username, body)
      }),
    signedIn(api, 'administer-accounts', 'account'),
  )
}

/** Whether anybody has that number is not told, only that it was taken in. */
function numberRoute(server: Server, api: Console, doing: Doing): void {
  route(
    server,
    {
      method: 'post',
      url: '/v1/accounts/:username/number',
      summary: '登记工作人员本人的证件号码，使其看不到本人为当事人的个案；号码不保存，只存其密钥散列',
      params: accountParams,
      body: z.strictObject({ idNumber: z.string().max(64) }),
      example: { idNumber: '999000199003072420' },
      responses,
    },
    async ({ params: { username }, body }, request) =>
      doing(request, async (act) => {
        const { number } = indexKeys(api.keyring.indexKey, { idNumber: body.idNumber, side: 'victim' })
        if (number === null) throw new Problem('invalid-id-number')
        return giveOwnNumber(act, username, Buffer.from(number, 'hex'))
      }),
    signedIn(api, 'administer-accounts', 'account'),
  )
}
