/** Changing one's own password, for everybody who is signed in by one. */
import { changeOwnPassword } from '@jiahe/service-kit/ownPassword.ts'
import { LONGEST } from '@jiahe/service-kit/passwords.ts'
import { route } from '@jiahe/service-kit/route.ts'
import type { Server } from '@jiahe/service-kit/server.ts'
import { z } from 'zod'
import type { Console } from './console.ts'
import { refusal } from './refusals.ts'
import { signedIn, tokenOf } from './session.ts'

const password = z.string().min(1).max(LONGEST)

export function ownPasswordRoute(server: Server, api: Console): void {
  route(
    server,
    {
      method: 'post',
      url: '/v1/me/password',
      summary: '修改本人密码；以一次性密码登录的，不必再填原密码。本人的其他登录随即失效',
      body: z.strictObject({ oldPassword: password.optional(), newPassword: password }),
      example: { oldPassword: '…', newPassword: '……' },
      responses: {
        204: { description: '已修改，本次登录继续有效' },
        409: { description: '原密码不正确，或新密码不合要求' },
      },
    },
    async ({ body }, request, reply) => {
      const token = tokenOf(request)
      // A program's token was never given for a password of ours.
      if (!token) throw refusal('not-allowed')
      const change = { token, before: body.oldPassword ?? null, after: body.newPassword }
      const refused = await changeOwnPassword(api.accounts, change, api.now())
      if (refused) throw refusal(refused)
      return reply.code(204).send()
    },
    signedIn(api),
  )
}
