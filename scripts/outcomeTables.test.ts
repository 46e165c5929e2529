/**
 * Every command that can be given over HTTP has an outcome table that walks it. The commands are taken from the routes
 * themselves: a route that is not told here fails, so does one told that is not there, and a table without its block.
 */
import { readFileSync } from 'node:fs'
import { consoleApi } from '@jiahe/console/api.ts'
import { apiInfo } from '@jiahe/console/apiInfo.ts'
import type { Console } from '@jiahe/console/console.ts'
import { measureBody } from '@jiahe/console/measureRoutes.ts'
import { desk } from '@jiahe/domain/exampleCity.ts'
import { callbackOutcomes, codesOf } from '@jiahe/domain/vocabulary.ts'
import { type IntakeApi, intakeApi } from '@jiahe/intake/api.ts'
import { createLogger } from '@jiahe/service-kit/logging.ts'
import { createServer, type Server } from '@jiahe/service-kit/server.ts'
import t from 'tap'

/** The blocks of a table in `packages/domain`, one for each command. */
interface Walked {
  readonly table: string
  readonly blocks: readonly string[]
}
const walked = (table: string, ...blocks: readonly string[]): Walked => ({ table, blocks })
const own = (table: string, url: string, ...names: readonly string[]): [string, Walked][] =>
  names.map((name) => [`post ${url}/${name}`, walked(table, name)])

const tables = new Map<string, Walked>([
  ...own(
    ...(['workOrder', '/v1/work-orders/:id'] as const),
    ...['accept', 'return', 'transfer', 'dispatch', 'reopen'],
    ...['contact', 'visit', 'mediation', 'disposal'],
    ...['resource', 'accept-resource', 'decline-resource', 'report-resource', 'withdraw-resource'],
    ...['supervise', 'answer-supervision', 'request-extension', 'approve-extension', 'reject-extension'],
    ...['request-closure', 'approve-closure', 'reject-closure', 'satisfaction'],
  ),
  ...own(
    ...(['caseCommands', '/v1/cases/:id'] as const),
    ...['approve-override', 'decline-override', 'leader', 'release-leader', 'seal', 'unseal'],
    ...['close', 'reopen', 'merge', 'unmerge'],
  ),
  ['post /v1/cases/:id/override-grade', walked('caseCommands', 'raise', 'lower')],
  ...own(
    ...(['answerCommands', '/v1/cases/:id'] as const),
    ...['take-report', 'decline-report', 'conclude-report'],
    ...['request-answer-extension', 'approve-answer-extension', 'reject-answer-extension'],
  ),
  ['post /v1/cases/:id/callback-attempts', walked('callbacks', ...codesOf(callbackOutcomes))],
  [
    'post /v1/cases/:id/measures',
    walked('measureCommands', ...measureBody.options.map(({ shape }) => shape.type.value)),
  ],
  ['post /v1/people/:id/erase', walked('erasing', 'request-erasure', 'approve-erasure', 'decline-erasure')],
  ['post /v1/policies', walked('policy', 'publish')],
  ...own('policy', '/v1/policies/:version', 'activate', 'retire'),
  ['post /v1/risk-models', walked('riskModels', 'publish')],
  ...own('riskModels', '/v1/risk-models/:id', 'activate'),
  ['post /v1/organisations', walked('organisationCommands', 'register')],
  ...own('organisationCommands', '/v1/organisations/:code', 'amend', 'close', 'reopen'),
  ['post /v1/organisations/imports', walked('organisationCommands', 'register', 'amend', 'close')],
  ['post /v1/rosters/:federation', walked('organisationCommands', 'roster')],
  ['post /v1/rosters/:federation/withdraw', walked('organisationCommands', 'withdraw')],
  ...['police-alerts', 'dispute-reports', 'imports'].map((name): [string, Walked] => [
    `post /v1/${name}`,
    walked('familyCaseDecisions', 'receive-alert', 'receive-report', 'receive-moved', 'amend', 'amend-away'),
  ]),
])
/** They change no history. */
const undecided = [
  ...['post /v1/session', 'delete /v1/session', 'post /v1/receipt-codes'],
  'post /v1/people/:id/unmask',
  'post /v1/what-if',
  ...['post /v1/me/password', 'post /v1/accounts'],
  ...['disable', 'enable', 'reset-password', 'assign', 'number'].map(
    (name) => `post /v1/accounts/:username/${name}`,
  ),
]

/** Of what stands behind the routes only this is looked at while they are told. */
const behind = { desk } as Console
const behindIntake = { intake: {} } as IntakeApi
async function routesOf(tell: (server: Server) => unknown): Promise<string[]> {
  const logger = createLogger('test', 'silent')
  const server = createServer({ logger, api: apiInfo, ready: async () => {} })
  await tell(server)
  await server.app.close()
  return server.routes.filter(({ method }) => method !== 'get').map(({ method, url }) => `${method} ${url}`)
}

t.test('every route that changes something is told with the table of its commands', async (t) => {
  const routes = [
    ...(await routesOf((server) => consoleApi(server, behind))),
    ...(await routesOf((server) => intakeApi(server, behindIntake))),
  ]
  t.strictSame(routes.toSorted(), [...tables.keys(), ...undecided].toSorted())
})

t.test('every command that is told has its block in the table', async (t) => {
  const headings = new Map<string, ReadonlySet<string>>()
  for (const { table, blocks } of tables.values()) {
    const file = new URL(`../packages/domain/${table}.outcomes.test.ts`, import.meta.url)
    const found =
      headings.get(table) ??
      new Set([...readFileSync(file, 'utf8').matchAll(/^(\S+) → [A-Z]/gm)].map(([, name]) => name!))
    headings.set(table, found)
    for (const block of blocks) t.ok(found.has(block), `${table}: ${block}`)
  }
})
