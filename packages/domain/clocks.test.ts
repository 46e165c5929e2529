import t from 'tap'
import { after, callbackTimes, dayOf, orderDeadlines, tighter } from './clocks.ts'
import { clockwork, exampleCalendar } from './exampleCity.ts'
import type { Duration } from './policies/document.ts'
import { policy1 } from './policies/policy1.ts'
import { monday } from './spec.ts'
import type { Level } from './vocabulary.ts'

/** `2026-03-02 09:00` in Shanghai. */
const moment = (shanghai: string): Date => new Date(`${shanghai.replace(' ', 'T')}:00+08:00`)
const shown = (time: Date | string | null): string | null =>
  time && new Date(new Date(time).getTime() + 8 * 3_600_000).toISOString().slice(0, 16).replace('T', ' ')

t.test('working days pass over weekends and holidays and count make-up days', async (t) => {
  const table: [string, number, string][] = [
    ['2026-03-02 09:00', 1, '2026-03-03 09:00'], // Monday
    ['2026-03-06 09:00', 1, '2026-03-09 09:00'], // Friday
    ['2026-03-07 09:00', 1, '2026-03-10 00:00'], // Saturday: begins with Monday, ends with it
    ['2026-03-08 23:59', 3, '2026-03-12 00:00'], // Sunday
    ['2026-09-25 17:30', 1, '2026-09-27 17:30'], // Friday; Sunday is a make-up day
    ['2026-09-27 08:00', 1, '2026-09-28 08:00'], // begins on the make-up day itself
    ['2026-09-30 09:00', 1, '2026-10-08 09:00'], // the holiday week
    ['2026-10-03 12:00', 1, '2026-10-09 00:00'], // begins within it
    ['2026-10-09 09:00', 2, '2026-10-12 09:00'], // Saturday the 10th is worked, Sunday is not
    ['2026-03-06 00:00', 1, '2026-03-09 00:00'],
    ['2026-03-05 23:59', 1, '2026-03-06 23:59'], // Thursday in UTC, too, but late
    ['2026-03-06 07:59', 1, '2026-03-09 07:59'], // still Thursday in UTC
    ['2026-03-07 07:59', 1, '2026-03-10 00:00'], // still Friday in UTC
  ]
  for (const [from, workingDays, until] of table)
    t.equal(shown(after(moment(from), { workingDays }, exampleCalendar)), until, `${from} + ${workingDays}`)
})

t.test('hours and days are wall-clock, holidays or not', async (t) => {
  const table: [Duration, string][] = [
    [{ hours: 0.25 }, '2026-09-30 23:45'],
    [{ hours: 4 }, '2026-10-01 03:30'],
    [{ days: 3 }, '2026-10-03 23:30'],
    [{ days: 90 }, '2026-12-29 23:30'],
  ]
  for (const [duration, until] of table)
    t.equal(shown(after(moment('2026-09-30 23:30'), duration, exampleCalendar)), until)
})

t.test('policy v1: the deadlines of an order that is dispatched on a Friday at nine', async (t) => {
  const friday = moment('2026-03-06 09:00')
  const table: [Level, boolean, string, string, string | null, string, string][] = [
    // level, violence: accepted, contact, visit, disposal by; closed by
    [
      'extreme',
      true,
      '2026-03-06 10:00',
      '2026-03-06 11:00',
      '2026-03-07 09:00',
      '2026-03-07 09:00',
      '2026-06-04 09:00',
    ],
    ['high', true, '2026-03-06 13:00', '2026-03-07 09:00', null, '2026-03-13 09:00', '2026-06-04 09:00'],
    ['high', false, '2026-03-06 13:00', '2026-03-07 09:00', null, '2026-03-13 09:00', '2026-06-04 09:00'],
    ['medium', true, '2026-03-09 09:00', '2026-03-09 09:00', null, '2026-03-27 09:00', '2026-05-29 09:00'],
    ['medium', false, '2026-03-09 09:00', '2026-03-11 09:00', null, '2026-03-27 09:00', '2026-05-29 09:00'],
  ]
  for (const [level, violence, accept, contact, visit, disposal, close] of table) {
    const d = orderDeadlines(friday, level, violence, clockwork)
    t.strictSame(
      [d.acceptBy, d.contactBy, d.visitBy, d.disposalBy, d.closeBy].map(shown),
      [accept, contact, visit, disposal, close],
      `${level}, ${violence ? 'violence' : 'dispute'}`,
    )
  }
})

t.test('policy v1: dispatch, watch and return', async (t) => {
  t.equal(policy1.version, 1)
  const friday = moment('2026-03-06 09:00')
  const dispatchBy = (level: Level) => shown(after(friday, policy1.levels[level].dispatch, exampleCalendar))
  t.strictSame((['extreme', 'high', 'medium'] as const).map(dispatchBy), [
    '2026-03-06 09:15',
    '2026-03-06 10:00',
    '2026-03-09 09:00',
  ])
  t.strictSame(
    (['extreme', 'high', 'medium', 'low'] as const).map((level) => policy1.levels[level].watchDays),
    [90, 90, 0, 0],
  )
  t.equal(shown(after(friday, policy1.returnWithin, exampleCalendar)), '2026-03-13 09:00')
})

t.test(
  'callbacks fall on calendar days; a low alert of which little is known is called within one',
  async (t) => {
    const from = new Date(monday)
    const table: [Level, number, readonly number[]][] = [
      ['extreme', 0, [1, 3, 7, 14, 30, 60, 90]],
      ['high', 0, [1, 7, 30, 60, 90]],
      ['medium', 0, [3, 30, 90]],
      ['low', 0.5, [7, 90]],
      ['low', 0.4999, [1, 90]],
    ]
    for (const [level, coverage, days] of table) {
      const times = callbackTimes(from, level, coverage, policy1)
      const due = times.map((slot) => (Date.parse(slot.dueAt) - from.getTime()) / 86_400_000)
      t.strictSame(due, days, `${level} at ${coverage}`)
      t.strictSame(
        times.map((slot) => slot.opensAt),
        [monday, ...times.slice(0, -1).map((slot) => slot.dueAt)],
      )
    }
    t.strictSame(policy1.levels.low.callbackDays, [7, 90], 'the policy itself is as it was')
  },
)

t.test(
  'the tighter of two sets of deadlines has the earlier of each, and a visit if either has one',
  async (t) => {
    const a = orderDeadlines(moment('2026-03-06 09:00'), 'medium', false, clockwork)
    const b = orderDeadlines(moment('2026-03-08 09:00'), 'extreme', false, clockwork)
    const expected = {
      acceptBy: '2026-03-08 10:00',
      contactBy: '2026-03-08 11:00',
      visitBy: '2026-03-09 09:00',
      disposalBy: '2026-03-09 09:00',
      closeBy: '2026-05-29 09:00',
    }
    for (const both of [tighter(a, b), tighter(b, a)])
      t.strictSame(Object.fromEntries(Object.entries(both).map(([k, v]) => [k, shown(v)])), expected)
    t.strictSame(tighter(a, a), a)
    const c = orderDeadlines(moment('2026-03-07 09:00'), 'extreme', false, clockwork)
    t.equal(shown(tighter(b, c).visitBy), '2026-03-08 09:00')
  },
)

t.test('a day begins at midnight in Shanghai', async (t) => {
  t.equal(dayOf('2026-03-01T15:59:59.999Z'), '2026-03-01')
  t.equal(dayOf('2026-03-01T16:00:00.000Z'), '2026-03-02')
  t.equal(dayOf('2026-03-02T00:30:00+09:00'), '2026-03-01')
})
