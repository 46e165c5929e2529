/** How things usually go on a case or an order, one step after the other: what single deeds drawn by chance would
 *  hardly ever come to, such as an order that is closed and opened again. */
import type { AnswerCommand } from '@jiahe/domain/answerCommands.ts'
import type { CaseCommand } from '@jiahe/domain/caseCommands.ts'
import { city, district, township } from '@jiahe/domain/exampleCity.ts'
import type { FactorAnswers } from '@jiahe/domain/facts.ts'
import type { OrderCommand } from '@jiahe/domain/workOrderCommands.ts'
import { answerCommands, caseCommands, orderCommands } from './exampleCommands.ts'
import type { Deed } from './exampleDeeds.ts'

const family = 0 as const
const insists = true
type By = Extract<Deed, { does: 'order' }>['by']
const order = (type: OrderCommand['type'], by: By = 'assignee'): Deed => ({
  ...{ does: 'order', family, by, oldest: false, insists },
  command: orderCommands[type][0]!,
})
const onCase = (type: CaseCommand['type'], by = district, actor = 0, nth = 0): Deed => ({
  ...{ does: 'case', family, by, actor, nth: 0, insists },
  command: caseCommands[type][nth]!,
})
const answer = (type: AnswerCommand['type'], by = township): Deed => ({
  ...{ does: 'answer', family, by, nth: 0, insists },
  command: answerCommands[type],
})
const told = { regionCode: township, hoursAgo: 0 }
const alert = (facts: FactorAnswers): Deed => ({
  ...{ does: 'alert', family, facts, channel: 'police-110', ...told },
})
const report: Deed = { does: 'report', family, facts: {}, channel: 'web', ...told }
/** Of the other family, of which less has happened before. */
const there = (...deeds: readonly Deed[]): readonly Deed[] => deeds.map((deed) => ({ ...deed, family: 1 }))

const low = {}
const medium = { F07: 'yes', F12: 'yes' } as const
const high = { F02: 'yes' } as const
const worked = [order('accept'), order('contact'), order('disposal'), order('request-closure')]
const closed = [...worked, order('approve-closure', 'supervisor')]
const called = [order('accept'), order('resource')]
const wantsTime = [alert(medium), order('accept'), order('request-extension')]
const lowered = [alert(high), onCase('override-grade')]
/** Nobody is to be called, and nothing is owed: only then is somebody forgotten. */
const settled = [report, answer('decline-report')]
const wantsAnswer = [report, answer('take-report'), answer('request-answer-extension')]

export const courses: readonly (readonly Deed[])[] = [
  closed,
  [...closed, order('satisfaction'), order('reopen', 'supervisor')],
  [...worked, order('reject-closure', 'supervisor'), order('request-closure')],
  [order('accept'), order('visit'), order('mediation')],
  there(alert(medium), order('return'), order('dispatch', 'supervisor'), order('transfer', 'supervisor')),
  [...called, order('accept-resource'), order('report-resource')],
  [...called, order('decline-resource')],
  [...called, order('withdraw-resource')],
  there(...wantsTime, order('approve-extension', 'supervisor')),
  there(...wantsTime, order('reject-extension', 'supervisor')),
  [order('supervise', 'supervisor'), order('answer-supervision')],
  [...lowered, onCase('approve-override', city, 1)],
  [...lowered, onCase('decline-override', city, 1)],
  [alert(high), onCase('leader'), onCase('release-leader')],
  [onCase('seal'), onCase('unseal')],
  there(alert(low), onCase('close'), onCase('reopen')),
  [...there(alert(medium)), onCase('merge', city), onCase('unmerge', city)],
  [onCase('issue-letter'), onCase('follow-up-letter'), onCase('record-breach')],
  [onCase('apply-protection'), onCase('refuse-protection')],
  [onCase('apply-protection'), onCase('grant-protection'), onCase('record-breach', district, 0, 1)],
  [onCase('take-measure'), onCase('revoke-measure'), onCase('waive-measure')],
  [onCase('require-report'), onCase('waive-report')],
  [onCase('require-report'), onCase('report-to-police')],
  there(...settled, onCase('request-erasure'), onCase('approve-erasure', city, 1)),
  there(...settled, onCase('request-erasure'), onCase('decline-erasure', city, 1)),
  [...wantsAnswer, answer('approve-answer-extension', city)],
  [...wantsAnswer, answer('reject-answer-extension', city)],
  [report, answer('take-report'), answer('conclude-report')],
  there(report, answer('decline-report')),
]
