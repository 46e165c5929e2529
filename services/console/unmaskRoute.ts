/**
 * 查看完整信息: everything that is known of one person, to whoever works a case of hers and says what for. The look is
 * recorded first; only then is it given. Who may not is answered as if there were no such person.
 */
import { codesOf, unmaskReasons } from '@jiahe/domain/vocabulary.ts'
import { readPeople } from '@jiahe/privacy/people.ts'
import { route } from '@jiahe/service-kit/route.ts'
import type { Server } from '@jiahe/service-kit/server.ts'
import { z } from 'zod'
import { recordLook } from './accessLog.ts'
import { authorise } from './authorise.ts'
import { readCaseFile, subjectOfCase } from './caseFile.ts'
import type { Console } from './console.ts'
import { unmaskedExample } from './examplePeople.ts'
import { partiesOf } from './people.ts'
import { refusal } from './refusals.ts'
import { accountOfRequest, signedIn } from './session.ts'

export function unmaskRoute(server: Server, api: Console): void {
  route(
    server,
    {
      method: 'post',
      url: '/v1/people/:id/unmask',
      summary: '查看当事人的完整信息，须写明用途；先留痕，后提供',
      params: z.strictObject({ id: z.string().max(64) }),
      body: z.strictObject({ caseId: z.uuid(), reason: z.enum(codesOf(unmaskReasons)) }),
      example: { caseId: unmaskedExample.caseId, reason: 'home-visit' },
      responses: {
        200: { description: '完整信息；请勿另行保存', example: unmaskedExample },
        403: { description: '没有此项权限' },
        404: { description: '没有此人' },
        409: { description: '此人的个人信息已删除' },
      },
    },
    async ({ params, body }, request) => {
      const { caseId, reason } = body
      const account = accountOfRequest(request)
      const file = await readCaseFile(api.log, caseId)
      if (!file || authorise(account, 'unmask-people', subjectOfCase(file, api.desk.territory.city)))
        throw refusal('unknown-person')
      const party = partiesOf(file.state).find(({ personId }) => personId === params.id)
      if (!party) throw refusal('unknown-person')
      const { personId, role } = party
      if (file.state.erased.has(personId)) throw refusal('already-erased')
      const look = { at: api.now(), accountId: account.id, caseId, personIds: [personId] }
      await recordLook(api.access, { ...look, action: 'unmask', reason })
      const known = (await readPeople(api.vault, api.keyring, [personId])).get(personId)
      if (!known) throw refusal('already-erased')
      const { name = null, idNumber = null, phone = null, sex = null, birthDate = null, former = {} } = known
      return { personId, caseId, role, reason, name, idNumber, phone, sex, birthDate, former }
    },
    signedIn(api, 'unmask-people', 'person'),
  )
}
