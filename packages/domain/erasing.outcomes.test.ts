/**
 * What a person may do about forgetting somebody of a case: the outcome of every command in every state, for everyone.
 * The case is one of the first township; `asker` is whoever of the district asked for it, where somebody did.
 */
import t from 'tap'
import type { WorkOrderEvent } from './catalogue.ts'
import type { ErasureCommand } from './erasing.ts'
import {
  type CaseEvent,
  type CasePast,
  called,
  closed,
  does,
  joined,
  ofLevel,
  toBeCalled,
  watchEnded,
  watched,
} from './exampleCases.ts'
import { city, district, township } from './exampleCity.ts'
import { dispatchedAs, victim as personId } from './exampleEvents.ts'
import { day, happened, hours, named, recorded } from './spec.ts'
import { walkOutcomes } from './specOutcomes.ts'
import { foldWorkOrder } from './workOrder.ts'

const textId = null
const ground = 'retention-over'
const quiet = [...ofLevel('high'), watched, watchEnded]
const asked = happened(
  'ErasureRequested',
  { personId, ground, by: district, textId },
  { id: named('request'), actor: 'account:asker' },
)
const requestId = named('request')
const mustReport = happened('MandatoryReportRequired', {
  ...{ about: 'child', gradingId: null, sources: [], reportBy: hours(2), by: district, textId },
  ...{ policyVersion: 1, calendarVersion: 'example-1' },
})

const states: Readonly<Record<string, readonly CasePast[]>> = {
  quiet,
  closed: [...quiet, closed()],
  joined: [...quiet, joined],
  declined: [
    ...[...quiet, asked],
    happened('ErasureDeclined', { personId, requestId, reason: 'retention-runs', by: city, textId }),
  ],
  'order-open': quiet,
  watched: [...ofLevel('high'), watched],
  'report-owed': [...quiet, mustReport],
  'call-owed': [...quiet, toBeCalled],
  called: [...quiet, toBeCalled, called],
  asked: [...quiet, asked],
  'asked-closed': [...quiet, asked, closed()],
  'asked-order-open': [...quiet, asked],
  'asked-watched': [...ofLevel('high'), watched, asked],
  'asked-report-owed': [...quiet, asked, mustReport],
  'asked-call-owed': [...quiet, asked, toBeCalled],
  erased: [...quiet, asked, happened('PersonErased', { personId, requestId, ground, by: city })],
}
const openOrder = foldWorkOrder(
  recorded<WorkOrderEvent>([happened('WorkOrderDispatched', dispatchedAs('high'))]),
)!

const request = { type: 'request-erasure', personId, ground, elsewhere: null, textId } as const
const approve = { type: 'approve-erasure', personId, elsewhere: null } as const
type More = 'request-of-a-stranger' | `${'request' | 'approve'}-open-elsewhere`
const commands: Readonly<Record<ErasureCommand['type'] | More, ErasureCommand>> = {
  'request-erasure': request,
  'request-of-a-stranger': { ...request, personId: named('a stranger') },
  'request-open-elsewhere': { ...request, elsewhere: 'watch-running' },
  'approve-erasure': approve,
  'approve-open-elsewhere': { ...approve, elsewhere: 'order-open' },
  'decline-erasure': { type: 'decline-erasure', personId, reason: 'retention-runs', textId },
}
const actors = { township, asker: `asker ${district}`, district, city }

const table = `
resting  = quiet,closed,joined,declined,called
idle     = resting,order-open,watched,report-owed,call-owed
waiting  = asked,asked-closed,asked-order-open,asked-watched,asked-report-owed,asked-call-owed
any      = idle,waiting,erased

request-erasure → ErasureRequested
                      township         asker               district            city
resting               not-supervisor   yes                 yes                 yes
order-open            not-supervisor   order-open          order-open          order-open
watched               not-supervisor   watch-running       watch-running       watch-running
report-owed           not-supervisor   measure-open        measure-open        measure-open
call-owed             not-supervisor   callback-open       callback-open       callback-open
waiting               not-supervisor   erasure-pending     erasure-pending     erasure-pending
erased                not-supervisor   already-erased      already-erased      already-erased

request-of-a-stranger → ErasureRequested
                      township         asker               district            city
any                   unknown-person   unknown-person      unknown-person      unknown-person

request-open-elsewhere → ErasureRequested
                      township         asker               district            city
resting               not-supervisor   watch-running       watch-running       watch-running
order-open            not-supervisor   order-open          order-open          order-open
watched               not-supervisor   watch-running       watch-running       watch-running
report-owed           not-supervisor   measure-open        measure-open        measure-open
call-owed             not-supervisor   callback-open       callback-open       callback-open
waiting               not-supervisor   erasure-pending     erasure-pending     erasure-pending
erased                not-supervisor   already-erased      already-erased      already-erased

approve-erasure → PersonErased
                      township         asker               district            city
idle                  not-supervisor   no-erasure-pending  no-erasure-pending  no-erasure-pending
asked,asked-closed    not-supervisor   same-person         yes                 yes
asked-order-open      not-supervisor   same-person         order-open          order-open
asked-watched         not-supervisor   same-person         watch-running       watch-running
asked-report-owed     not-supervisor   same-person         measure-open        measure-open
asked-call-owed       not-supervisor   same-person         callback-open       callback-open
erased                not-supervisor   already-erased      already-erased      already-erased

approve-open-elsewhere → PersonErased
                      township         asker               district            city
idle                  not-supervisor   no-erasure-pending  no-erasure-pending  no-erasure-pending
asked,asked-closed    not-supervisor   same-person         order-open          order-open
asked-order-open      not-supervisor   same-person         order-open          order-open
asked-watched         not-supervisor   same-person         watch-running       watch-running
asked-report-owed     not-supervisor   same-person         measure-open        measure-open
asked-call-owed       not-supervisor   same-person         callback-open       callback-open
erased                not-supervisor   already-erased      already-erased      already-erased

decline-erasure → ErasureDeclined
                      township         asker               district            city
idle                  not-supervisor   no-erasure-pending  no-erasure-pending  no-erasure-pending
waiting               not-supervisor   yes                 yes                 yes
erased                not-supervisor   already-erased      already-erased      already-erased
`

t.test('every command about forgetting in every state, for everyone', async (t) => {
  walkOutcomes<CaseEvent, ErasureCommand>(t, {
    ...{ table, states, actors, commands },
    decide: (command, who, state) => {
      const [by, asker] = who.split(' ').reverse() as [string, string?]
      const orders = state.includes('order-open') ? [openOrder] : []
      return does(command, { by, orders, at: day(100), actor: `account:${asker ?? `of ${by}`}` })
    },
  })
})
