/** Every command that people have on orders, cases and answers, without what it takes from the state that it meets. The
 *  compiler asks for one that is missing. */
import type { AnswerCommand } from '@jiahe/domain/answerCommands.ts'
import type { CaseCommand } from '@jiahe/domain/caseCommands.ts'
import { nextTownship, otherDistrict, township } from '@jiahe/domain/exampleCity.ts'
import { codesOf, levels } from '@jiahe/domain/vocabulary.ts'
import type { OrderCommand } from '@jiahe/domain/workOrderCommands.ts'

/** A command without what it takes from the state that it meets. */
export type Bare<C extends { readonly type: string }> = { readonly type: C['type'] } & Readonly<
  Record<string, unknown>
>
export const orderCommands: { readonly [N in OrderCommand['type']]: readonly Bare<OrderCommand>[] } = {
  accept: [{ type: 'accept' }],
  return: [{ type: 'return', reason: 'wrong-region' }],
  transfer: [
    { type: 'transfer', to: nextTownship },
    { type: 'transfer', to: otherDistrict },
  ],
  dispatch: [{ type: 'dispatch', to: township }],
  contact: [
    { type: 'contact', with: 'victim', means: 'phone' },
    { type: 'contact', with: 'respondent', means: 'phone' },
  ],
  visit: [
    { type: 'visit', withPolice: true, facts: {} },
    { type: 'visit', withPolice: false, facts: { F01: 'yes', F17: 'yes' } },
  ],
  mediation: [
    { type: 'mediation', joint: false, consent: false, outcome: 'failed' },
    { type: 'mediation', joint: true, consent: true, outcome: 'agreed' },
  ],
  disposal: [{ type: 'disposal', result: 'safety-plan' }],
  resource: [{ type: 'resource', kind: 'lawyer', organisation: null, purpose: 'legal-advice' }],
  'accept-resource': [{ type: 'accept-resource' }],
  'decline-resource': [{ type: 'decline-resource', reason: 'no-capacity' }],
  'report-resource': [{ type: 'report-resource', outcome: 'helped' }],
  'withdraw-resource': [{ type: 'withdraw-resource', reason: 'not-needed' }],
  supervise: [{ type: 'supervise', reason: 'late' }],
  'answer-supervision': [{ type: 'answer-supervision' }],
  'request-extension': [{ type: 'request-extension', reason: 'awaiting-court' }],
  'approve-extension': [{ type: 'approve-extension' }],
  'reject-extension': [{ type: 'reject-extension' }],
  'request-closure': [{ type: 'request-closure' }],
  'approve-closure': [{ type: 'approve-closure' }],
  'reject-closure': [{ type: 'reject-closure' }],
  satisfaction: [{ type: 'satisfaction', score: 4, of: 'victim' }],
  reopen: [{ type: 'reopen', reason: 'unresolved' }],
}
const leaderId = '019cab00-0000-8000-8000-00000000000e'
export const caseCommands: { readonly [N in CaseCommand['type']]: readonly Bare<CaseCommand>[] } = {
  'override-grade': codesOf(levels).map((level) => ({
    type: 'override-grade',
    level,
    reason: 'victim-fears',
  })),
  'approve-override': [{ type: 'approve-override' }],
  'decline-override': [{ type: 'decline-override' }],
  leader: [{ type: 'leader', leaderId }],
  'release-leader': [{ type: 'release-leader', reason: 'resolved' }],
  seal: [{ type: 'seal', reason: 'staff-related' }],
  unseal: [{ type: 'unseal', reason: 'no-longer-needed' }],
  close: [{ type: 'close', reason: 'quiet' }],
  reopen: [{ type: 'reopen', reason: 'new-circumstances' }],
  merge: [{ type: 'merge', reason: 'same-people' }],
  unmerge: [{ type: 'unmerge', reason: 'other-people' }],
  'issue-letter': [{ type: 'issue-letter', issuedBy: null, alertId: null }],
  'follow-up-letter': [{ type: 'follow-up-letter', with: ['police'] }],
  'apply-protection': [{ type: 'apply-protection', applicant: 'victim', court: null, urgent: false }],
  'grant-protection': [{ type: 'grant-protection', court: null, prohibits: ['no-violence'] }],
  'refuse-protection': [{ type: 'refuse-protection', court: null }],
  'take-measure': [{ type: 'take-measure', measure: 'criticism-education', takenBy: null, alertId: null }],
  'record-breach': [
    { type: 'record-breach', measure: 'warning-letter' },
    { type: 'record-breach', measure: 'protection-order' },
  ],
  'revoke-measure': [{ type: 'revoke-measure', reason: 'recorded-in-error' }],
  'waive-measure': [{ type: 'waive-measure', reason: 'evidence-insufficient' }],
  'require-report': [{ type: 'require-report', about: 'child' }],
  'report-to-police': [{ type: 'report-to-police', about: 'child', means: 'phone', alreadyKnown: false }],
  'waive-report': [{ type: 'waive-report', reason: 'not-harmed' }],
  'request-erasure': [{ type: 'request-erasure', ground: 'retention-over' }],
  'approve-erasure': [{ type: 'approve-erasure' }],
  'decline-erasure': [{ type: 'decline-erasure', reason: 'retention-runs' }],
}
export const answerCommands: { readonly [N in AnswerCommand['type']]: Bare<AnswerCommand> } = {
  'take-report': { type: 'take-report' },
  'decline-report': { type: 'decline-report', reason: 'other-authority' },
  'conclude-report': { type: 'conclude-report', result: 'mediated' },
  'request-answer-extension': { type: 'request-answer-extension', reason: 'complex-matter' },
  'approve-answer-extension': { type: 'approve-answer-extension' },
  'reject-answer-extension': { type: 'reject-answer-extension' },
}
