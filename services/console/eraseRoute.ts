/**
 * 删除个人信息 over HTTP: one asks on a legal ground, another approves or declines. A case that this account has nothing
 * to do with, and a person who is not in it, are answered alike: there is no such person.
 */
import { decideOnCase } from '@jiahe/domain/caseCommands.ts'
import { familyCaseStream } from '@jiahe/domain/catalogue.ts'
import type { ErasureCommand, StillOpen } from '@jiahe/domain/erasing.ts'
import { foldFamilyCase } from '@jiahe/domain/familyCase.ts'
import { codesOf, erasureDeclineReasons, erasureGrounds } from '@jiahe/domain/vocabulary.ts'
import type { RecordedEvent } from '@jiahe/event-log/log.ts'
import type { Account } from '@jiahe/service-kit/accounts.ts'
import { route } from '@jiahe/service-kit/route.ts'
import type { Server } from '@jiahe/service-kit/server.ts'
import { z } from 'zod'
import { type Action, authorise } from './authorise.ts'
import { caseEvents, readCaseFile, subjectOfCase } from './caseFile.ts'
import { carryOut, commandHeaders, type Target } from './command.ts'
import type { Console } from './console.ts'
import { finishErasure, openElsewhere } from './erasure.ts'
import { erasureExample } from './examplePeople.ts'
import { asked, isUuid } from './parameters.ts'
import { refusal } from './refusals.ts'
import { accountOfRequest, signedIn } from './session.ts'

const note = z.string().min(1).max(4000).optional()
const caseId = z.uuid()
const body = z.discriminatedUnion('step', [
  z.strictObject({ step: z.literal('request'), caseId, ground: z.enum(codesOf(erasureGrounds)), note }),
  z.strictObject({ step: z.literal('approve'), caseId }),
  z.strictObject({
    ...{ step: z.literal('decline'), caseId },
    ...{ reason: z.enum(codesOf(erasureDeclineReasons)), note },
  }),
])
type Body = z.output<typeof body>
/** Whoever approves sees the whole city: the person may have cases in several districts. */
const powerFor: Readonly<Record<Body['step'], Action>> = {
  request: 'erase-people',
  approve: 'approve-erasures',
  decline: 'erase-people',
}

export function eraseRoute(server: Server, api: Console): void {
  route(
    server,
    {
      method: 'post',
      url: '/v1/people/:id/erase',
      summary: '删除当事人的个人信息：一人按法定情形申请，另一人同意；个案经过和统计不变',
      params: z.strictObject({ id: z.string().max(64) }),
      headers: commandHeaders,
      body,
      example: { step: 'request', caseId: erasureExample.caseId, ground: 'retention-over' },
      responses: {
        200: { description: '已办理；ETag 为个案的新版本号', example: erasureExample },
        403: { description: '没有此项权限' },
        404: { description: '没有此人' },
        409: { description: '尚有工单、跟踪或措施未了，或不能由同一人同意' },
        412: { description: '个案版本号已过时' },
        428: { description: '缺少 If-Match' },
      },
    },
    async ({ params, body }, request, reply) => {
      if (!isUuid(params.id)) throw refusal('unknown-person')
      const target = await erasureTarget(api, params.id, body, accountOfRequest(request))
      const answer = await carryOut<Body>(api, target, body, request, reply)
      // Also when it was carried out before: a retry finishes what a crash left.
      if (body.step === 'approve') await finishErasure(api, params.id, [body.caseId])
      return answer
    },
    signedIn(api, 'erase-people', 'person'),
  )
}

async function erasureTarget(
  api: Console,
  personId: string,
  { caseId, step }: Body,
  asker: Account,
): Promise<Target<Body>> {
  const file = await readCaseFile(api.log, caseId)
  /** First whether the case is there for her at all, then whether this step is hers. */
  const refuses = (account: Account) => {
    const subject = file && subjectOfCase(file, api.desk.territory.city)
    return (
      subject && (authorise(account, 'erase-people', subject) ?? authorise(account, powerFor[step], subject))
    )
  }
  const orders = file ? [file, ...file.relatives].flatMap((one) => one.orders.map(({ order }) => order)) : []
  const elsewhere = file && !refuses(asker) ? await asked(() => openElsewhere(api, personId, caseId)) : null
  return {
    stream: familyCaseStream(caseId),
    id: caseId,
    unknown: 'unknown-person',
    refuse: (_history, account) => refuses(account),
    decide(history, body, textId, account, context) {
      const state = foldFamilyCase(caseEvents(history))
      const command = toCommand(personId, body, textId, elsewhere)
      return decideOnCase({ caseId, state, orders, by: account.federation, context, desk: api.desk }, command)
    },
    answer: (history) => erasureOf(personId, caseId, history),
  }
}

function toCommand(
  personId: string,
  body: Body,
  textId: string | null,
  elsewhere: StillOpen | null,
): ErasureCommand {
  if (body.step === 'approve') return { type: 'approve-erasure', personId, elsewhere }
  if (body.step === 'decline') return { type: 'decline-erasure', personId, reason: body.reason, textId }
  return { type: 'request-erasure', personId, ground: body.ground, elsewhere, textId }
}

function erasureOf(personId: string, caseId: string, history: readonly RecordedEvent[]) {
  const { revision, erasures, erased } = foldFamilyCase(caseEvents(history))
  const pending = erasures.get(personId)
  const state = erased.has(personId) ? 'erased' : pending ? 'requested' : 'none'
  return { personId, caseId, revision, state, ground: pending?.ground ?? null }
}
