/**
 * What a person may do to a case: the outcome of every command in every state, for everyone. The case is one of the
 * first township; `second` is another person of the district than the one who asked.
 */
import t from 'tap'
import type { CaseCommand } from './caseCommands.ts'
import type { WorkOrderEvent } from './catalogue.ts'
import {
  alert,
  alertAgain,
  type CaseEvent,
  type CasePast,
  closed,
  does,
  graded,
  joined,
  leader,
  mergedFrom,
  namedFrom,
  ofLevel,
  otherCase,
  raisedTo,
  sealedFor,
  tookCharge,
  wantsLower,
  watched,
} from './exampleCases.ts'
import { city, district, township } from './exampleCity.ts'
import { dispatchedAs } from './exampleEvents.ts'
import { day, happened, recorded } from './spec.ts'
import { walkOutcomes } from './specOutcomes.ts'
import { foldWorkOrder } from './workOrder.ts'

const states: Readonly<Record<string, readonly CasePast[]>> = {
  ungraded: [alert],
  low: ofLevel('low'),
  medium: ofLevel('medium'),
  repeated: [...ofLevel('medium'), alertAgain],
  high: ofLevel('high'),
  quiet: ofLevel('high'),
  raised: [...ofLevel('low'), raisedTo('high')],
  'wants-lower': [...ofLevel('high'), wantsLower('low')],
  'order-open': ofLevel('high'),
  watched: [...ofLevel('high'), watched],
  led: [...ofLevel('high'), tookCharge],
  sealed: [...ofLevel('high'), sealedFor(township, district)],
  merging: [...ofLevel('high'), mergedFrom(otherCase.caseId)],
  joined: [...ofLevel('high'), joined],
  closed: [...ofLevel('high'), closed()],
  'closed-low': [alert, graded('low'), closed({ reason: 'term-over', level: 'low', by: null })],
}
/** When it is tried: an hour after nine unless the state is one of time. */
const moments: Readonly<Record<string, string>> = {
  quiet: day(90),
  watched: day(94),
  closed: day(100),
  'closed-low': day(100),
}
const openOrder = foldWorkOrder(
  recorded<WorkOrderEvent>([happened('WorkOrderDispatched', dispatchedAs('high'))]),
)!

const textId = null
type Name = Extract<
  CaseCommand['type'],
  | 'override-grade'
  | 'approve-override'
  | 'decline-override'
  | 'leader'
  | 'release-leader'
  | 'seal'
  | 'unseal'
  | 'close'
  | 'reopen'
  | 'merge'
  | 'unmerge'
>
const commands: Readonly<Record<Exclude<Name, 'override-grade'> | 'raise' | 'lower', CaseCommand>> = {
  raise: { type: 'override-grade', level: 'extreme', reason: 'victim-fears', textId },
  lower: { type: 'override-grade', level: 'low', reason: 'facts-mistaken', textId },
  'approve-override': { type: 'approve-override' },
  'decline-override': { type: 'decline-override', textId },
  leader: { type: 'leader', leaderId: leader, textId },
  'release-leader': { type: 'release-leader', reason: 'resolved', textId },
  seal: { type: 'seal', named: namedFrom(township, district, city), reason: 'staff-related', textId },
  unseal: { type: 'unseal', reason: 'no-longer-needed', textId },
  close: { type: 'close', reason: 'quiet', textId },
  reopen: { type: 'reopen', reason: 'new-circumstances', textId },
  merge: { type: 'merge', other: otherCase, reason: 'same-people', textId },
  unmerge: { type: 'unmerge', caseId: otherCase.caseId, reason: 'other-people', textId },
}
/** `asker` asked for the lowering that waits, if one does. */
const actors = { township, asker: `asker ${district}`, district, city }

