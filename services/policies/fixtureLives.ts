import type { DomainEvent } from '@jiahe/domain/catalogue.ts'
import type { WorkCalendar } from '@jiahe/domain/clocks.ts'
import type { Desk } from '@jiahe/domain/desk.ts'
import { desk, exampleCalendar } from '@jiahe/domain/exampleCity.ts'
import { readEvent } from '@jiahe/domain/upcast.ts'
import { START } from '@jiahe/event-log/log.ts'
import { memoryLog } from '@jiahe/event-log/memory.ts'
import type { Alarm } from './alarms.ts'
import { clock } from './clock.ts'
import { causes, does, type World } from './exampleActs.ts'
import { everything } from './exampleAlerts.ts'
import type { Life } from './exampleDeeds.ts'
import { allPolicies } from './policy.ts'
import { settle } from './scene.ts'

/** Before the holidays were published. */
const weekdays: WorkCalendar = {
  version: 'example-0',
  provisionalFrom: '2026-01-01',
  isWorkday: (date) => ![0, 6].includes(new Date(`${date}T00:00:00Z`).getUTCDay()),
}

export interface Lived {
  readonly events: readonly DomainEvent[]
  readonly desk: Desk
  readonly now: Date
  /** Commands that were carried out, and why others were not. */
  readonly done: readonly string[]
  readonly refused: readonly string[]
  /** Of every command that was tried, whether it was ever allowed, and why it was ever refused. */
  readonly tried: ReadonlyMap<string, Tried>
}
export interface Tried {
  readonly allowed: number
  readonly refusals: ReadonlySet<string>
}
/** `look` is shown what stands after one of the steps and in the end, when policies and clocks have caught up. */
export async function live(life: Life, look: (lived: Lived) => void): Promise<Lived> {
  let time = Date.parse(life.start)
  const now = () => new Date(time)
  const log = memoryLog({ now })
  const today = { policies: desk.policies, calendar: life.provisional ? weekdays : exampleCalendar }
  const context = { log, now, desk: deskOf(today) }
  const policies = allPolicies(context)
  const alarms = new Map<string, Alarm>()
  const watcher = clock(context, {
    alarm: (alarm) => void alarms.set(alarm.stream, alarm),
    recorded: () => {},
  })
  const done: string[] = []
  const refused: string[] = []
  let seen = START
  let heard = START
  const tried = new Map<string, Tried>()
  const world: World = {
    ...{ ...context, today, cause: causes(now) },
    tried(command, refusal) {
      const { allowed, refusals } = tried.get(command) ?? { allowed: 0, refusals: new Set<string>() }
      if (refusal === null) tried.set(command, { allowed: allowed + 1, refusals })
      else tried.set(command, { allowed, refusals: new Set(refusals).add(refusal) })
    },
  }

  async function catchUp(): Promise<void> {
    for (let head = ''; head !== (await log.head()); ) {
      seen = await settle(log, policies, seen)
      const told = await log.readAll({ after: heard, limit: 10_000, categories: ['familyCase', 'workOrder'] })
      heard = told.position
      head = await log.head()
      const changed = new Map(told.events.map((event) => [event.stream, event]))
      for (const event of changed.values()) await watcher.react(readEvent(event) as DomainEvent)
      const rings = [...alarms.values()].filter((a) => a.dueAt !== null && Date.parse(a.dueAt) <= time)
      for (const { stream } of rings.filter((alarm) => !changed.has(alarm.stream)))
        await watcher.react(readEvent((await log.readStream(stream)).at(-1)!) as DomainEvent)
    }
  }
  const lived = async (): Promise<Lived> => ({
    events: (await everything(log)).map(readEvent) as DomainEvent[],
    ...{ desk: context.desk, now: now(), done, refused, tried },
  })
  for (const [i, { hours, away, deed }] of life.steps.entries()) {
    time += Math.round(hours * 3_600_000)
    if (!away) await catchUp()
    const outcome = await does(world, deed)
    if (outcome === null) done.push(deed.does)
    else refused.push(`${deed.does}: ${outcome}`)
    if (away) continue
    await catchUp()
    if (i === life.lookAfter % life.steps.length) look(await lived())
  }
  time += life.after_days * 86_400_000
  await catchUp()
  const end = await lived()
  look(end)
  return end
}

/** Every process decides by the policies and the calendar of the moment. */
const deskOf = (today: { policies: Desk['policies']; calendar: WorkCalendar }): Desk => ({
  get policies() {
    return today.policies
  },
  get calendar() {
    return today.calendar
  },
  models: desk.models,
  territory: desk.territory,
})
