/** 答复台 over HTTP: the reports that are owed a word, and what is decided about each. */
import { type AnswerCommand, decideAnswer } from '@jiahe/domain/answerCommands.ts'
import { familyCaseStream } from '@jiahe/domain/catalogue.ts'
import { foldFamilyCase } from '@jiahe/domain/familyCase.ts'
import {
  answerExtensionReasons,
  answerStates,
  codesOf,
  declineReasons,
  disposalResults,
} from '@jiahe/domain/vocabulary.ts'
import { answerItem, listAnswers } from '@jiahe/read-models/answerDesk.ts'
import { route } from '@jiahe/service-kit/route.ts'
import type { Server } from '@jiahe/service-kit/server.ts'
import { z } from 'zod'
import { authorise } from './authorise.ts'
import { caseEvents, readCaseFile, subjectOfCase } from './caseFile.ts'
import { caseSummary } from './caseView.ts'
import { carryOut, commandHeaders, type Target } from './command.ts'
import type { Console } from './console.ts'
import { answerExample, answerItemExample, listOf } from './examples.ts'
import { asked, cursor, federation, flag, id, limit } from './parameters.ts'
import { signedIn, viewerOf } from './session.ts'

const own = { reportId: z.uuid(), note: z.string().min(1).max(4000).optional() }
const commands = {
  'take-report': { body: z.strictObject(own), summary: '受理线索', example: {} },
  'decline-report': {
    body: z.strictObject({ ...own, reason: z.enum(codesOf(declineReasons)) }),
    summary: '不予受理并告知理由；涉及暴力的不得不予受理',
    example: { reason: 'other-authority', note: '属劳动仲裁事项，已告知仲裁委地址' },
  },
  'conclude-report': {
    body: z.strictObject({ ...own, result: z.enum(codesOf(disposalResults)) }),
    summary: '答复办理结果',
    example: { result: 'mediated' },
  },
  'request-answer-extension': {
    body: z.strictObject({ ...own, reason: z.enum(codesOf(answerExtensionReasons)) }),
    summary: '申请延长答复期限',
    example: { reason: 'complex-matter' },
  },
  'approve-answer-extension': { body: z.strictObject(own), summary: '同意延长答复期限', example: {} },
  'reject-answer-extension': { body: z.strictObject(own), summary: '不同意延长答复期限', example: {} },
} as const
type Name = keyof typeof commands
type Body = z.output<(typeof commands)[Name]['body']>
const reportId = answerExample.reportId

export function answerRoutes(server: Server, api: Console): void {
  route(
    server,
    {
      method: 'get',
      url: '/v1/answers',
      summary: '答复台：须答复的线索，按时限排列',
      query: z.strictObject({
        state: z.enum(codesOf(answerStates)).optional(),
        late: flag.optional(),
        extension: z.enum(['requested', 'approved', 'rejected']).optional(),
        assignee: federation.optional(),
        cursor: cursor.optional(),
        limit,
      }),
      responses: { 200: { description: '须答复的线索', example: listOf(answerItemExample) } },
    },
    async ({ query }, request) => {
      const { viewer, scope } = viewerOf(request)
      return asked(() => listAnswers(api.read, { ...query, scope, viewer, now: api.now() }))
    },
    signedIn(api, 'see-answers', 'own'),
  )
  for (const name of Object.keys(commands) as Name[]) commandRoute(server, api, name)
}

function commandRoute(server: Server, api: Console, name: Name): void {
  const { body, summary, example } = commands[name]
  route(
    server,
    {
      method: 'post',
      url: `/v1/cases/:id/${name}`,
      summary,
      params: z.strictObject({ id }),
      headers: commandHeaders,
      body: body as z.ZodType<Body>,
      example: { reportId, ...example },
      responses: {
        200: { description: '已办理；ETag 为新版本号', example: answerExample },
        403: { description: '不由本单位答复' },
        409: { description: '当前状态不能办理' },
        412: { description: '版本号已过时，current 为最新状态' },
        428: { description: '缺少 If-Match' },
      },
    },
    async ({ params, body }, request, reply) =>
      carryOut(api, await answerTarget(api, params.id, name), body, request, reply),
    signedIn(api, 'answer-reports', 'case'),
  )
}

async function answerTarget(api: Console, caseId: string, name: Name): Promise<Target<Body>> {
  const file = await readCaseFile(api.log, caseId)
  return {
    stream: familyCaseStream(caseId),
    id: caseId,
    unknown: 'unknown-case',
    refuse: (_history, account) =>
      file && authorise(account, 'answer-reports', subjectOfCase(file, api.desk.territory.city)),
    decide(history, { note: _words, ...body }, textId, { federation: by }, context) {
      const command = { type: name, ...body, textId } as AnswerCommand
      return decideAnswer(foldFamilyCase(caseEvents(history)), caseId, command, by, context, api.desk)
    },
    answer(history) {
      const state = foldFamilyCase(caseEvents(history))
      const now = new Date(history.at(-1)!.metadata.recordedAt)
      const answers = [...state.answers.values()].map((answer) => answerItem(caseId, answer, now))
      return { ...caseSummary({ caseId, state }, now), answers }
    },
  }
}
