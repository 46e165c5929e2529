import type { DomainEvent, PolicyEvent } from '@jiahe/domain/catalogue.ts'
import { workOrderStream } from '@jiahe/domain/catalogue.ts'
import type { Desk } from '@jiahe/domain/desk.ts'
import { exampleCalendar } from '@jiahe/domain/exampleCity.ts'
import { decidePolicy, foldPolicy, NOTICE_MS, policyStream } from '@jiahe/domain/policy.ts'
import { recomputeDeadlines } from '@jiahe/domain/recomputation.ts'
import { readEvent } from '@jiahe/domain/upcast.ts'
import type { Level } from '@jiahe/domain/vocabulary.ts'
import { ordersOf } from './caseHistory.ts'
import { decides, type World } from './exampleActs.ts'
import { caseOf } from './exampleAlerts.ts'
import type { Deed } from './exampleDeeds.ts'

/** The next version, with other times, in force from some hours on. */
export async function adoptsPolicy(
  world: World,
  { factor, hours, level }: Extract<Deed, { does: 'policy' }>,
): Promise<string | null> {
  const read = async () =>
    foldPolicy(
      (await world.log.readStream(policyStream())).map(readEvent) as readonly DomainEvent[] as PolicyEvent[],
    )
  const line = await read()
  const newest = line.policies.versions.at(-1)!
  const document = {
    ...newest,
    version: newest.version + 1,
    levels: { ...newest.levels, [level]: faster(newest.levels[level], factor) },
  }
  const publish = { type: 'publish', document } as const
  const published = await decides(world, policyStream(), (history) =>
    decidePolicy(foldPolicy(history as never), publish, world.cause()),
  )
  if (published !== null) return published
  const effectiveFrom = new Date(world.now().getTime() + 2 * NOTICE_MS + hours * 3_600_000)
  const activate = { type: 'activate', version: document.version, effectiveFrom } as const
  const activated = await decides(world, policyStream(), (history) =>
    decidePolicy(foldPolicy(history as never), activate, world.cause()),
  )
  world.today.policies = (await read()).policies
  return activated
}
const faster = <P extends Desk['policies']['versions'][number]['levels'][Level]>(
  level: P,
  factor: number,
): P => ({
  ...level,
  disposal: { days: Math.max(1, Math.round(5 * factor)) },
  gradeAgain: { days: Math.max(3, Math.round(9 * factor)) },
})

/** The holidays are published: what is open is worked out again. */
export async function adoptsCalendar(world: World): Promise<string | null> {
  if (world.today.calendar === exampleCalendar) return 'nothing'
  world.today.calendar = exampleCalendar
  for (const family of [0, 1]) {
    const orders = await ordersOf(world.log, caseOf(family))
    for (const { orderId } of orders)
      await decides(world, workOrderStream(orderId), (history) =>
        recomputeDeadlines(
          history as never,
          orderId,
          { now: world.now(), actor: 'policy:calendar' },
          world.desk,
        ),
      )
  }
  return null
}
