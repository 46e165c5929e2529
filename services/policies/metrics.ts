/** What is told of the policies' work: figures for Prometheus and lines in the process log, by ids alone. */
import type { RecordedEvent } from '@jiahe/event-log/log.ts'
import type { Logger } from '@jiahe/service-kit/logging.ts'
import { Counter, Gauge, type Registry } from 'prom-client'
import type { ClockReporter } from './clocks.ts'
import type { Reporter } from './runner.ts'

/** Lag is the age of the oldest event of the process's share that is not done, in seconds; never a difference of
 *  positions. */
export function reportTo(
  registers: Registry[],
  logger: Logger,
  now: () => Date,
): Reporter & { readonly clocks: ClockReporter & Pick<Reporter, 'waiting'> } {
  const labelNames = ['policy'] as const
  const ageOf = (name: string, help: string) => {
    let since: string | Date | null = null
    new Gauge({
      ...{ name, help, registers },
      collect() {
        this.set(since === null ? 0 : Math.max(0, now().getTime() - new Date(since).getTime()) / 1000)
      },
    })
    return (moment: string | Date | null) => {
      since = moment
    }
  }
  const recorded = new Counter({
    name: 'clock_recorded_total',
    help: 'What was recorded because its moment had passed',
    labelNames: ['type'],
    registers,
  })
  const events = new Counter({
    name: 'policy_events_total',
    help: 'Events that the policy has done',
    labelNames,
    registers,
  })
  const retries = new Counter({
    name: 'policy_retries_total',
    help: 'Faults that were tried again',
    labelNames,
    registers,
  })
  const parked = new Counter({
    name: 'policy_parked_total',
    help: 'Events that parked their stream: each wants a person to look',
    labelNames,
    registers,
  })
  const told = (policy: string, { id, type, stream }: RecordedEvent) => ({ policy, event: id, type, stream })
  return {
    waiting: ageOf('policy_lag_seconds', 'Age of the oldest event of this process that is not done yet'),
    clocks: {
      waiting: ageOf('clock_lag_seconds', 'Age of the oldest event that no alarm takes into account yet'),
      nearest: ageOf(
        'clock_overdue_seconds',
        'How long ago the oldest moment passed that is not recorded yet',
      ),
      recorded: (type) => recorded.inc({ type }),
    },
    processed: (policy, count) => events.inc({ policy }, count),
    retrying(policy, event, err) {
      retries.inc({ policy })
      logger.warn({ ...told(policy, event), err }, 'trying again')
    },
    parked(policy, event, err) {
      parked.inc({ policy })
      logger.error({ ...told(policy, event), err }, 'stream parked, its case is on the dispatcher’s desk')
    },
    released: (policy, stream) => logger.info({ policy, stream }, 'parked stream done'),
    unheard: (policy, event, err) =>
      logger.fatal({ ...told(policy, event), err }, 'parked, and no order could be put on any desk'),
  }
}
