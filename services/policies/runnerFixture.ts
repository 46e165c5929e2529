/** Runners over a log in memory and a database of the test's own, with a policy that can be made to fail. */
import { randomUUID } from 'node:crypto'
import { desk } from '@jiahe/domain/exampleCity.ts'
import { monday } from '@jiahe/domain/spec.ts'
import type { EventLog } from '@jiahe/event-log/log.ts'
import { memoryLog } from '@jiahe/event-log/memory.ts'
import { isTransient } from '@jiahe/event-log/transient.ts'
import { openDatabase } from '@jiahe/service-kit/database.ts'
import { migrateWork } from '@jiahe/service-kit/workTable.ts'
import { testDatabase } from '@jiahe/testing/database.ts'
import type { Test } from 'tap'
import { silent } from './exampleAlerts.ts'
import { fallback } from './fallback.ts'
import { allPolicies, type Policy } from './policy.ts'
import { type Reporter, runPolicies } from './runner.ts'
import { migratePolicies, type PolicyDb, type PolicyTables } from './schema.ts'

const now = () => new Date(monday)

async function migrateIn(db: PolicyDb): Promise<void> {
  await migrateWork(db)
  await migratePolicies(db)
}
async function makePolicies(url: string): Promise<void> {
  const db = openDatabase<PolicyTables>(url, 1)
  await migrateIn(db)
  await db.destroy()
}

export async function migrated(t: Test, connectionString?: string): Promise<PolicyDb> {
  const url = connectionString ?? (await testDatabase(t, { name: 'policies', make: makePolicies }))
  const db = openDatabase<PolicyTables>(url, 6)
  t.teardown(() => db.destroy())
  if (connectionString) await migrateIn(db)
  return db
}

export const logInMemory = (): EventLog => memoryLog({ now })

/** Throws what `fault` answers for an event, before the policy sees it. */
export const failing = (
  policy: Policy,
  fault: (event: { id: string; stream: string }) => unknown,
): Policy => ({
  ...policy,
  async react(event) {
    const error = fault(event)
    if (error) throw error
    await policy.react(event)
  },
})

export interface Running {
  /** Ends it as SIGTERM does; throws what it failed with. */
  stop(): Promise<void>
  readonly ended: Promise<void>
}

export function start(
  t: Test,
  log: EventLog,
  db: PolicyDb,
  change: (policy: Policy) => Policy = (policy) => policy,
  reporter: Partial<Reporter> = {},
): Running {
  const stopping = new AbortController()
  const context = { log, desk, now }
  const ended = runPolicies({
    ...{ log, db, now, isTransient },
    owner: randomUUID(),
    signal: stopping.signal,
    policies: allPolicies(context).map(change),
    reporter: { ...silent, ...reporter },
    fallback: fallback(context, isTransient),
    onFault: () => {},
  })
  ended.catch(() => {})
  const stop = async () => {
    stopping.abort()
    await ended
  }
  t.teardown(() => stop().catch(() => {}))
  return { stop, ended }
}
