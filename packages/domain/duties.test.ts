/** What becomes of a callback that nobody made in time. */
import t from 'tap'
import type { FamilyCaseEvent } from './catalogue.ts'
import { recordPassed } from './dues.ts'
import { desk, township } from './exampleCity.ts'
import { alertOf, gradingId, intakeId } from './exampleEvents.ts'
import { foldFamilyCase } from './familyCase.ts'
import { day, given, happened, monday, named } from './spec.ts'

type Event = FamilyCaseEvent
const passing = (at: string) => (history: readonly Event[]) => ({
  events: recordPassed(history, new Date(at), desk).events,
})
const [first, second] = [named('first duty'), named('second duty')]
const owed = [
  happened('AlertReceived', alertOf(), { id: intakeId }),
  happened('CallbackScheduled', {
    alertId: intakeId,
    gradingId,
    level: 'high',
    assignee: township,
    duties: [
      { dutyId: first, opensAt: monday, dueAt: day(1) },
      { dutyId: second, opensAt: day(1), dueAt: day(7) },
    ],
    replaces: [],
    policyVersion: 1,
    calendarVersion: 'example-1',
  }),
]
const missed = (dutyId: string) =>
  ({
    type: 'CallbackMissed',
    data: { dutyId, alertId: intakeId, assignee: township, level: 'high' },
  }) as const
const reached = (discharged: string[], at: string) =>
  happened('CallbackCompleted', { attemptId: named(at), discharged, facts: {} }, { at })

t.test('a callback nobody made is missed once, and stays open', async (t) => {
  given<Event>(t, owed)
    .when(passing(day(0.9)))
    .thenNothing()
  const after = given<Event>(t, owed)
    .when(passing(day(1)))
    .then([missed(first)])
  t.match(foldFamilyCase(after).duties.get(first), { state: 'open', missed: true })
  given<Event>(t, after)
    .when(passing(day(7)))
    .then([missed(second)])
  given<Event>(t, owed)
    .when(passing(day(30)))
    .then([missed(first), missed(second)])
})

t.test('made in time it is not missed; made late it is, though nobody noticed before', async (t) => {
  given<Event>(t, [...owed, reached([first], day(0.5))])
    .when(passing(day(6)))
    .thenNothing()
  given<Event>(t, [...owed, reached([first], day(2))])
    .when(passing(day(6)))
    .then([missed(first)])
})

t.test('one that was unreachable in time is not missed, even if she is reached later', async (t) => {
  const visit = happened(
    'HomeVisitRequested',
    { attempts: [], unreachable: [first], withPolice: true },
    { at: day(0.9) },
  )
  given<Event>(t, [...owed, visit, reached([first], day(3))])
    .when(passing(day(6)))
    .thenNothing()
})
