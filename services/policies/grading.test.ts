import type { DomainEvent } from '@jiahe/domain/catalogue.ts'
import { readEvent } from '@jiahe/domain/upcast.ts'
import t from 'tap'
import { allPolicies } from './policy.ts'
import { extreme, high, medium, newest, scene, typesOf } from './scene.ts'

t.test('an alert is graded, owes callbacks and becomes an order', async (t) => {
  const s = scene()
  const alertId = await s.alert(medium)
  await s.settle()
  const family = await s.case()
  t.same(typesOf(family), ['AlertReceived', 'RiskGraded', 'CallbackScheduled', 'OrderOpened'])
  t.same(typesOf(await s.order()), ['WorkOrderDispatched'])
  const graded = newest(family, 'RiskGraded')
  t.match(graded, { level: 'medium', score: 5, intakeId: alertId, usedEvents: [alertId] })
  t.equal(newest(await s.order(), 'WorkOrderDispatched').gradingId, family[1]!.id)
  t.equal(family[1]!.metadata.causationId, alertId)
})

t.test('a second alert of the pair is graded on the whole history', async (t) => {
  const s = scene()
  const first = await s.alert(medium)
  await s.settle()
  s.daysLater(30)
  const second = await s.alert({ F15: 'yes' })
  await s.settle()
  const graded = newest(await s.case(), 'RiskGraded')
  t.match(graded, { level: 'medium', score: 8, intakeId: second })
  t.same(new Set(graded.usedEvents), new Set([first, second]))
  t.same(
    graded.contributions.map(({ factor, events }) => [factor, events.includes(first)]),
    [
      ['F07', true],
      ['F11', true],
      ['F12', true],
      ['F15', false],
    ],
  )
})

t.test('a grade rests on the history up to its cause, however late the policy comes', async (t) => {
  const prompt = scene()
  await prompt.alert(medium)
  await prompt.settle()
  await prompt.alert(extreme)
  await prompt.settle()
  const late = scene()
  await late.alert(medium)
  await late.alert(extreme)
  await late.settle()
  const gradesOf = async (s: typeof late) =>
    (await s.case()).filter((e) => e.type === 'RiskGraded').map((e) => JSON.stringify(e.data))
  t.same(await gradesOf(late), await gradesOf(prompt))
  t.same(
    (await late.case()).filter((e) => e.type === 'RiskGraded').map((e) => e.data.level),
    ['medium', 'extreme'],
  )
})

t.test('what a callback, a visit and an amendment say is graded too', async (t) => {
  const s = scene()
  const alertId = await s.alert(medium)
  await s.settle()
  s.daysLater(1)
  await s.calls({ outcome: 'reached', by: '990101001', facts: { F03: 'yes' } })
  await s.settle()
  t.equal(newest(await s.case(), 'RiskGraded').level, 'high')
  const { source: _s, movedFrom: _m, ...matter } = newest(await s.case(), 'AlertReceived')
  await s.happens((await s.case())[0]!.stream, 'IntakeAmended', {
    ...matter,
    intakeId: alertId,
    facts: high,
    movedTo: null,
  })
  await s.settle()
  t.match(newest(await s.case(), 'RiskGraded'), { level: 'extreme', floors: ['F02', 'F03'] })
})

t.test(
  'the same history gives the same bytes, in another log, at another time, by another run',
  async (t) => {
    const story = async (hurry: boolean) => {
      const s = scene()
      for (const facts of [medium, { F13: 'yes' }, {}, high] as const) {
        await s.alert(facts)
        if (!hurry) await s.settle()
        s.daysLater(20)
      }
      s.daysLater(hurry ? 3 : 0)
      await s.settle()
      return (await s.case())
        .filter((e) => e.type === 'RiskGraded')
        .map((e) => [e.id, JSON.stringify(e.data)])
    }
    const bytes = await story(false)
    t.equal(bytes.length, 4)
    t.same(await story(false), bytes)
    t.same(await story(true), bytes)
  },
)

t.test('everything given again to a fresh set of policies changes nothing', async (t) => {
  const s = scene()
  await s.alert(medium)
  await s.settle()
  await s.alert(extreme)
  await s.settle()
  const { events } = await s.log.readAll({ after: '', limit: 1000 })
  for (const event of [...events, ...events].reverse()) {
    for (const policy of allPolicies(s)) {
      if ((policy.types as readonly string[]).includes(event.type))
        await policy.react(readEvent(event) as DomainEvent)
    }
  }
  t.same((await s.log.readAll({ after: '', limit: 1000 })).events, events)
})
