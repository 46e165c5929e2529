/**
 * What a person may do to an order: the outcome of every command in every state, for everyone. The order is a medium
 * one of the first township, with violence in it, unless its state says otherwise.
 */
import t from 'tap'
import type { WorkOrderEvent } from './catalogue.ts'
import { city, desk, district, nextTownship, township } from './exampleCity.ts'
import {
  approvalBy,
  closureBy,
  contactBy,
  dispatchedAs,
  disposalBy,
  engagedBy,
  extensionBy,
  returnedBy,
  satisfactionBy,
  supervisedBy,
  unroutableAs,
} from './exampleEvents.ts'
import { acting, actor, day, type Happened, happened, hours, named, orderId, recorded } from './spec.ts'
import { cellsOf, gapsOf, walkOutcomes } from './specOutcomes.ts'
import { codesOf, orderStates } from './vocabulary.ts'
import { foldWorkOrder } from './workOrder.ts'
import { decideOrder, type OrderCommand } from './workOrderCommands.ts'

type Past = Happened<WorkOrderEvent['type']>

const dispatched = happened('WorkOrderDispatched', dispatchedAs('medium'))
const accepted = [dispatched, happened('WorkOrderAccepted', { by: township })]
const inProgress = [...accepted, happened('ContactMade', contactBy())]
const disposed = [...inProgress, happened('DisposalReported', disposalBy())]
const requested = [...disposed, happened('ClosureRequested', closureBy())]
const closed = [...requested, happened('ClosureApproved', approvalBy())]
const supervised = [...inProgress, happened('WorkOrderSupervised', supervisedBy())]
const asked = [...disposed, happened('ResourceEngaged', engagedBy())]
const wished = [...inProgress, happened('ClosureExtensionRequested', extensionBy())]
const { deadlines, policyVersion, calendarVersion } = dispatchedAs('medium')
const versions = { policyVersion, calendarVersion }
const later = { by: district, closeBy: day(90), textId: null, ...versions }
const ofEngagement = { engagementId: named('engagement'), by: township, textId: null }

const states: Readonly<Record<string, readonly Past[]>> = {
  unroutable: [happened('WorkOrderUnroutable', unroutableAs('medium'))],
  dispatched: [dispatched],
  escalated: [
    dispatched,
    happened('DeadlineMissed', { deadline: 'accept', dueAt: deadlines.acceptBy, by: township }),
    happened('WorkOrderEscalated', {
      ...{ from: township, to: district, because: 'not-accepted', nextBy: null, ...versions },
    }),
  ],
  accepted,
  'in-progress': inProgress,
  disposed,
  requested,
  returned: [dispatched, happened('WorkOrderReturned', returnedBy())],
  closed,
  supervised,
  silent: [...supervised, happened('SupervisionUnanswered', { supervisionId: named('supervision') })],
  answered: [
    ...supervised,
    happened('SupervisionAnswered', { supervisionId: named('supervision'), by: township, textId: null }),
  ],
  asked,
  engaged: [...asked, happened('ResourceAccepted', ofEngagement)],
  helped: [
    ...asked,
    happened('ResourceAccepted', ofEngagement),
    happened('ResourceReported', { ...ofEngagement, outcome: 'helped' }),
  ],
  'wants-time': wished,
  extended: [...wished, happened('ClosureExtended', later)],
  overdue: disposed,
  protected: inProgress,
  followed: closed,
  'wants-time-late': wished,
  merged: [dispatched, happened('WorkOrderMerged', { into: named('another order') })],
  rated: [...closed, happened('SatisfactionRecorded', satisfactionBy())],
  extreme: [
    happened('WorkOrderDispatched', dispatchedAs('extreme')),
    happened('WorkOrderAccepted', { by: district }),
    happened('DisposalReported', disposalBy(district)),
  ],
  'returned-high': [
    happened('WorkOrderDispatched', dispatchedAs('high')),
    happened('WorkOrderReturned', returnedBy()),
  ],
}
/** When it is tried: an hour after the dispatch unless the state is one of time. */
const moments: Readonly<Record<string, string>> = {
  escalated: hours(30),
  overdue: day(120),
  'wants-time-late': day(120),
}

