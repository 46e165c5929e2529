import { Registry } from 'prom-client'
import t from 'tap'
import { lagOn } from './lag.ts'

const at = (time: string) => new Date(`2026-11-23T${time}Z`)

t.test('the lag is the age of the oldest event that is not folded, and nothing when all are', async (t) => {
  const registry = new Registry()
  let now = at('08:00:30')
  const waiting = lagOn(registry, () => now)
  const said = async () => /^projector_lag_seconds (\S+)$/m.exec(await registry.metrics())?.[1]
  t.equal(await said(), '0')
  waiting(at('08:00:20').toISOString())
  t.equal(await said(), '10')
  now = at('08:01:20')
  t.equal(await said(), '60', 'it grows while nothing is told')
  waiting(null)
  t.equal(await said(), '0')
})
