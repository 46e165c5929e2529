import t from 'tap'
import { paceOf } from './progress.ts'

t.test('slow work is told as slow, with the time that it really takes', async (t) => {
  t.strictSame(paceOf(100, 180, 500_000), { rate: '0.2', left_s: 400 })
  t.strictSame(paceOf(30_000, 90_000, 6000), { rate: '5000', left_s: 12 })
  t.strictSame(paceOf(0, 180, 0), { rate: '0.0', left_s: 0 }, 'nothing is known yet')
})
