import t from 'tap'
import { endOf, momentOn, monthsAfter, startOf } from './days.ts'

t.test('a day begins and ends at midnight in Shanghai, whatever the zone of the machine', async (t) => {
  t.equal(startOf('2026-03-02'), '2026-03-01T16:00:00.000Z')
  t.equal(endOf('2026-03-02'), '2026-03-02T16:00:00.000Z')
  t.equal(endOf('2026-12-31'), startOf('2027-01-01'))
})

t.test('six months on is the day of the same number, or the last of a month that has none', async (t) => {
  t.equal(monthsAfter('2026-03-02', 6), '2026-09-02')
  t.equal(monthsAfter('2026-08-31', 6), '2027-02-28')
  t.equal(monthsAfter('2027-08-31', 6), '2028-02-29')
  t.equal(monthsAfter('2026-10-31', 1), '2026-11-30')
})

t.test('what happened today happened now, anything earlier at the beginning of its day', async (t) => {
  const now = new Date('2026-03-02T17:30:00Z')
  t.equal(momentOn('2026-03-03', now), now.toISOString(), 'in Shanghai it is the third already')
  t.equal(momentOn('2026-03-02', now), '2026-03-01T16:00:00.000Z')
})
