/** Nobody is forgotten by one person alone, nor while she may still have to be reached. */
import t from 'tap'
import type { WorkOrderEvent } from './catalogue.ts'
import { type ErasureCommand, partiesOfCase, type StillOpen, tellErased, wordsGo } from './erasing.ts'
import {
  alert,
  type CaseEvent,
  type CasePast,
  called,
  closed,
  does,
  joined,
  ofLevel,
  toBeCalled,
  watched,
} from './exampleCases.ts'
import { city, district, township } from './exampleCity.ts'
import { alertOf, dispatchedAs, respondent, victim } from './exampleEvents.ts'
import { foldFamilyCase } from './familyCase.ts'
import { acting, caseId, day, given, happened, monday, named, recorded } from './spec.ts'
import { foldWorkOrder } from './workOrder.ts'

const request = (personId = victim, elsewhere: StillOpen | null = null): ErasureCommand => ({
  ...{ type: 'request-erasure', personId, ground: 'retention-over', elsewhere, textId: null },
})
const approve = (elsewhere: StillOpen | null = null): ErasureCommand => ({
  ...{ type: 'approve-erasure', personId: victim, elsewhere },
})
const decline: ErasureCommand = {
  ...{ type: 'decline-erasure', personId: victim, reason: 'needed-as-evidence', textId: null },
}
const requested = happened(
  'ErasureRequested',
  { personId: victim, ground: 'retention-over', by: district, textId: null },
  { id: named('request'), actor: 'account:asker' },
)
const erased = (personId: string) =>
  happened('PersonErased', { personId, requestId: named('request'), ground: 'retention-over', by: city })
const done = [...ofLevel('high'), closed()]
const asks = (t: Parameters<typeof given>[0], history: CasePast[], command: ErasureCommand, by: string) =>
  given<CaseEvent>(t, history).when(does(command, { by, at: day(100), actor: `account:of ${by}` }))

t.test('one asks and another approves', async (t) => {
  asks(t, done, request(), district).then(['ErasureRequested'])
  asks(t, done, approve(), city).thenRefused('no-erasure-pending')
  asks(t, [...done, requested], request(), city).thenRefused('erasure-pending')
  given<CaseEvent>(t, [...done, requested])
    .when(does(approve(), { by: district, at: day(100), actor: 'account:asker' }))
    .thenRefused('same-person')
  asks(t, [...done, requested], approve(), city).then(['PersonErased'])
  asks(t, [...done, requested, erased(victim)], approve(), city).thenRefused('already-erased')
  asks(t, [...done, requested, erased(victim)], request(), city).thenRefused('already-erased')
})

t.test('what was declined can be asked for again, and is not approved without', async (t) => {
  asks(t, done, decline, city).thenRefused('no-erasure-pending')
  asks(t, [...done, requested], decline, city).then(['ErasureDeclined'])
  const declined = happened('ErasureDeclined', {
    ...{
      personId: victim,
      requestId: named('request'),
      reason: 'needed-as-evidence',
      by: city,
      textId: null,
    },
  })
  asks(t, [...done, requested, declined], approve(), city).thenRefused('no-erasure-pending')
  asks(t, [...done, requested, declined], request(), city).then(['ErasureRequested'])
})

t.test('no township asks, and nobody who is not of the case is erased', async (t) => {
  asks(t, done, request(), township).thenRefused('not-supervisor')
  asks(t, done, request(named('somebody')), city).thenRefused('unknown-person')
})

t.test('nobody is erased while an order, a watch or a measure of any of her cases is open', async (t) => {
  const openOrder = foldWorkOrder(
    recorded<WorkOrderEvent>([happened('WorkOrderDispatched', dispatchedAs('high'))]),
  )!
  for (const command of [request(), approve()]) {
    const history = command.type === 'approve-erasure' ? [...done, requested] : done
    given<CaseEvent>(t, history)
      .when(does(command, { by: city, at: day(100), orders: [openOrder] }))
      .thenRefused('order-open')
    asks(t, [...history, watched], command, city).thenRefused('watch-running')
    const duty = happened('MandatoryReportRequired', {
      ...{ about: 'child', gradingId: null, sources: [], reportBy: monday, by: district, textId: null },
      ...{ policyVersion: 1, calendarVersion: 'example-1' },
    })
    asks(t, [...history, duty], command, city).thenRefused('measure-open')
    const applied = happened('ProtectionOrderApplied', {
      ...{ applicant: 'victim', court: null, appliedOn: '2026-03-02', urgent: false, decideBy: day(3) },
      ...{ by: district, textId: null },
    })
    asks(t, [...history, applied], command, city).thenRefused('measure-open')
    const granted = happened('ProtectionOrderGranted', {
      ...{ applicationId: null, court: null, prohibits: ['no-violence'], from: '2026-03-02' },
      ...{ until: '2026-09-01', renews: null, by: district, textId: null },
    })
    asks(t, [...history, granted], command, city).thenRefused('measure-open')
  }
  asks(t, done, request(victim, 'order-open'), city).thenRefused('order-open')
  asks(t, [...done, requested], approve('watch-running'), city).thenRefused('watch-running')
})

t.test('she who is still to be called is kept until she was, and nobody else is kept for it', async (t) => {
  asks(t, [...done, toBeCalled], request(), city).thenRefused('callback-open')
  asks(t, [...done, requested, toBeCalled], approve(), city).thenRefused('callback-open')
  asks(t, [...done, toBeCalled], request(respondent), city).then(['ErasureRequested'])
  asks(t, [...done, toBeCalled, called], request(), city).then(['ErasureRequested'])
  const visit = happened('HomeVisitRequested', {
    ...{ attempts: [named('one'), named('two'), named('three')], unreachable: [named('the call')] },
    withPolice: true,
  })
  asks(t, [...done, toBeCalled, visit], request(), city).then(['ErasureRequested'])
  asks(t, done, request(victim, 'callback-open'), city).thenRefused('callback-open')
})

t.test('a case that was merged into another lets its people be erased, too', async (t) => {
  asks(t, [...ofLevel('low'), joined], request(), city).then(['ErasureRequested'])
})

t.test('her other cases are told once', async (t) => {
  const told = { personId: victim, requestId: named('request'), ground: 'retention-over', by: city } as const
  const tell = (history: CasePast[]) =>
    tellErased(foldFamilyCase(recorded<CaseEvent>(history)), caseId, told, acting())
  t.match(tell([alert]), { events: [{ type: 'PersonErased', data: told }] })
  t.strictSame(tell([alert, erased(victim)]), { events: [] })
})

t.test('the words go with the last victim, never with the respondent', async (t) => {
  const parties = [...alertOf().parties, { role: 'victim' as const, personId: named('her sister') }]
  t.notOk(wordsGo(parties, new Set([respondent])))
  t.notOk(wordsGo(parties, new Set([victim, respondent])))
  t.ok(wordsGo(parties, new Set([victim, named('her sister')])))
  const applicant = [{ role: 'applicant' as const, personId: victim }, ...alertOf().parties.slice(1)]
  t.ok(wordsGo(applicant, new Set([victim])))
  const child = [{ role: 'child' as const, personId: victim }, ...alertOf().parties.slice(1)]
  t.ok(wordsGo(child, new Set([victim])))
  t.notOk(wordsGo(alertOf().parties.slice(1), new Set([respondent])), 'of him alone nothing is told')

  const gone = recorded<CaseEvent>([alert])
  t.strictSame(
    partiesOfCase({ intakes: new Map() }, gone),
    alertOf().parties,
    'also where all has moved away',
  )
})
