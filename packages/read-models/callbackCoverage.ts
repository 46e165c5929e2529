/**
 * 回访覆盖: every alert against its duty. Each alert counts once – `late` if any of its duties is late, else
 * `unreachable`, else `due` while its first is open or it is not graded yet, else `done` – so the parts add up
 * to the alerts. `missing` is an alert that has no callback scheduled a minute after it was recorded: an error
 * that shows.
 */

import { type RawBuilder, sql } from 'kysely'
import { withRoom } from './boardRoom.ts'
import type { ReadModel } from './readModel.ts'
import { type ReadDb, Rows } from './tables.ts'

export interface DutyRow {
  readonly duty_id: string
  readonly alert_id: string
  readonly case_id: string
  readonly ordinal: number
  readonly assignee: string
  readonly level: string
  readonly opens_at: string
  readonly due_at: string
  readonly scheduled_at: string
  readonly done_at: string | null
  readonly unreachable_at: string | null
  readonly cancelled_at: string | null
}

const tables = `
CREATE TABLE duty (
  duty_id uuid PRIMARY KEY, alert_id uuid NOT NULL, case_id uuid NOT NULL, ordinal int NOT NULL, assignee text NOT NULL,
  level text NOT NULL, opens_at timestamptz NOT NULL, due_at timestamptz NOT NULL, scheduled_at timestamptz NOT NULL,
  done_at timestamptz, unreachable_at timestamptz, cancelled_at timestamptz);
CREATE INDEX ON duty (alert_id);
CREATE INDEX ON duty (case_id);
CREATE INDEX ON duty (due_at);
CREATE INDEX ON duty (greatest(scheduled_at, done_at, unreachable_at, cancelled_at));
`

export const callbackCoverage: ReadModel = {
  name: 'callbackCoverage',
  version: 3,
  types: ['CallbackScheduled', 'CallbackCompleted', 'CallbackShared', 'HomeVisitRequested'],
  tables,
  async fold(events, store) {
    const touched = events.flatMap((e) => {
      if (e.type === 'CallbackScheduled') return e.data.replaces
      if (e.type === 'CallbackCompleted' || e.type === 'CallbackShared') return e.data.discharged
      return e.type === 'HomeVisitRequested' ? e.data.unreachable : []
    })
    const duties = Rows.of(await store.load<DutyRow>('duty', 'duty_id', touched), (d) => d.duty_id)
    const mark = (ids: readonly string[], what: Partial<DutyRow>) => {
      for (const id of ids) {
        const duty = duties.get(id)
        if (duty) duties.set(id, { ...duty, ...what })
      }
    }
    for (const event of events) {
      const at = event.metadata.recordedAt
      if (event.type === 'CallbackCompleted' || event.type === 'CallbackShared')
        mark(event.data.discharged, { done_at: at })
      else if (event.type === 'HomeVisitRequested') mark(event.data.unreachable, { unreachable_at: at })
      else if (event.type === 'CallbackScheduled') {
        mark(event.data.replaces, { cancelled_at: at })
        const { alertId, assignee, level } = event.data
        event.data.duties.forEach(({ dutyId, opensAt, dueAt }, ordinal) => {
          const duty = {
            duty_id: dutyId,
            alert_id: alertId,
            case_id: event.metadata.correlationId,
            ordinal,
            assignee,
            level,
          }
          const times = {
            opens_at: opensAt,
            due_at: dueAt,
            scheduled_at: at,
            done_at: null,
            unreachable_at: null,
            cancelled_at: null,
          }
          duties.set(dutyId, { ...duty, ...times })
        })
      }
    }
    await store.put('duty', ['duty_id'], duties.changed())
  },
}

/** Of one alert's duties, grouped: its state at a moment. */
export function stateOfDuties(at: RawBuilder<unknown>): RawBuilder<unknown> {
  const done = sql`coalesce(done_at <= ${at}, false)`
  const unreachable = sql`coalesce(unreachable_at <= ${at}, false)`
  return sql`CASE WHEN bool_or(due_at < ${at} AND NOT (${done} OR ${unreachable})) THEN 'late'
    WHEN bool_or(${unreachable} AND NOT ${done}) THEN 'unreachable'
    WHEN bool_or(ordinal = 0 AND NOT (${done} OR ${unreachable})) THEN 'due'
    ELSE 'done' END`
}
/** The duties that stand at a moment. */
export const standingAt = (at: RawBuilder<unknown>): RawBuilder<boolean> =>
  sql<boolean>`(scheduled_at <= ${at} AND (cancelled_at IS NULL OR cancelled_at > ${at}))`

/** The state of each alert at a moment, as SQL: `alert_id`, `state`. Of few alerts, their ids are given. */
export const alertStates = (at: RawBuilder<unknown>, among: RawBuilder<unknown> | null = null) => sql`
  SELECT alert_id, ${stateOfDuties(at)} AS state FROM read.duty
  WHERE ${standingAt(at)} ${among ? sql`AND alert_id IN (${among})` : sql``}
  GROUP BY alert_id`

export interface Coverage {
  readonly alerts: number
  readonly done: number
  readonly due: number
  readonly late: number
  readonly unreachable: number
  readonly missing: number
}
export interface CoverageQuery {
  /** Prefix of the alert's region; null: everywhere. */
  readonly region: string | null
  /** Of these, whose region is exactly this one, or `none`: what is in no row of those below. */
  readonly place?: string | undefined
  /** Days, inclusive, by when the alert happened. */
  readonly from: string | null
  readonly to: string | null
  readonly at: Date
}

export async function queryCoverage(
  db: ReadDb,
  { region, place, from, to, at }: CoverageQuery,
): Promise<Coverage> {
  const { rows } = await withRoom(db, (trx) =>
    sql<Coverage>`
    WITH state AS (${alertStates(sql`${at}`)})
    SELECT count(*)::int AS alerts,
      count(*) FILTER (WHERE state = 'done')::int AS done,
      count(*) FILTER (WHERE state = 'due' OR state IS NULL)::int AS due,
      count(*) FILTER (WHERE state = 'late')::int AS late,
      count(*) FILTER (WHERE state = 'unreachable')::int AS unreachable,
      count(*) FILTER (WHERE state IS NULL AND recorded_at < ${new Date(at.getTime() - 60_000)})::int AS missing
    FROM read.intake_version v LEFT JOIN state ON state.alert_id = v.intake_id
    WHERE kind = 'alert' AND from_at <= ${at} AND (until_at IS NULL OR until_at > ${at})
      AND (${region}::text IS NULL OR region LIKE ${`${region ?? ''}%`})
      AND (${place ?? null}::text IS NULL OR coalesce(region, 'none') = ${place ?? null})
      AND (${from}::text IS NULL OR day >= ${from}) AND (${to}::text IS NULL OR day <= ${to})`.execute(trx),
  )
  return rows[0]!
}
