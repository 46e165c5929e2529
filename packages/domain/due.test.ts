import t from 'tap'
import { due, nextMoment, passed } from './due.ts'
import { caseId, day, named } from './spec.ts'

const watching = (name: string, at: string) =>
  due(at, name, 'WatchStarted', { orderId: named(name), level: 'high', until: at })
const clock = (at: string) => ({ now: new Date(at), actor: 'policy:clock' })

t.test('the next moment is the earliest, whatever zone it is written in', (t) => {
  t.equal(nextMoment([]), null)
  t.equal(
    nextMoment([watching('a', '2026-03-02T02:00:00.000Z'), watching('b', '2026-03-02T09:00:00+08:00')]),
    '2026-03-02T09:00:00+08:00',
  )
  t.end()
})

t.test('only what has passed becomes an event, oldest first, at the moment it happened', (t) => {
  const dues = [watching('late', day(2)), watching('first', day(1)), watching('ahead', day(4))]
  const events = passed(dues, caseId, caseId, clock(day(3)))
  t.same(
    events.map((e) => e.metadata.occurredAt),
    [day(1), day(2)],
  )
  t.match(events[0]?.data, { orderId: named('first') })
  t.end()
})

t.test('noticed at another time, it is the same event', (t) => {
  const dues = [watching('a', day(1))]
  t.same(passed(dues, caseId, caseId, clock(day(2))), passed(dues, caseId, caseId, clock(day(9))))
  t.notSame(
    passed(dues, caseId, caseId, clock(day(2)))[0]!.id,
    passed([watching('b', day(1))], caseId, caseId, clock(day(2)))[0]!.id,
  )
  t.end()
})

t.test('what happens together has one cause', (t) => {
  const also = [
    {
      key: 'a',
      type: 'WatchStarted' as const,
      data: { orderId: named('b'), level: 'low' as const, until: day(1) },
    },
  ]
  const one = due(day(1), 'x', 'WatchStarted', { orderId: named('a'), level: 'high', until: day(1) }, also)
  const events = passed([one], caseId, caseId, clock(day(1)))
  t.equal(events.length, 2)
  t.equal(events[0]!.metadata.causationId, events[1]!.metadata.causationId)
  t.not(events[0]!.id, events[1]!.id)
  t.end()
})