const textId = null
const ofResource = { engagementId: named('engagement'), textId }
const commands: Readonly<Record<OrderCommand['type'] | 'joint-mediation', OrderCommand>> = {
  accept: { type: 'accept' },
  return: { type: 'return', reason: 'wrong-region', textId },
  transfer: { type: 'transfer', to: nextTownship, textId },
  dispatch: { type: 'dispatch', to: township, textId },
  contact: { type: 'contact', with: 'victim', means: 'phone', textId },
  visit: { type: 'visit', withPolice: true, facts: { F01: 'no' }, textId },
  mediation: { type: 'mediation', joint: false, consent: false, outcome: 'failed', textId },
  'joint-mediation': { type: 'mediation', joint: true, consent: true, outcome: 'failed', textId },
  disposal: { type: 'disposal', result: 'mediated', textId },
  resource: { type: 'resource', kind: 'lawyer', organisation: null, purpose: 'legal-advice', textId },
  'accept-resource': { type: 'accept-resource', ...ofResource },
  'decline-resource': { type: 'decline-resource', reason: 'no-capacity', ...ofResource },
  'report-resource': { type: 'report-resource', outcome: 'helped', ...ofResource },
  'withdraw-resource': { type: 'withdraw-resource', reason: 'not-needed', ...ofResource },
  supervise: { type: 'supervise', reason: 'late', textId },
  'answer-supervision': { type: 'answer-supervision', supervisionId: named('supervision'), textId },
  'request-extension': { type: 'request-extension', reason: 'awaiting-court', textId },
  'approve-extension': { type: 'approve-extension', textId },
  'reject-extension': { type: 'reject-extension', textId },
  'request-closure': { type: 'request-closure', textId },
  'approve-closure': { type: 'approve-closure' },
  'reject-closure': { type: 'reject-closure', textId },
  satisfaction: { type: 'satisfaction', score: 4, of: 'victim', textId },
  reopen: { type: 'reopen', reason: 'unresolved', textId },
}

/** `township` is its assignee, `district` its supervisor and `next-township` a stranger. An extreme order is the
 *  district's, the city supervises, and the township assists. */
const actors = { township, district, city, 'next-township': nextTownship }

