import type { RecordedEvent } from '@jiahe/event-log/log.ts'
import { createLogger } from '@jiahe/service-kit/logging.ts'
import { Registry } from 'prom-client'
import t from 'tap'
import { reportTo } from './metrics.ts'
import { scene } from './scene.ts'

const figure = async (registry: Registry, name: string, policy?: string) => {
  const metric = await registry.getSingleMetric(name)?.get()
  return metric?.values.find(({ labels }) => labels.policy === policy)?.value
}

t.test('lag is the age of the oldest event that is not done, and nothing when all are', async (t) => {
  const registry = new Registry()
  let now = new Date('2026-03-02T01:00:00.000Z')
  const reporter = reportTo([registry], createLogger('test', 'silent'), () => now)
  reporter.waiting('2026-03-02T00:59:30.000Z')
  t.equal(await figure(registry, 'policy_lag_seconds'), 30)
  now = new Date('2026-03-02T01:01:00.000Z')
  t.equal(await figure(registry, 'policy_lag_seconds'), 90)
  reporter.waiting(null)
  t.equal(await figure(registry, 'policy_lag_seconds'), 0)
})

t.test('a moment that nobody recorded grows older, and one that is ahead has no age', async (t) => {
  const registry = new Registry()
  let now = new Date('2026-03-02T01:00:00.000Z')
  const { clocks } = reportTo([registry], createLogger('test', 'silent'), () => now)
  clocks.nearest(new Date('2026-03-02T01:00:20.000Z'))
  t.equal(await figure(registry, 'clock_overdue_seconds'), 0)
  now = new Date('2026-03-02T01:01:00.000Z')
  t.equal(await figure(registry, 'clock_overdue_seconds'), 40)
  clocks.nearest(null)
  t.equal(await figure(registry, 'clock_overdue_seconds'), 0)
})

t.test(
  'events done, faults and parked streams are counted by policy or type, and by nothing that an event says',
  async (t) => {
    const registry = new Registry()
    const reporter = reportTo([registry], createLogger('test', 'silent'), () => new Date())
    const s = scene()
    await s.alert()
    const [event] = (await s.case()) as readonly unknown[] as RecordedEvent[]
    reporter.processed('grading', 3)
    reporter.retrying('grading', event!, new Error('at first'))
    reporter.parked('grading', event!, new Error('for good'))
    t.equal(await figure(registry, 'policy_events_total', 'grading'), 3)
    t.equal(await figure(registry, 'policy_retries_total', 'grading'), 1)
    t.equal(await figure(registry, 'policy_parked_total', 'grading'), 1)
    reporter.clocks.recorded('DeadlineMissed')
    const labels = (await registry.getMetricsAsJSON()).flatMap(({ values }) =>
      values.flatMap((value) => Object.keys(value.labels)),
    )
    t.same(new Set(labels), new Set(['policy', 'type']))
  },
)
