/** What is told of the webhooks' work: figures for Prometheus and lines in the process log. A webhook is named by its
 *  id and its source, never by its URL. */
import type { Logger } from '@jiahe/service-kit/logging.ts'
import type { DeliveryReporter } from '@jiahe/webhooks/deliver.ts'
import type { WebhookDb } from '@jiahe/webhooks/schema.ts'
import { backlogs } from '@jiahe/webhooks/webhooks.ts'
import { Counter, Gauge, type Registry } from 'prom-client'

export function webhookReport(
  registry: Registry,
  db: WebhookDb,
  logger: Logger,
  now: () => Date,
): DeliveryReporter {
  const registers = [registry]
  const deliveries = new Counter({
    name: 'webhook_deliveries_total',
    help: 'Tries at messages to receivers, by what came of them',
    labelNames: ['source', 'outcome'],
    registers,
  })
  const died = new Counter({
    name: 'webhook_dead_letters_total',
    help: 'Messages that were given up and are kept: jiahe webhook list',
    labelNames: ['source'],
    registers,
  })
  oldest(registers, db, logger, now)
  return {
    tried({ id, source }, { verdict, owed }) {
      const outcome = typeof verdict === 'string' ? verdict : verdict.reason
      deliveries.inc({ source, outcome })
      if (typeof verdict === 'object')
        logger.warn({ webhook: id, source, reason: outcome, tries: owed.tries + 1 }, 'not delivered')
      else if (verdict === 'gone') logger.warn({ webhook: id, source }, 'the receiver wants no more')
    },
    settled({ id, source }, { died: count }) {
      if (count === 0) return
      died.inc({ source }, count)
      logger.error({ webhook: id, source, messages: count }, 'given up: jiahe webhook retry')
    },
    fault: (err) => logger.warn({ err }, 'telling receivers is tried again'),
  }
}

/** Asked of the database when somebody looks: every process says the same. */
function oldest(registers: Registry[], db: WebhookDb, logger: Logger, now: () => Date): void {
  new Gauge({
    name: 'webhook_oldest_undelivered_seconds',
    help: 'Age of the oldest message that a receiver was not told of yet, by source',
    labelNames: ['source'],
    registers,
    async collect() {
      try {
        const found = await backlogs(db)
        this.reset()
        for (const { source, owedSince } of found)
          this.set({ source }, owedSince ? Math.max(0, now().getTime() - owedSince.getTime()) / 1000 : 0)
      } catch (err) {
        logger.warn({ err }, 'the backlog of the webhooks cannot be read')
      }
    },
  })
}
