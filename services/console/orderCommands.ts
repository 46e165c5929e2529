/**
 * What may be done to an order over HTTP: for each command the shape of its body and how it becomes a command of
 * the domain. Words are in `note` only; they go to the vault and the event carries their id.
 */

import { factorAnswers } from '@jiahe/domain/facts.ts'
import {
  extensionReasons,
  reopenReasons,
  resourceDeclines,
  resourceKinds,
  resourceOutcomes,
  resourcePurposes,
  resourceWithdrawals,
  supervisionReasons,
} from '@jiahe/domain/orderVocabulary.ts'
import { isOrganisationCode } from '@jiahe/domain/organisationCode.ts'
import {
  codesOf,
  disposalResults,
  mediationOutcomes,
  partyRoles,
  returnReasons,
} from '@jiahe/domain/vocabulary.ts'
import type { OrderCommand } from '@jiahe/domain/workOrderCommands.ts'
import { z } from 'zod'

const note = z.string().min(1).max(4000).optional()
/** A federation's bare region code: city 4, district 6, township 9 digits. */
const to = z.string().regex(/^(\d{4}|\d{6}|\d{9})$/)
const engagementId = z.uuid()
const { 'new-matter': _byItself, ...byHand } = reopenReasons

export const bodies = {
  accept: z.strictObject({}),
  return: z.strictObject({ reason: z.enum(codesOf(returnReasons)), note }),
  transfer: z.strictObject({ to, note }),
  dispatch: z.strictObject({ to, note }),
  contact: z.strictObject({
    with: z.enum(codesOf(partyRoles)).default('victim'),
    means: z.enum(['phone', 'in-person', 'message']).default('phone'),
    note,
  }),
  visit: z.strictObject({
    withPolice: z.boolean().default(false),
    facts: factorAnswers.default({}),
    note,
  }),
  mediation: z.strictObject({
    joint: z.boolean().default(false),
    consent: z.boolean().default(false),
    outcome: z.enum(codesOf(mediationOutcomes)),
    note,
  }),
  disposal: z.strictObject({ result: z.enum(codesOf(disposalResults)), note }),
  resource: z.strictObject({
    kind: z.enum(codesOf(resourceKinds)),
    /** Its code in the directory; without one it is not in there. */
    organisation: z.string().refine(isOrganisationCode, 'organisation-code').nullable().default(null),
    purpose: z.enum(codesOf(resourcePurposes)),
    note,
  }),
  'accept-resource': z.strictObject({ engagementId, note }),
  'decline-resource': z.strictObject({ engagementId, reason: z.enum(codesOf(resourceDeclines)), note }),
  'report-resource': z.strictObject({ engagementId, outcome: z.enum(codesOf(resourceOutcomes)), note }),
  'withdraw-resource': z.strictObject({
    engagementId,
    reason: z.enum(codesOf(resourceWithdrawals)),
    note,
  }),
  supervise: z.strictObject({ reason: z.enum(codesOf(supervisionReasons)), note }),
  'answer-supervision': z.strictObject({ supervisionId: z.uuid(), note }),
  'request-extension': z.strictObject({ reason: z.enum(codesOf(extensionReasons)), note }),
  'approve-extension': z.strictObject({ note }),
  'reject-extension': z.strictObject({ note }),
  'request-closure': z.strictObject({ note }),
  'approve-closure': z.strictObject({}),
  'reject-closure': z.strictObject({ note }),
  satisfaction: z.strictObject({
    score: z.int().min(1).max(5),
    of: z.enum(codesOf(partyRoles)).default('victim'),
    note,
  }),
  reopen: z.strictObject({ reason: z.enum(codesOf(byHand)), note }),
} as const

export type CommandName = keyof typeof bodies
export const commandNames = Object.keys(bodies) as CommandName[]
export type BodyOf<N extends CommandName> = z.output<(typeof bodies)[N]>

/** The body has been checked by the schema of the same name. */
export function toCommand(type: CommandName, body: BodyOf<CommandName>, textId: string | null): OrderCommand {
  if (type === 'accept' || type === 'approve-closure') return { type }
  const { note: _words, ...rest } = body as BodyOf<CommandName> & { note?: string }
  return { type, ...rest, textId } as OrderCommand
}

const engagementExample = '019d3f6a-8800-8d12-8e44-1b2c3d4e5f60'
interface Shown {
  readonly summary: string
  readonly example: object
}
export const shown: Readonly<Record<CommandName, Shown>> = {
  accept: { summary: '签收工单', example: {} },
  return: { summary: '退单，须说明原因', example: { reason: 'wrong-region', note: '当事人户籍地在邻镇' } },
  transfer: { summary: '转派给另一妇联', example: { to: '320402003', note: '按常住地转派' } },
  dispatch: { summary: '人工派出无法自动派单的工单', example: { to: '320402003' } },
  contact: { summary: '登记首次及后续联系', example: { with: 'victim', means: 'phone' } },
  visit: { summary: '登记走访及了解到的情况', example: { withPolice: true, facts: { F06: 'slight' } } },
  mediation: { summary: '登记调解', example: { joint: false, consent: false, outcome: 'agreed' } },
  disposal: { summary: '报告处置结果', example: { result: 'mediated', note: '双方达成书面协议' } },
  resource: {
    summary: '邀请律师、心理咨询师等力量；organisation 为组织名录中的代码，可为空',
    example: { kind: 'lawyer', organisation: null, purpose: 'legal-advice', note: '请就财产分割提供咨询' },
  },
  'accept-resource': { summary: '登记所请力量已接受', example: { engagementId: engagementExample } },
  'decline-resource': {
    summary: '登记所请力量谢绝，须说明原因',
    example: { engagementId: engagementExample, reason: 'no-capacity' },
  },
  'report-resource': {
    summary: '登记所请力量的工作结果',
    example: { engagementId: engagementExample, outcome: 'helped', note: '已完成两次疏导' },
  },
  'withdraw-resource': {
    summary: '撤回邀请，须说明原因；撤回后不影响申请办结',
    example: { engagementId: engagementExample, reason: 'not-needed' },
  },
  supervise: {
    summary: '督办：高、极高风险须一日内答复，其余三个工作日',
    example: { reason: 'late', note: '已过时限仍未联系，请立即办理' },
  },
  'answer-supervision': {
    summary: '答复督办',
    example: { supervisionId: '019d3f6a-8a10-8c21-9d33-0a1b2c3d4e5f', note: '已于今日上门' },
  },
  'request-extension': {
    summary: '申请延期办结，只限一次，且须在办结时限之前',
    example: { reason: 'awaiting-court', note: '离婚诉讼已立案' },
  },
  'approve-extension': { summary: '同意延期办结', example: {} },
  'reject-extension': { summary: '不同意延期办结', example: { note: '请在原时限内办结' } },
  'request-closure': { summary: '申请办结', example: {} },
  'approve-closure': { summary: '批准办结', example: {} },
  'reject-closure': { summary: '退回办结申请', example: { note: '请补充回访情况' } },
  satisfaction: {
    summary: '登记满意度：5 非常满意至 1 非常不满意，每次办结登记一次',
    example: { score: 4, of: 'victim' },
  },
  reopen: { summary: '重新办理已办结的工单', example: { reason: 'unresolved', note: '当事人反映未解决' } },
}
