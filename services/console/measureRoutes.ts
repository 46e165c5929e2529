/**
 * 措施 over HTTP: what police and courts did about the respondent, recorded on the case, and the report that the law
 * asks for. One route; the body says by its `type` what is recorded.
 */
import { decideOnCase } from '@jiahe/domain/caseCommands.ts'
import { organisationCode } from '@jiahe/domain/catalogue/organisation.ts'
import { familyCaseStream } from '@jiahe/domain/catalogue.ts'
import { foldFamilyCase } from '@jiahe/domain/familyCase.ts'
import type { MeasureCommand } from '@jiahe/domain/measureCommands.ts'
import {
  breachable,
  letterVisitors,
  protectedPersons,
  protectionApplicants,
  protections,
  reportMeans,
  reportWaiverReasons,
  respondentMeasures,
  revocationReasons,
  waiverReasons,
} from '@jiahe/domain/measureVocabulary.ts'
import { codesOf } from '@jiahe/domain/vocabulary.ts'
import { route } from '@jiahe/service-kit/route.ts'
import type { Server } from '@jiahe/service-kit/server.ts'
import { z } from 'zod'
import { authorise } from './authorise.ts'
import { caseEvents, readCaseFile, subjectOfCase } from './caseFile.ts'
import { caseSummary } from './caseView.ts'
import { carryOut, commandHeaders, type Target } from './command.ts'
import type { Console } from './console.ts'
import { measuresExample } from './exampleMeasures.ts'
import { measuresView } from './measureView.ts'
import { id } from './parameters.ts'
import { signedIn } from './session.ts'

const note = z.string().min(1).max(4000).optional()
/** In Asia/Shanghai. */
const day = z.iso.date()
const one = z.uuid()
/** Station or court as the directory has it. */
const authority = organisationCode.nullable().default(null)
const alertId = one.nullable().default(null)
const says = <T extends MeasureCommand['type'], S extends z.ZodRawShape>(type: T, shape: S) =>
  z.strictObject({ type: z.literal(type), ...shape, note })
const oneOf = <T extends Record<string, string>>(table: T) => z.enum(codesOf(table))

export const measureBody = z.discriminatedUnion('type', [
  says('issue-letter', { issuedOn: day, alertId, issuedBy: authority }),
  says('follow-up-letter', { letterId: one, visitedOn: day, with: z.array(oneOf(letterVisitors)).min(1) }),
  says('apply-protection', {
    applicant: oneOf(protectionApplicants).default('victim'),
    appliedOn: day,
    urgent: z.boolean().default(false),
    court: authority,
  }),
  says('grant-protection', {
    prohibits: z.array(oneOf(protections)).min(1),
    from: day,
    until: day,
    court: authority,
  }),
  says('refuse-protection', { refusedOn: day, court: authority }),
  says('take-measure', { measure: oneOf(respondentMeasures), takenOn: day, alertId, takenBy: authority }),
  says('record-breach', { measure: oneOf(breachable), breachedOn: day }),
  says('revoke-measure', { measureId: one, reason: oneOf(revocationReasons) }),
  says('waive-measure', { reason: oneOf(waiverReasons) }),
  says('require-report', { about: oneOf(protectedPersons) }),
  says('report-to-police', {
    about: oneOf(protectedPersons),
    means: oneOf(reportMeans).default('phone'),
    /** The police knew before: nothing was to be reported any more. */
    alreadyKnown: z.boolean().default(false),
  }),
  says('waive-report', { reason: oneOf(reportWaiverReasons) }),
])
type MeasureBody = z.output<typeof measureBody>

/** The body has been checked. Whoever knew was not told by any means. */
function toCommand(body: MeasureBody, textId: string | null): MeasureCommand {
  const { note: _words, ...rest } = body
  if (rest.type !== 'report-to-police') return { ...rest, textId } as MeasureCommand
  return { ...rest, means: rest.alreadyKnown ? null : rest.means, textId }
}

export function measureRoutes(server: Server, api: Console): void {
  route(
    server,
    {
      method: 'post',
      url: '/v1/cases/:id/measures',
      summary: '登记公安机关、法院采取的措施，告诫书查访，及强制报告',
      params: z.strictObject({ id }),
      headers: commandHeaders,
      body: measureBody,
      example: { type: 'issue-letter', issuedOn: '2026-11-24', note: '由茶山派出所出具' },
      responses: {
        200: { description: '已登记；ETag 为新版本号', example: measuresExample },
        403: { description: '不由本单位办理' },
        409: { description: '与已登记的情况不符' },
        412: { description: '版本号已过时，current 为最新状态' },
        428: { description: '缺少 If-Match' },
      },
    },
    async ({ params, body }, request, reply) =>
      carryOut(api, await measureTarget(api, params.id), body, request, reply),
    signedIn(api, 'record-measures', 'case'),
  )
}

async function measureTarget(api: Console, caseId: string): Promise<Target<MeasureBody>> {
  const file = await readCaseFile(api.log, caseId)
  const orders = file?.orders.map(({ order }) => order) ?? []
  return {
    stream: familyCaseStream(caseId),
    id: caseId,
    unknown: 'unknown-case',
    refuse: (_history, account) =>
      file && authorise(account, 'record-measures', subjectOfCase(file, api.desk.territory.city)),
    decide(history, body, textId, { federation: by }, context) {
      const state = foldFamilyCase(caseEvents(history))
      return decideOnCase({ caseId, state, orders, by, context, desk: api.desk }, toCommand(body, textId))
    },
    answer(history) {
      const at = new Date(history.at(-1)!.metadata.recordedAt)
      const state = foldFamilyCase(caseEvents(history))
      return { ...caseSummary({ caseId, state }, at), measures: measuresView(state, at) }
    },
  }
}