const table = `
fresh   = dispatched,escalated
begun   = accepted,in-progress,supervised,silent,answered,extended,protected
wanting = wants-time,wants-time-late
called  = asked,engaged
done    = disposed,helped,overdue
open    = begun,wanting,called,done
lying   = returned,returned-high
over    = closed,rated,followed

accept → WorkOrderAccepted
                                township                   district                   city                   next-township
unroutable,lying                not-dispatched             not-dispatched             not-dispatched         not-dispatched
fresh                           yes                        not-assignee               not-assignee           not-assignee
open,requested                  already-accepted           not-assignee               not-assignee           not-assignee
over                            order-closed               order-closed               order-closed           order-closed
extreme                         not-assignee               already-accepted           not-assignee           not-assignee
merged                          order-merged               order-merged               order-merged           order-merged

return → WorkOrderReturned
                                township                   district                   city                   next-township
unroutable,lying                not-dispatched             not-dispatched             not-dispatched         not-dispatched
fresh,begun,disposed,called     yes                        not-assignee               not-assignee           not-assignee
helped,wants-time               yes                        not-assignee               not-assignee           not-assignee
requested,overdue               return-too-late            not-assignee               not-assignee           not-assignee
wants-time-late                 return-too-late            not-assignee               not-assignee           not-assignee
over                            order-closed               order-closed               order-closed           order-closed
extreme                         not-assignee               yes                        not-assignee           not-assignee
merged                          order-merged               order-merged               order-merged           order-merged

transfer → WorkOrderTransferred
                                township                   district                   city                   next-township
unroutable                      not-dispatched             not-dispatched             not-dispatched         not-dispatched
fresh,open,requested,lying      not-supervisor             yes                        yes                    not-supervisor
over                            order-closed               order-closed               order-closed           order-closed
extreme                         not-supervisor             not-supervisor             yes                    not-supervisor
merged                          order-merged               order-merged               order-merged           order-merged

dispatch → WorkOrderDispatched
                                township                   district                   city                   next-township
unroutable                      not-supervisor             not-supervisor             yes                    not-supervisor
fresh,open,requested,lying      not-unroutable             not-unroutable             not-unroutable         not-unroutable
extreme                         not-unroutable             not-unroutable             not-unroutable         not-unroutable
over                            order-closed               order-closed               order-closed           order-closed
merged                          order-merged               order-merged               order-merged           order-merged

contact → ContactMade
visit → VisitRecorded
mediation → MediationHeld
disposal → DisposalReported
resource → ResourceEngaged
                                township                   district                   city                   next-township
unroutable,returned             not-assignee               not-assignee               not-accepted           not-assignee
fresh                           not-accepted               not-assignee               not-assignee           not-assignee
open                            yes                        not-assignee               not-assignee           not-assignee
requested                       closure-already-requested  not-assignee               not-assignee           not-assignee
over                            order-closed               order-closed               order-closed           order-closed
extreme                         not-assignee               yes                        not-assignee           not-assignee
returned-high                   not-assignee               not-accepted               not-assignee           not-assignee
merged                          order-merged               order-merged               order-merged           order-merged

joint-mediation → MediationHeld
                                township                   district                   city                   next-township
unroutable,returned             not-assignee               not-assignee               not-accepted           not-assignee
fresh                           not-accepted               not-assignee               not-assignee           not-assignee
accepted,in-progress,supervised yes                        not-assignee               not-assignee           not-assignee
silent,answered,extended        yes                        not-assignee               not-assignee           not-assignee
wanting,called,done             yes                        not-assignee               not-assignee           not-assignee
protected                       protection-order-in-force  not-assignee               not-assignee           not-assignee
requested                       closure-already-requested  not-assignee               not-assignee           not-assignee
over                            order-closed               order-closed               order-closed           order-closed
extreme                         not-assignee               joint-mediation-forbidden  not-assignee           not-assignee
returned-high                   not-assignee               not-accepted               not-assignee           not-assignee
merged                          order-merged               order-merged               order-merged           order-merged

accept-resource → ResourceAccepted
decline-resource → ResourceDeclined
                                township                   district                   city                   next-township
unroutable,returned             not-assignee               not-assignee               not-accepted           not-assignee
fresh                           not-accepted               not-assignee               not-assignee           not-assignee
begun,disposed,wanting,overdue  unknown-engagement         not-assignee               not-assignee           not-assignee
requested                       closure-already-requested  not-assignee               not-assignee           not-assignee
over                            order-closed               order-closed               order-closed           order-closed
asked                           yes                        not-assignee               not-assignee           not-assignee
engaged                         engagement-not-asked       not-assignee               not-assignee           not-assignee
helped                          engagement-ended           not-assignee               not-assignee           not-assignee
extreme                         not-assignee               unknown-engagement         not-assignee           not-assignee
returned-high                   not-assignee               not-accepted               not-assignee           not-assignee
merged                          order-merged               order-merged               order-merged           order-merged

report-resource → ResourceReported
                                township                   district                   city                   next-township
unroutable,returned             not-assignee               not-assignee               not-accepted           not-assignee
fresh                           not-accepted               not-assignee               not-assignee           not-assignee
begun,disposed,wanting,overdue  unknown-engagement         not-assignee               not-assignee           not-assignee
requested                       closure-already-requested  not-assignee               not-assignee           not-assignee
over                            order-closed               order-closed               order-closed           order-closed
asked                           engagement-not-accepted    not-assignee               not-assignee           not-assignee
engaged                         yes                        not-assignee               not-assignee           not-assignee
helped                          engagement-ended           not-assignee               not-assignee           not-assignee
extreme                         not-assignee               unknown-engagement         not-assignee           not-assignee
returned-high                   not-assignee               not-accepted               not-assignee           not-assignee
merged                          order-merged               order-merged               order-merged           order-merged

withdraw-resource → ResourceWithdrawn
                                township                   district                   city                   next-township
unroutable,returned             not-assignee               not-assignee               not-accepted           not-assignee
fresh                           not-accepted               not-assignee               not-assignee           not-assignee
begun,disposed,wanting,overdue  unknown-engagement         not-assignee               not-assignee           not-assignee
requested                       closure-already-requested  not-assignee               not-assignee           not-assignee
over                            order-closed               order-closed               order-closed           order-closed
called                          yes                        not-assignee               not-assignee           not-assignee
helped                          engagement-ended           not-assignee               not-assignee           not-assignee
extreme                         not-assignee               unknown-engagement         not-assignee           not-assignee
returned-high                   not-assignee               not-accepted               not-assignee           not-assignee
merged                          order-merged               order-merged               order-merged           order-merged

supervise → WorkOrderSupervised
                                township                   district                   city                   next-township
unroutable,returned             not-supervisor             not-supervisor             own-order              not-supervisor
fresh,open,requested            not-supervisor             yes                        yes                    not-supervisor
over                            order-closed               order-closed               order-closed           order-closed
extreme                         not-supervisor             not-supervisor             yes                    not-supervisor
returned-high                   not-supervisor             own-order                  yes                    not-supervisor
merged                          order-merged               order-merged               order-merged           order-merged

answer-supervision → SupervisionAnswered
                                township                   district                   city                   next-township
unroutable,returned             not-assignee               not-assignee               unknown-supervision    not-assignee
fresh,accepted,in-progress      unknown-supervision        not-assignee               not-assignee           not-assignee
done,requested,called,wanting   unknown-supervision        not-assignee               not-assignee           not-assignee
extended,protected              unknown-supervision        not-assignee               not-assignee           not-assignee
over                            order-closed               order-closed               order-closed           order-closed
supervised,silent               yes                        not-assignee               not-assignee           not-assignee
answered                        supervision-answered       not-assignee               not-assignee           not-assignee
extreme,returned-high           not-assignee               unknown-supervision        not-assignee           not-assignee
merged                          order-merged               order-merged               order-merged           order-merged

request-extension → ClosureExtensionRequested
                                township                   district                   city                   next-township
unroutable,returned             not-assignee               not-assignee               not-accepted           not-assignee
fresh                           not-accepted               not-assignee               not-assignee           not-assignee
accepted,in-progress,disposed   yes                        not-assignee               not-assignee           not-assignee
supervised,silent,answered      yes                        not-assignee               not-assignee           not-assignee
called,helped,protected         yes                        not-assignee               not-assignee           not-assignee
requested                       closure-already-requested  not-assignee               not-assignee           not-assignee
over                            order-closed               order-closed               order-closed           order-closed
wanting                         extension-already-asked    not-assignee               not-assignee           not-assignee
extended                        already-extended           not-assignee               not-assignee           not-assignee
overdue                         extension-too-late         not-assignee               not-assignee           not-assignee
extreme                         not-assignee               no-extension-at-level      not-assignee           not-assignee
returned-high                   not-assignee               not-accepted               not-assignee           not-assignee
merged                          order-merged               order-merged               order-merged           order-merged

approve-extension → ClosureExtended
                                township                   district                   city                   next-township
unroutable,extreme              not-supervisor             not-supervisor             extension-not-asked    not-supervisor
fresh,begun,done,requested      not-supervisor             extension-not-asked        extension-not-asked    not-supervisor
lying,called                    not-supervisor             extension-not-asked        extension-not-asked    not-supervisor
over                            order-closed               order-closed               order-closed           order-closed
wants-time                      not-supervisor             yes                        yes                    not-supervisor
wants-time-late                 not-supervisor             extension-too-late         extension-too-late     not-supervisor
merged                          order-merged               order-merged               order-merged           order-merged

reject-extension → ClosureExtensionRejected
                                township                   district                   city                   next-township
unroutable,extreme              not-supervisor             not-supervisor             extension-not-asked    not-supervisor
fresh,begun,done,requested      not-supervisor             extension-not-asked        extension-not-asked    not-supervisor
lying,called                    not-supervisor             extension-not-asked        extension-not-asked    not-supervisor
over                            order-closed               order-closed               order-closed           order-closed
wanting                         not-supervisor             yes                        yes                    not-supervisor
merged                          order-merged               order-merged               order-merged           order-merged

request-closure → ClosureRequested
                                township                   district                   city                   next-township
unroutable,returned             not-assignee               not-assignee               not-accepted           not-assignee
fresh                           not-accepted               not-assignee               not-assignee           not-assignee
begun,wanting                   no-disposal                not-assignee               not-assignee           not-assignee
done                            yes                        not-assignee               not-assignee           not-assignee
requested                       closure-already-requested  not-assignee               not-assignee           not-assignee
over                            order-closed               order-closed               order-closed           order-closed
called                          engagement-open            not-assignee               not-assignee           not-assignee
extreme                         not-assignee               yes                        not-assignee           not-assignee
returned-high                   not-assignee               not-accepted               not-assignee           not-assignee
merged                          order-merged               order-merged               order-merged           order-merged

approve-closure → ClosureApproved
reject-closure → ClosureRejected
                                township                   district                   city                   next-township
unroutable,extreme              not-supervisor             not-supervisor             closure-not-requested  not-supervisor
fresh,open,lying                not-supervisor             closure-not-requested      closure-not-requested  not-supervisor
requested                       not-supervisor             yes                        yes                    not-supervisor
over                            order-closed               order-closed               order-closed           order-closed
merged                          order-merged               order-merged               order-merged           order-merged

satisfaction → SatisfactionRecorded
                                township                   district                   city                   next-township
unroutable                      not-assignee               not-assignee               closure-not-requested  not-assignee
fresh,open                      closure-not-requested      closure-not-requested      closure-not-requested  not-assignee
requested,closed,followed       yes                        yes                        yes                    not-assignee
lying,extreme                   not-assignee               closure-not-requested      closure-not-requested  not-assignee
rated                           satisfaction-recorded      satisfaction-recorded      satisfaction-recorded  not-assignee
merged                          order-merged               order-merged               order-merged           order-merged

reopen → WorkOrderReopened
                                township                   district                   city                   next-township
unroutable,extreme              not-supervisor             not-supervisor             not-closed             not-supervisor
fresh,open,requested,lying      not-supervisor             not-closed                 not-closed             not-supervisor
closed,rated                    not-supervisor             yes                        yes                    not-supervisor
followed                        not-supervisor             newer-order                newer-order            not-supervisor
merged                          order-merged               order-merged               order-merged           order-merged
`

