/** Runners over a log in memory and a database of the test's own, with a policy that can be made to fail. */
import { desk } from '@jiahe/domain/exampleCity.ts'
import { monday } from '@jiahe/domain/spec.ts'
import type { EventLog, RecordedEvent } from '@jiahe/event-log/log.ts'
import { memoryLog } from '@jiahe/event-log/memory.ts'
import { isTransient } from '@jiahe/event-log/transient.ts'
import { openDatabase } from '@jiahe/service-kit/database.ts'
import { testDatabase } from '@jiahe/testing/database.ts'
import type { Test } from 'tap'
import { migratePolicies, type PolicyDb, type PolicyTables } from './checkpoint.ts'
import { silent } from './exampleAlerts.ts'
import { fallback } from './fallback.ts'
import { allPolicies, type Policy } from './policy.ts'
import { type Reporter, runPolicy } from './runner.ts'
import { together } from './together.ts'

const now = () => new Date(monday)

export async function migrated(t: Test, connectionString?: string): Promise<PolicyDb> {
  const db = openDatabase<PolicyTables>(connectionString ?? (await testDatabase(t)), 6)
  t.teardown(() => db.destroy())
  await migratePolicies(db)
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
  const run = {
    log,
    db,
    now,
    isTransient,
    reporter: { ...silent, ...reporter },
    fallback: (event: RecordedEvent) => fallback(context, isTransient)(event),
  }
  const ended = together(
    stopping.signal,
    allPolicies(context)
      .map(change)
      .map((policy) => (signal) => runPolicy({ ...run, policy, signal })),
  )
  ended.catch(() => {})
  const stop = async () => {
    stopping.abort()
    await ended
  }
  t.teardown(() => stop().catch(() => {}))
  return { stop, ended }
}
