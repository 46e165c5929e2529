/**
 * The policies and clocks of a simulation as a process that can be killed. It is wired like the service, but for its
 * clock, which is driven, and its pace, since whoever drives waits for it at every step. It begins when it is told
 * to, so that the next one stands ready while this one works.
 */
import { once } from 'node:events'
import { postgresLog } from '@jiahe/event-log/postgres/postgresLog.ts'
import { isTransient } from '@jiahe/event-log/transient.ts'
import { runClocks } from '@jiahe/policies/clocks.ts'
import { fallback } from '@jiahe/policies/fallback.ts'
import { allPolicies, type PolicyContext } from '@jiahe/policies/policy.ts'
import { runPolicies } from '@jiahe/policies/runner.ts'
import type { PolicyTables } from '@jiahe/policies/schema.ts'
import { openDatabase } from '@jiahe/service-kit/database.ts'
import { deskOf } from './desk.ts'
import { drivenClock } from './drivenClock.ts'

const PACE_MS = 15

const [connectionString = '', clockFile = '', owner = '', city = ''] = process.argv.slice(2)
process.on('disconnect', () => process.exit(1))
if (process.connected) process.send?.('ready')
await once(process, 'message')

const { now } = drivenClock(clockFile)
const db = openDatabase<PolicyTables>(connectionString, 4)
const onFault = (error: unknown) => console.error(error)
const log = postgresLog({ connectionString, now, connections: 4, onFault })
const context: PolicyContext = { log, desk: deskOf(city), now }
const untold = { waiting: () => {}, processed: () => {}, released: () => {} }
const reporter = {
  ...untold,
  retrying: (_policy: string, _event: object, error: unknown) => onFault(error),
  parked: (_policy: string, _event: object, error: unknown) => onFault(error),
  unheard: (_policy: string, _event: object, error: unknown) => onFault(error),
}
const running = {
  ...context,
  ...{ db, owner, reporter, isTransient, onFault, pace_ms: PACE_MS },
  signal: new AbortController().signal,
  fallback: fallback(context, isTransient),
}
const clocks = { nearest: () => {}, recorded: () => {} }
await Promise.all([
  runPolicies({ ...running, policies: allPolicies(context) }),
  runClocks({ ...running, clocks }),
])