const decide = (command: OrderCommand, by: string, state: string) => (history: readonly WorkOrderEvent[]) =>
  decideOrder(
    foldWorkOrder(history),
    orderId,
    command,
    actor(by, { protectionOrderInForce: state === 'protected', newerOrder: state === 'followed' }),
    acting(moments[state] ?? hours(1)),
    desk,
  )

walkOutcomes(t, { table, states, actors, commands, decide })

t.test('every state that an order can be in is in the table', async (t) => {
  const reached = Object.values(states).map((past) => foldWorkOrder(recorded<WorkOrderEvent>(past))!.state)
  t.strictSame([...new Set(reached)].sort(), [...codesOf(orderStates)].sort())
})

t.test('a table that says too little, too much, or the same thing twice is found out', async (t) => {
  const wanted = { commands: { pour: 1 }, states: { hot: 1, cold: 1 }, actors: { host: 1 } }
  const gaps = (text: string) => gapsOf(cellsOf(text), wanted)
  t.strictSame(gaps('pour → Poured\n  host\nhot,cold yes'), [])
  t.strictSame(gaps('pour → Poured\n  host\nhot yes'), ['pour, cold, host: no cell'])
  t.strictSame(gaps('pour → Poured\n  host guest\nhot,cold yes no\ncold no no'), [
    'pour, hot, guest: is not known',
    'pour, cold, guest: is not known',
    'pour, cold, guest: is not known',
    'pour, cold, host: two cells',
    'pour, cold, guest: two cells',
  ])
  t.strictSame(gaps('any = hot,cold\n\npour → Poured\n  host\nany yes'), [], 'a group is its states')
})
