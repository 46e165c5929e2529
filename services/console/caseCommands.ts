/**
 * What may be done to a case over HTTP: for each command the shape of its body, the power it takes, and how it
 * becomes a command of the domain. Words are in `note` only; they go to the vault and the event carries their id.
 */
import type { CaseCommand } from '@jiahe/domain/caseCommands.ts'
import type { OtherCase } from '@jiahe/domain/merging.ts'
import {
  caseCloseReasons,
  caseReopenReasons,
  codesOf,
  leaderReleaseReasons,
  levels,
  mergeReasons,
  overrideReasons,
  sealReasons,
  unmergeReasons,
  unsealReasons,
} from '@jiahe/domain/vocabulary.ts'
import type { Account } from '@jiahe/service-kit/accounts.ts'
import { z } from 'zod'
import type { Action } from './authorise.ts'

const note = z.string().min(1).max(4000).optional()
const byHand = <T extends string, Not extends string>(codes: readonly T[], not: readonly Not[]) =>
  codes.filter((code) => !(not as readonly string[]).includes(code)) as [
    Exclude<T, Not>,
    ...Exclude<T, Not>[],
  ]

export const caseBodies = {
  'override-grade': z.strictObject({
    level: z.enum(codesOf(levels)),
    reason: z.enum(codesOf(overrideReasons)),
    note,
  }),
  'approve-override': z.strictObject({}),
  'decline-override': z.strictObject({ note }),
  leader: z.strictObject({ leaderId: z.uuid(), note }),
  'release-leader': z.strictObject({ reason: z.enum(codesOf(leaderReleaseReasons)), note }),
  seal: z.strictObject({
    /** Accounts that see it; whoever seals is always among them. */
    named: z.array(z.uuid()).max(50),
    reason: z.enum(codesOf(sealReasons)),
    note,
  }),
  unseal: z.strictObject({ reason: z.enum(codesOf(unsealReasons)), note }),
  close: z.strictObject({ reason: z.enum(byHand(codesOf(caseCloseReasons), ['term-over'])), note }),
  /** The other case is merged into the one that is addressed. */
  merge: z.strictObject({ caseId: z.uuid(), reason: z.enum(codesOf(mergeReasons)), note }),
  unmerge: z.strictObject({
    caseId: z.uuid(),
    reason: z.enum(byHand(codesOf(unmergeReasons), ['merged-elsewhere'])),
    note,
  }),
  reopen: z.strictObject({
    reason: z.enum(byHand(codesOf(caseReopenReasons), ['new-alert', 'new-report', 'breach', 'order-opened'])),
    note,
  }),
} as const

export type CaseCommandName = keyof typeof caseBodies
export const caseCommandNames = Object.keys(caseBodies) as CaseCommandName[]
export type CaseBody = z.output<(typeof caseBodies)[CaseCommandName]> & {
  readonly note?: string | undefined
}

/** Those that this case's federations have, by id, for commands that name somebody. */
export type Colleagues = ReadonlyMap<string, Account>

/** What a command names that is not of the case itself. */
export interface NamedByCommand {
  readonly account: Account
  readonly colleagues: Colleagues
  /** Null where there is none that this account may merge. */
  readonly other: OtherCase | null
}

/** The body has been checked by the schema of the same name. */
export function toCaseCommand(
  type: CaseCommandName,
  { note: _words, ...body }: CaseBody,
  textId: string | null,
  { account, colleagues, other }: NamedByCommand,
): CaseCommand | { readonly refusal: 'unknown-account' | 'unknown-case' } {
  if (type === 'approve-override') return { type }
  const unknown = { refusal: 'unknown-account' } as const
  if (type === 'leader') {
    const { leaderId } = body as z.output<(typeof caseBodies)['leader']>
    const leader = colleagues.get(leaderId)
    return leader && leader.role !== 'mediator' ? { type, leaderId, textId } : unknown
  }
  if (type === 'merge') {
    const { reason } = body as z.output<(typeof caseBodies)['merge']>
    return other ? { type, other, reason, textId } : { refusal: 'unknown-case' }
  }
  if (type === 'seal') {
    const { named, reason } = body as z.output<(typeof caseBodies)['seal']>
    const accounts = [...new Set([account.id, ...named])].map((id) =>
      id === account.id ? account : colleagues.get(id),
    )
    return accounts.every((one) => one !== undefined)
      ? {
          type,
          named: accounts.map(({ id: accountId, federation }) => ({ accountId, federation })),
          reason,
          textId,
        }
      : unknown
  }
  return { type, ...body, textId } as CaseCommand
}

interface Shown {
  readonly action: Action
  readonly summary: string
  readonly example: object
}
const someone = '7d9f0c8e-51c1-4b0e-9a53-1f8b6f0f2a11'
export const caseShown: Readonly<Record<CaseCommandName, Shown>> = {
  'override-grade': {
    action: 'decide-on-cases',
    summary: '人工调整分级：调高立即生效，调低须另一人同意',
    example: { level: 'high', reason: 'victim-fears', note: '受害人称对方扬言同归于尽' },
  },
  'approve-override': { action: 'approve-overrides', summary: '同意他人提出的调低', example: {} },
  'decline-override': {
    action: 'decide-on-cases',
    summary: '不同意调低；提出人可以撤回',
    example: { note: '近期仍有威胁，不宜调低' },
  },
  leader: {
    action: 'direct-cases',
    summary: '领导包案：高风险以上、曾被退单或重复报警的个案',
    example: { leaderId: someone },
  },
  'release-leader': { action: 'direct-cases', summary: '解除领导包案', example: { reason: 'resolved' } },
  seal: {
    action: 'direct-cases',
    summary: '设为密案：只有指名的账号能看到此案及其工单、回访',
    example: { named: [someone], reason: 'staff-related' },
  },
  unseal: { action: 'direct-cases', summary: '解除密案', example: { reason: 'no-longer-needed' } },
  close: {
    action: 'decide-on-cases',
    summary: '个案结案；高、极高风险须平稳满九十天，由区县或市妇联办理',
    example: { reason: 'quiet' },
  },
  merge: {
    action: 'direct-cases',
    summary: '并案：把另一个案并入此案，分级依据两案全部经过，只保留一件未办结工单',
    example: { caseId: '019d3f6a-7c10-8a54-9b1e-3f0d2c4b5a70', reason: 'same-people' },
  },
  unmerge: {
    action: 'direct-cases',
    summary: '拆案：把误并的个案拆出',
    example: { caseId: '019d3f6a-7c10-8a54-9b1e-3f0d2c4b5a70', reason: 'other-people' },
  },
  reopen: {
    action: 'decide-on-cases',
    summary: '重新打开已结案的个案',
    example: { reason: 'new-circumstances' },
  },
}
