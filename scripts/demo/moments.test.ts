import { exampleCalendar } from '@jiahe/domain/exampleCity.ts'
import t from 'tap'
import { seeded } from './chance.ts'
import { day_ms, getsToIt, type Hours, hour_ms, openAt, troubleBetween } from './moments.ts'

const at = (text: string) => Date.parse(`${text}+08:00`)
const inShanghai = (moment: number) => new Date(moment + 8 * hour_ms).toISOString().slice(0, 16)

t.test('an office is open on working days, people also in the evening, duty always', async (t) => {
  const chance = seeded(1)
  const opens = (moment: string, hours: Hours) =>
    inShanghai(openAt(chance, at(moment), hours, exampleCalendar)).slice(0, 13)
  t.equal(opens('2026-11-24T10:15:00', 'office'), '2026-11-24T10')
  t.match(opens('2026-11-24T19:00:00', 'office'), /^2026-11-25T(08|09|1[01])$/)
  t.match(opens('2026-11-27T18:00:00', 'office'), /^2026-11-30T/, 'after the weekend')
  t.match(opens('2026-09-30T20:00:00', 'office'), /^2026-10-08T/, 'after the holidays')
  t.equal(opens('2026-11-28T19:00:00', 'day'), '2026-11-28T19')
  t.equal(opens('2026-11-28T03:00:00', 'any'), '2026-11-28T03')
})

t.test('most keep a deadline, some are late, few never come', async (t) => {
  const chance = seeded(2)
  const from = at('2026-11-24T21:00:00')
  const by = from + 2 * day_ms
  const tries = Array.from({ length: 2000 }, () =>
    getsToIt(chance, from, by, 'office', { late: 0.1, never: 0.05 }, exampleCalendar),
  )
  const came = tries.filter((moment) => moment !== null)
  t.ok(came.every((moment) => moment >= from))
  const late = came.filter((moment) => moment > by).length
  t.ok(late > 120 && late < 300, `${late} late`)
  t.ok(came.length > 1860 && came.length < 1940, `${came.length} came`)
})

t.test('trouble comes in the evening and on days off', async (t) => {
  const chance = seeded(3)
  const [from, until] = [at('2026-11-02T00:00:00'), at('2026-11-30T00:00:00')]
  const moments = Array.from({ length: 4000 }, () => troubleBetween(chance, from, until, exampleCalendar))
  t.ok(moments.every((moment) => moment >= from && moment < until))
  const share = (is: (day: Date) => boolean) =>
    moments.filter((moment) => is(new Date(moment + 8 * hour_ms))).length / moments.length
  t.ok(share((day) => day.getUTCHours() >= 18) > 0.4)
  t.ok(share((day) => [0, 6].includes(day.getUTCDay())) > 2 / 7)
})
