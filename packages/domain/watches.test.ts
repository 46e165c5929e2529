import t from 'tap'
import type { FamilyCaseEvent } from './catalogue.ts'
import { caseDues, recordPassed } from './dues.ts'
import { desk } from './exampleCity.ts'
import { alertOf } from './exampleEvents.ts'
import { foldFamilyCase } from './familyCase.ts'
import { acting, caseId, day, given, happened, monday, orderId } from './spec.ts'
import { endWatch, startWatch } from './watches.ts'

type Event = FamilyCaseEvent
const received = happened('AlertReceived', alertOf())
const start = (until: string, cause: string) => (history: readonly Event[]) =>
  startWatch(foldFamilyCase(history), caseId, { orderId, level: 'high', until }, acting(monday, cause))
const reopen = (cause: string) => (history: readonly Event[]) =>
  endWatch(foldFamilyCase(history), caseId, orderId, acting(day(3), cause))
const passing = (at: string) => (history: readonly Event[]) => ({
  events: recordPassed(history, new Date(at), desk).events,
})
const watched = happened('WatchStarted', { orderId, level: 'high', until: day(90) })

t.test('a watch is started once, and again when the order closes again', async (t) => {
  const watched = given<Event>(t, [received])
    .when(start(day(90), 'closed'))
    .then(['WatchStarted'])
  given<Event>(t, watched)
    .when(start(day(90), 'closed, told twice'))
    .thenNothing()
  const again = given<Event>(t, watched)
    .when(start(day(120), 'closed again'))
    .then(['WatchStarted'])
  t.strictSame([...foldFamilyCase(again).watches], [[orderId, day(120)]])
})

t.test('a watch is over when its time is, and is recorded so once', async (t) => {
  given<Event>(t, [received, watched])
    .when(passing(day(89)))
    .thenNothing()
  const ended = given<Event>(t, [received, watched])
    .when(passing(day(91)))
    .then([{ type: 'WatchEnded', data: { orderId, because: 'over' } }])
  t.equal(ended.at(-1)!.metadata.occurredAt, day(90), 'at its moment, whenever it is noticed')
  t.strictSame([...foldFamilyCase(ended).watches], [])
})

t.test('reopened, the order is no longer watched, and time ends nothing', async (t) => {
  const ended = given<Event>(t, [received, watched])
    .when(reopen('reopened'))
    .then([{ type: 'WatchEnded', data: { orderId, because: 'reopened' } }])
  t.strictSame(caseDues(foldFamilyCase(ended), desk), [])
  const closedAgain = given<Event>(t, ended)
    .when(start(day(120), 'closed again'))
    .then(['WatchStarted'])
  given<Event>(t, closedAgain).when(reopen('reopened')).thenNothing()
  given<Event>(t, [received]).when(reopen('reopened')).thenNothing()
})
