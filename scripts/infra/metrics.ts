/** The figures that dashboards and alarms ask for, and those that the services really have. */
import { reportTo } from '@jiahe/policies/metrics.ts'
import { lagOn } from '@jiahe/projector/lag.ts'
import { createLogger } from '@jiahe/service-kit/logging.ts'
import { createServer } from '@jiahe/service-kit/server.ts'
import { documents, text } from './files.ts'

const functions = ['clamp_min', 'histogram_quantile']

/** Names in a query: words with an underscore, outside of labels and of what is grouped by. */
export const metricsIn = (query: string): string[] =>
  [...query.replace(/\{[^}]*\}|by \([^)]*\)|\[[^\]]*\]/g, '').matchAll(/[a-z]\w*_\w+/g)]
    .map(([name]) => name)
    .filter((name) => !functions.includes(name))

/** Every query of the dashboard and of the alarms. */
export function queries(): string[] {
  const { panels } = JSON.parse(text('infra/dashboards/jiahe.json')) as {
    panels: { targets?: { expr: string }[] }[]
  }
  const [alarms] = documents('infra/dashboards/alerts.yaml') as [{ groups: { rules: { expr: string }[] }[] }]
  return [
    ...panels.flatMap(({ targets = [] }) => targets.map(({ expr }) => expr)),
    ...alarms.groups.flatMap(({ rules }) => rules.map(({ expr }) => expr)),
  ]
}

/** As `/metrics` of the services names them, a histogram's three series included. */
export async function metricsOfServices(): Promise<Set<string>> {
  const logger = createLogger('metrics', 'silent')
  const now = () => new Date()
  const api = { title: '', description: '', security: 'bearer' } as const
  const server = createServer({ logger, api, ready: async () => {} })
  reportTo([server.metrics], logger, now)
  lagOn(server.metrics, now)
  const told = await server.metrics.metrics()
  await server.app.close()
  const types = [...told.matchAll(/^# TYPE (\w+) (\w+)$/gm)]
  return new Set(
    types.flatMap(([, name, type]) =>
      type === 'histogram' ? ['bucket', 'count', 'sum'].map((series) => `${name}_${series}`) : [name!],
    ),
  )
}
