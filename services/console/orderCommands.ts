/**
 * What may be done to an order over HTTP: for each command the shape of its body and how it becomes a command of
 * the domain. Words are in `note` only; they go to the vault and the event carries their id.
 */
import { factorAnswers } from '@jiahe/domain/facts.ts'
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
  'request-closure': z.strictObject({ note }),
  'approve-closure': z.strictObject({}),
  'reject-closure': z.strictObject({ note }),
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
  'request-closure': { summary: '申请办结', example: {} },
  'approve-closure': { summary: '批准办结', example: {} },
  'reject-closure': { summary: '退回办结申请', example: { note: '请补充回访情况' } },
}

/** Refusals to whom the order does not lie with: work is the assignee's, the rest is for those above. */
export const refusalOutside = (type: CommandName): 'not-assignee' | 'not-supervisor' =>
  ['transfer', 'dispatch', 'approve-closure', 'reject-closure'].includes(type)
    ? 'not-supervisor'
    : 'not-assignee'