const table = `
calm    = low,medium
grave   = high,quiet,wants-lower,order-open,watched,led
up      = grave,sealed,merging
over    = closed,closed-low

raise → GradeOverridden
                        township               asker                  district               city
ungraded                not-graded             not-graded             not-graded             not-graded
calm,repeated,up,raised yes                    yes                    yes                    yes
joined                  already-merged         already-merged         already-merged         already-merged
over                    case-closed            case-closed            case-closed            case-closed

lower → GradeOverridden
                        township               asker                  district               city
ungraded                not-graded             not-graded             not-graded             not-graded
low                     same-level             same-level             same-level             same-level
medium,repeated,raised  yes                    yes                    yes                    yes
high,quiet,order-open   yes                    yes                    yes                    yes
watched,led             yes                    yes                    yes                    yes
sealed,merging          yes                    yes                    yes                    yes
wants-lower             override-pending       override-pending       override-pending       override-pending
joined                  already-merged         already-merged         already-merged         already-merged
over                    case-closed            case-closed            case-closed            case-closed

approve-override → OverrideApproved
                        township               asker                  district               city
ungraded,calm,repeated  no-override-pending    no-override-pending    no-override-pending    no-override-pending
raised,high,quiet       no-override-pending    no-override-pending    no-override-pending    no-override-pending
order-open,watched,led  no-override-pending    no-override-pending    no-override-pending    no-override-pending
sealed,merging          no-override-pending    no-override-pending    no-override-pending    no-override-pending
wants-lower             not-supervisor         same-person            yes                    yes
joined                  already-merged         already-merged         already-merged         already-merged
over                    case-closed            case-closed            case-closed            case-closed

decline-override → OverrideDeclined
                        township               asker                  district               city
ungraded,calm,repeated  no-override-pending    no-override-pending    no-override-pending    no-override-pending
raised,high,quiet       no-override-pending    no-override-pending    no-override-pending    no-override-pending
order-open,watched,led  no-override-pending    no-override-pending    no-override-pending    no-override-pending
sealed,merging          no-override-pending    no-override-pending    no-override-pending    no-override-pending
wants-lower             not-supervisor         yes                    yes                    yes
joined                  already-merged         already-merged         already-merged         already-merged
over                    case-closed            case-closed            case-closed            case-closed

leader → LeaderTookCharge
                        township               asker                  district               city
ungraded,calm           not-supervisor         charge-not-warranted   charge-not-warranted   charge-not-warranted
repeated,raised         not-supervisor         yes                    yes                    yes
high,quiet,wants-lower  not-supervisor         yes                    yes                    yes
order-open,watched      not-supervisor         yes                    yes                    yes
sealed,merging          not-supervisor         yes                    yes                    yes
led                     not-supervisor         leader-in-charge       leader-in-charge       leader-in-charge
joined                  already-merged         already-merged         already-merged         already-merged
over                    case-closed            case-closed            case-closed            case-closed

release-leader → LeaderReleased
                        township               asker                  district               city
ungraded,calm,repeated  not-supervisor         no-leader              no-leader              no-leader
raised,high,quiet       not-supervisor         no-leader              no-leader              no-leader
wants-lower,order-open  not-supervisor         no-leader              no-leader              no-leader
watched,sealed,merging  not-supervisor         no-leader              no-leader              no-leader
led                     not-supervisor         yes                    yes                    yes
joined                  already-merged         already-merged         already-merged         already-merged
over                    case-closed            case-closed            case-closed            case-closed

seal → CaseSealed
                        township               asker                  district               city
ungraded,calm,repeated  not-supervisor         yes                    yes                    yes
raised,up,over          not-supervisor         yes                    yes                    yes
joined                  already-merged         already-merged         already-merged         already-merged

unseal → CaseUnsealed
                        township               asker                  district               city
ungraded,calm,repeated  not-supervisor         not-sealed             not-sealed             not-sealed
raised,grave,merging    not-supervisor         not-sealed             not-sealed             not-sealed
over                    not-supervisor         not-sealed             not-sealed             not-sealed
sealed                  not-supervisor         yes                    yes                    yes
joined                  already-merged         already-merged         already-merged         already-merged

close → CaseClosed
                        township               asker                  district               city
ungraded                not-graded             not-graded             not-graded             not-graded
calm,repeated           yes                    yes                    yes                    yes
raised,high,wants-lower not-supervisor         not-quiet-long-enough  not-quiet-long-enough  not-quiet-long-enough
sealed,merging          not-supervisor         not-quiet-long-enough  not-quiet-long-enough  not-quiet-long-enough
quiet                   not-supervisor         yes                    yes                    yes
order-open              not-supervisor         order-open             order-open             order-open
watched                 not-supervisor         watch-running          watch-running          watch-running
led                     not-supervisor         leader-in-charge       leader-in-charge       leader-in-charge
joined                  already-merged         already-merged         already-merged         already-merged
over                    case-closed            case-closed            case-closed            case-closed

reopen → CaseReopened
                        township               asker                  district               city
ungraded,calm,repeated  case-not-closed        case-not-closed        case-not-closed        case-not-closed
raised,up               case-not-closed        case-not-closed        case-not-closed        case-not-closed
over                    yes                    yes                    yes                    yes
joined                  already-merged         already-merged         already-merged         already-merged

merge → CasesMerged
                        township               asker                  district               city
ungraded,calm,repeated  not-supervisor         yes                    yes                    yes
raised,grave            not-supervisor         yes                    yes                    yes
sealed                  not-supervisor         sealed-otherwise       sealed-otherwise       sealed-otherwise
merging                 not-supervisor         already-merged         already-merged         already-merged
joined                  already-merged         already-merged         already-merged         already-merged
over                    case-closed            case-closed            case-closed            case-closed

unmerge → CasesUnmerged
                        township               asker                  district               city
ungraded,calm,repeated  not-supervisor         not-merged             not-merged             not-merged
raised,grave,sealed     not-supervisor         not-merged             not-merged             not-merged
over                    not-supervisor         not-merged             not-merged             not-merged
merging                 not-supervisor         yes                    yes                    yes
joined                  already-merged         already-merged         already-merged         already-merged
`

t.test('every command in every state, for everyone', async (t) => {
  walkOutcomes<CaseEvent, CaseCommand>(t, {
    ...{ table, states, actors, commands },
    decide: (command, who, state) => {
      const isAsker = who.startsWith('asker')
      return does(command, {
        by: isAsker ? district : who,
        actor: isAsker ? 'account:asker' : `account:${who}`,
        at: moments[state] ?? day(3),
        orders: state === 'order-open' ? [openOrder] : [],
      })
    },
  })
})
