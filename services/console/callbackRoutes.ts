/** 回访台 over HTTP: who is to be called by when, and what came of a call. */

import { attemptCallback } from '@jiahe/domain/callbacks.ts'
import { familyCaseStream } from '@jiahe/domain/catalogue.ts'
import { factorAnswers } from '@jiahe/domain/facts.ts'
import { foldFamilyCase } from '@jiahe/domain/familyCase.ts'
import { callbackOutcomes, callbackStates, codesOf } from '@jiahe/domain/vocabulary.ts'
import { listCallbacks } from '@jiahe/read-models/callbackDesk.ts'
import { route } from '@jiahe/service-kit/route.ts'
import type { Server } from '@jiahe/service-kit/server.ts'
import { z } from 'zod'
import { authorise } from './authorise.ts'
import { caseEvents, readCaseFile, subjectOfCase } from './caseFile.ts'
import { caseSummary } from './caseView.ts'
import { carryOut, commandHeaders, type Target } from './command.ts'
import type { Console } from './console.ts'
import { attemptExample, callbackExample, listOf } from './examples.ts'
import { asked, cursor, federation, id, limit } from './parameters.ts'
import { signedIn, viewerOf } from './session.ts'

const attemptBody = z.strictObject({
  outcome: z.enum(codesOf(callbackOutcomes)),
  /** What she said, by factor; only where she was reached. */
  facts: factorAnswers.default({}),
  note: z.string().min(1).max(4000).optional(),
})
type AttemptBody = z.output<typeof attemptBody>

export function callbackRoutes(server: Server, api: Console): void {
  route(
    server,
    {
      method: 'get',
      url: '/v1/callbacks',
      summary: '回访台：本妇联及下级妇联的回访任务，按时限排列',
      query: z.strictObject({
        state: z.enum(codesOf(callbackStates)).optional(),
        assignee: federation.optional(),
        cursor: cursor.optional(),
        limit,
      }),
      responses: { 200: { description: '回访任务', example: listOf(callbackExample) } },
    },
    async ({ query }, request) => {
      const { viewer, scope } = viewerOf(request)
      return asked(() => listCallbacks(api.read, { ...query, scope, viewer, now: api.now() }))
    },
    signedIn(api, 'see-callbacks', 'own'),
  )

  route(
    server,
    {
      method: 'post',
      url: '/v1/cases/:id/callback-attempts',
      summary: '登记一次回访；只有接通本人才算完成',
      params: z.strictObject({ id }),
      headers: commandHeaders,
      body: attemptBody,
      example: { outcome: 'reached', facts: { F01: 'no', F07: 'yes' }, note: '近期未再发生' },
      responses: {
        200: { description: '已登记；ETag 为新版本号', example: attemptExample },
        409: { description: '没有回访任务，或未接通却登记了新情况' },
        412: { description: '版本号已过时，current 为最新状态' },
        428: { description: '缺少 If-Match' },
      },
    },
    async ({ params, body }, request, reply) =>
      carryOut(api, await caseTarget(api, params.id), body, request, reply),
    signedIn(api, 'attempt-callbacks', 'case'),
  )
}

async function caseTarget(api: Console, caseId: string): Promise<Target<AttemptBody>> {
  const file = await readCaseFile(api.log, caseId)
  return {
    stream: familyCaseStream(caseId),
    id: caseId,
    unknown: 'unknown-case',
    refuse: (_history, account) =>
      file && authorise(account, 'attempt-callbacks', subjectOfCase(file, api.desk.territory.city)),
    decide: (history, { outcome, facts }, textId, { federation: by }, context) =>
      attemptCallback(foldFamilyCase(caseEvents(history)), { caseId, outcome, by, facts, textId }, context),
    answer(history) {
      const last = history.at(-1)!
      const attempt = caseEvents(history).findLast((event) => event.type === 'CallbackAttempted')
      const state = foldFamilyCase(caseEvents(history))
      const { id: attemptId = null, data } = attempt ?? {}
      const summary = caseSummary({ caseId, state }, new Date(last.metadata.recordedAt))
      return { ...summary, attemptId, outcome: data?.outcome ?? null }
    },
  }
}
