import { setImmediate as tick } from 'node:timers/promises'
import type { NewDomainEvent } from '@jiahe/domain/catalogue.ts'
import { policyAt } from '@jiahe/domain/policies/inForce.ts'
import { policy1 } from '@jiahe/domain/policies/policy1.ts'
import { decidePolicy, foldPolicy, NOTICE_MS, policyStream } from '@jiahe/domain/policy.ts'
import { acting, monday } from '@jiahe/domain/spec.ts'
import t, { type Test } from 'tap'
import { followRules, RulesOutdated } from './followedRules.ts'
import type { EventLog, NewEvent } from './log.ts'
import { memoryLog } from './memory.ts'
import { isTransient } from './transient.ts'

const publication = () => {
  const decision = decidePolicy(
    foldPolicy([]),
    { type: 'publish', document: { ...policy1, version: 2 } },
    acting(),
  )
  return ('events' in decision ? decision.events : []) as readonly NewDomainEvent[] as readonly NewEvent[]
}

/** Followed with a clock that stands until it is moved, on a log that can be away. */
async function followed(t: Test, isAway = false) {
  const clock = { now: Date.parse(monday), isAway }
  const now = () => new Date(clock.now)
  const kept = memoryLog({ now })
  const faults: unknown[] = []
  const readStream: EventLog['readStream'] = async (stream) => {
    if (clock.isAway) throw new Error('away')
    return kept.readStream(stream)
  }
  const aborter = new AbortController()
  t.teardown(() => aborter.abort())
  const policies = followRules(
    { readStream },
    { now, signal: aborter.signal, onFault: (error) => faults.push(error), every_ms: 1 },
  )
  return { clock, log: kept, faults, policies, stop: () => aborter.abort() }
}
async function until(holds: () => boolean): Promise<void> {
  while (!holds()) await tick()
}

t.test('what is published is known at the next reading', async (t) => {
  const { log, policies } = await followed(t)
  const { newest } = await policies
  t.strictSame(
    newest.policies.versions.map((p) => p.version),
    [1],
  )
  await log.append(policyStream(), -1, publication())
  const following = await policies
  await until(() => following.newest.policies.versions.length === 2)
  t.equal(policyAt(following.newest.policies, new Date(monday)).version, 1)
})

t.test('while the log is away the service does not start, and starts when it is back', async (t) => {
  const { clock, faults, policies } = await followed(t, true)
  await until(() => faults.length > 2)
  clock.isAway = false
  t.equal((await policies).newest.policies.versions.length, 1)
})

t.test('nothing is decided by what was read longer ago than half the notice', async (t) => {
  const { clock, faults, policies } = await followed(t)
  const following = await policies
  clock.isAway = true
  await until(() => faults.length > 0)
  clock.now += NOTICE_MS / 2
  t.equal(following.newest.policies.versions.length, 1)
  clock.now += 1
  t.throws(() => following.newest, RulesOutdated)
  t.ok(isTransient(new RulesOutdated('x')), 'and whoever wanted to decide tries again')
  clock.isAway = false
  const isKnownAgain = () => {
    try {
      return following.newest.policies.versions.length === 1
    } catch {
      return false
    }
  }
  await until(isKnownAgain)
  t.ok(isKnownAgain())
})

t.test('a clock that was set back is no proof of freshness', async (t) => {
  const { clock, policies } = await followed(t)
  const following = await policies
  clock.isAway = true
  clock.now -= 1
  t.throws(() => following.newest, RulesOutdated)
})
