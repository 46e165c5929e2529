/**
 * The policies and risk models that a running service decides by: read when it starts, and again every few seconds. What
 * it knows is used for half of the notice that every activation is given and no longer, so a decision never rests on a
 * version that has been replaced: when the log does not answer for so long, deciding waits, like everything else.
 */
import { setTimeout as sleep } from 'node:timers/promises'
import type { PolicyEvent, RiskModelEvent } from '@jiahe/domain/catalogue.ts'
import type { Desk } from '@jiahe/domain/desk.ts'
import { foldPolicy, NOTICE_MS, policyStream } from '@jiahe/domain/policy.ts'
import { foldRiskModels, riskModelStream } from '@jiahe/domain/riskModels.ts'
import { readEvent } from '@jiahe/domain/upcast.ts'
import type { EventLog } from './log.ts'

/** Both are activated alike, with the same notice. */
export type Rules = Pick<Desk, 'policies' | 'models'>

/** As they are recorded now. For who does one thing and ends. */
export async function readRules(log: Pick<EventLog, 'readStream'>): Promise<Rules> {
  const [policies, models] = await Promise.all([
    log.readStream(policyStream()),
    log.readStream(riskModelStream()),
  ])
  return {
    policies: foldPolicy(policies.map(readEvent) as PolicyEvent[]).policies,
    models: foldRiskModels(models.map(readEvent) as RiskModelEvent[]).models,
  }
}

export interface FollowedRules {
  /** Throws `RulesOutdated` when they could not be read for too long. */
  readonly newest: Rules
}

/** Decides by the newest at each moment. */
export const deskBy = (followed: FollowedRules, rest: Omit<Desk, keyof Rules>): Desk => ({
  ...rest,
  get policies() {
    return followed.newest.policies
  },
  get models() {
    return followed.newest.models
  },
})

/** It passes by itself, when the log answers again. The code is SQLSTATE's word for a connection that is gone. */
export class RulesOutdated extends Error {
  override name = 'RulesOutdated'
  readonly code = '08006'
}

export interface FollowOptions {
  readonly now: () => Date
  readonly signal: AbortSignal
  readonly onFault: (error: unknown) => void
  readonly every_ms?: number
}

/** Comes back with the first reading, however long the log is away; reads again until the signal aborts. */
export async function followRules(
  log: Pick<EventLog, 'readStream'>,
  { now, signal, onFault, every_ms = 5000 }: FollowOptions,
): Promise<FollowedRules> {
  let known: { readonly rules: Rules; readonly asOf: number } | null = null
  const pause = (keepsAlive: boolean) =>
    sleep(every_ms, undefined, { signal, ref: keepsAlive }).catch(() => {})
  async function read(): Promise<void> {
    // Before the reading: what is recorded while it runs may not be in it.
    const asOf = now().getTime()
    try {
      known = { rules: await readRules(log), asOf }
    } catch (error) {
      if (!signal.aborted) onFault(error)
    }
  }
  await read()
  while (known === null && !signal.aborted) {
    await pause(true)
    await read()
  }
  void (async () => {
    while (!signal.aborted) {
      await pause(false)
      if (!signal.aborted) await read()
    }
  })()
  return {
    get newest() {
      const age_ms = known ? now().getTime() - known.asOf : Number.POSITIVE_INFINITY
      // A clock that was set back tells no age.
      if (!known || age_ms < 0 || age_ms > NOTICE_MS / 2)
        throw new RulesOutdated('the rules could not be read for too long')
      return known.rules
    },
  }
}
