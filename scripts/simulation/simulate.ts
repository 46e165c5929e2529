/**
 * A city's months on a driven clock, against the log in PostgreSQL and the policies and clocks in a process of their
 * own: families tell, staff act on what they see, and time passes. Nobody moves the clock before everything that
 * follows from a moment is recorded, so the same seed gives the same history, whatever is killed meanwhile.
 */
import { setTimeout as sleep } from 'node:timers/promises'
import type { Desk } from '@jiahe/domain/desk.ts'
import { type EventLog, START } from '@jiahe/event-log/log.ts'
import type { PolicyDb } from '@jiahe/policies/schema.ts'
import { sql } from 'kysely'
import { type Extent, type Household, households } from '../demo/city.ts'
import { begin, type Plan, type Play } from '../demo/life.ts'
import { carryOut, PlayRefused, type Stage, standing } from '../demo/stage.ts'
import { amongStrangers } from '../demo/strangers.ts'
import { drivenClock, moveClock } from './drivenClock.ts'

export interface SimulationOptions {
  readonly extent: Extent
  readonly until: Date
  readonly desk: Desk
  readonly seed: number
  readonly log: EventLog
  readonly db: PolicyDb
  readonly clockFile: string
  /** Moments are rounded up to whole steps: what happens within one happens at its end. */
  readonly step_ms: number
  /** Told after each step; may kill whom it wants. */
  readonly onStep?: (moment: Date) => Promise<void>
}

interface Actor {
  readonly play: Play
  readonly stage: ReturnType<typeof onSharedLog>
}

/** Plays until nothing more is to come before `until`, and then lets time pass to it. */
export async function simulate(options: SimulationOptions): Promise<void> {
  const { extent: size, until, desk, seed, log, clockFile, step_ms, onStep } = options
  const { city, regions } = desk.territory
  const families = households({ size, until, city, regions, calendar: desk.calendar, seed })
  const actors = families.map((family) => actorOf(family, options))
  const refused = new WeakSet<Plan>()
  const byCase = new Map<string, Actor>()
  /** Thought over again when something has happened to the actor. */
  const plans = new Map<Actor, Plan>()
  let seen = START

  function think(actor: Actor): void {
    const plan = actor.play.next()
    if (plan && !refused.has(plan)) plans.set(actor, plan)
    else plans.delete(actor)
  }

  async function learn(): Promise<void> {
    for (;;) {
      const { events, position } = await log.readAll({ after: seen, limit: 5000 })
      const touched = new Set<Actor>()
      for (const event of events) {
        const actor = byCase.get(event.metadata.correlationId)
        actor?.stage.learn(event)
        if (actor) touched.add(actor)
      }
      for (const actor of touched) think(actor)
      seen = position
      if (events.length === 0) return
    }
  }

  for (const actor of actors) think(actor)
  for (;;) {
    const alarm = await nextAlarm(options)
    let soonest = alarm ?? Number.POSITIVE_INFINITY
    for (const { at } of plans.values()) soonest = Math.min(soonest, at)
    const moment = Math.min(Math.ceil(soonest / step_ms) * step_ms, until.getTime())
    const done = soonest > until.getTime()
    moveClock(clockFile, moment)
    // Of one moment, what falls due comes before what people do: otherwise either could be the first.
    if (alarm !== null && alarm <= moment) {
      await settled(options, moment)
      await learn()
    }
    for (const [actor, plan] of done ? [] : [...plans].filter(([, { at }]) => at <= moment)) {
      try {
        await plan.carryOut()
      } catch (error) {
        // In whole steps a deadline can pass before what was meant to come just in time for it.
        if (!(error instanceof PlayRefused)) throw error
        refused.add(plan)
      }
      think(actor)
      for (const caseId of actor.stage.touched()) byCase.set(caseId, actor)
    }
    await settled(options, moment)
    await learn()
    await onStep?.(new Date(moment))
    if (done) return
  }
}

/** When time alone does something next, as the watcher has noted it. */
async function nextAlarm({ db, until }: SimulationOptions): Promise<number | null> {
  const { rows } = await sql<{ at: Date | null }>`SELECT min(due_at) AS at FROM policy.alarm`.execute(db)
  const at = rows[0]?.at?.getTime() ?? null
  return at !== null && at <= until.getTime() ? at : null
}

const LOOK_EVERY_MS = 5
/** Whoever was killed is up again long before; what takes longer is stuck. */
const PATIENCE_MS = 60_000

/** Until nothing follows any more: both have come as far as the log, and no alarm of this moment is left. */
async function settled({ db, log }: SimulationOptions, moment: number): Promise<void> {
  for (const since = Date.now(); ; await sleep(LOOK_EVERY_MS)) {
    const head = await log.head()
    const { rows } = await sql<{ behind: boolean }>`
      SELECT EXISTS (SELECT FROM work.partition WHERE processor IN ('policies', 'clocks') AND position < ${head})
        OR EXISTS (SELECT FROM policy.alarm WHERE due_at <= ${new Date(moment)}) AS behind`.execute(db)
    if (!rows[0]!.behind && head === (await log.head())) return
    if (Date.now() - since > PATIENCE_MS)
      throw new Error(`nothing moves at ${new Date(moment).toISOString()}`)
  }
}

function actorOf(household: Household, { desk, until, log, clockFile }: SimulationOptions): Actor {
  const stage = onSharedLog(log, clockFile)
  return { stage, play: begin(household, amongStrangers(desk, until), stage) }
}

/** One family's stage on the log that all share; whoever drives gives it its events. */
function onSharedLog(log: EventLog, clockFile: string) {
  const { learn, ...stands } = standing()
  const cases = new Set<string>()
  const noting: EventLog = {
    ...log,
    append(stream, revision, events) {
      for (const { metadata } of events) cases.add(metadata.correlationId)
      return log.append(stream, revision, events)
    },
  }
  const stage: Stage = {
    ...stands,
    log: noting,
    now: drivenClock(clockFile).now,
    moveTo: () => {},
    settle: async () => {},
    carryOut: (stream, revision, decision) => carryOut(noting, stream, revision, decision),
    events: async () => [],
  }
  return { ...stage, learn, touched: () => cases }
}
