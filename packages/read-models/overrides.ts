/**
 * 人工调整: how often people say otherwise than the model, office by office: do they only ever agree with the
 * machine? Each grading counts where its case was then; one that was spoken against counts once in each direction.
 */
import { dayOf } from '@jiahe/domain/clocks.ts'
import { type OverrideReason, rank } from '@jiahe/domain/vocabulary.ts'
import { type RawBuilder, sql } from 'kysely'
import { knownRegion, type RegionLevel, regionLevels } from './dimensions.ts'
import type { ReadModel } from './readModel.ts'
import { type ReadDb, Rows } from './tables.ts'

interface Place {
  /** What another case was told of counts there, too. */
  readonly case_id: string
  readonly intake_id: string
  readonly region: string | null
}
interface Graded {
  readonly grading_id: string
  readonly region: string | null
  /** On which it was graded, in Asia/Shanghai. */
  readonly day: string
}
type Outcome = 'raised' | 'asked' | 'lowered' | 'declined'
interface Override extends Graded {
  readonly override_id: string
  readonly outcome: Outcome
  readonly reason: OverrideReason
}

const tables = `
CREATE TABLE graded_place (case_id uuid, intake_id uuid, region text, PRIMARY KEY (case_id, intake_id));
CREATE TABLE graded (grading_id uuid PRIMARY KEY, region text, day text NOT NULL);
CREATE INDEX ON graded (region text_pattern_ops);
CREATE TABLE override (
  override_id uuid PRIMARY KEY, grading_id uuid NOT NULL, region text, day text NOT NULL, outcome text NOT NULL,
  reason text NOT NULL);
CREATE INDEX ON override (region text_pattern_ops);
`

export const overrides: ReadModel = {
  name: 'overrides',
  version: 2,
  types: [
    'AlertReceived',
    'ReportReceived',
    'IntakeAmended',
    'CasesMerged',
    'MergedHistoryTold',
    'RiskGraded',
    'GradeOverridden',
    'OverrideApproved',
    'OverrideDeclined',
  ],
  tables,
  async fold(events, store, { regions }) {
    const cases = events.flatMap((e) => (e.type === 'RiskGraded' ? [e.metadata.correlationId] : []))
    const spoken = events.flatMap((e) => (e.type === 'GradeOverridden' ? [e.data.gradingId] : []))
    const judged = events.flatMap((e) =>
      e.type === 'OverrideApproved' || e.type === 'OverrideDeclined' ? [e.data.overrideId] : [],
    )
    const places = Rows.of(await store.load<Place>('graded_place', 'case_id', cases), placeKey)
    const put = (case_id: string, intake_id: string, sent: string | null) => {
      const place = { case_id, intake_id, region: knownRegion(sent, regions) }
      places.set(placeKey(place), place)
    }
    const graded = Rows.of(await store.load<Graded>('graded', 'grading_id', spoken), (g) => g.grading_id)
    const rows = Rows.of(await store.load<Override>('override', 'override_id', judged), (o) => o.override_id)
    for (const event of events) {
      switch (event.type) {
        case 'AlertReceived':
        case 'ReportReceived':
        case 'IntakeAmended': {
          const intake_id = event.type === 'IntakeAmended' ? event.data.intakeId : event.id
          put(event.metadata.correlationId, intake_id, event.data.regionCode)
          break
        }
        case 'CasesMerged':
        case 'MergedHistoryTold':
          for (const { intakeId, regionCode } of event.data.intakes)
            put(event.metadata.correlationId, intakeId, regionCode)
          break
        case 'RiskGraded': {
          const of = { case_id: event.metadata.correlationId, intake_id: event.data.intakeId }
          const region = places.get(placeKey(of))?.region ?? null
          graded.set(event.id, { grading_id: event.id, region, day: dayOf(event.metadata.occurredAt) })
          break
        }
        case 'GradeOverridden': {
          const { gradingId, from, level, reason } = event.data
          const outcome = rank(level) > rank(from) ? 'raised' : 'asked'
          const of = graded.get(gradingId)
          if (of) rows.set(event.id, { ...of, override_id: event.id, outcome, reason })
          break
        }
        case 'OverrideApproved':
        case 'OverrideDeclined': {
          const asked = rows.get(event.data.overrideId)
          const outcome = event.type === 'OverrideApproved' ? 'lowered' : 'declined'
          if (asked) rows.set(asked.override_id, { ...asked, outcome })
        }
      }
    }
    await store.put('graded_place', ['case_id', 'intake_id'], places.changed())
    await store.put('graded', ['grading_id'], graded.changed())
    await store.put('override', ['override_id'], rows.changed())
  },
}

const placeKey = ({ case_id, intake_id }: Pick<Place, 'case_id' | 'intake_id'>): string =>
  `${case_id} ${intake_id}`

interface OverrideCounts {
  readonly gradings: number
  /** Gradings that a person raised; that were lowered with approval. */
  readonly raised: number
  readonly lowered: number
  /** Lowerings that were asked for and are not approved: declined, waiting, or overtaken by a new grade. */
  readonly declined: number
  readonly asked: number
  /** Of the gradings, the share that was raised or lowered; null without any. */
  readonly rate: number | null
}
export interface OverrideReport {
  readonly rows: readonly (OverrideCounts & { readonly region: string | null })[]
  readonly totals: OverrideCounts
  readonly reasons: Readonly<Partial<Record<OverrideReason, number>>>
}
export interface OverrideQuery {
  /** Prefix of the region; null: everywhere, and what has no known region too. */
  readonly region: string | null
  readonly level: RegionLevel
  /** Days, inclusive, by when it was graded. */
  readonly from: string | null
  readonly to: string | null
}

export async function queryOverrides(db: ReadDb, query: OverrideQuery): Promise<OverrideReport> {
  const { region, level, from, to } = query
  const within = sql`(${region}::text IS NULL OR region LIKE ${`${region ?? ''}%`})
    AND (${from}::text IS NULL OR day >= ${from}) AND (${to}::text IS NULL OR day <= ${to})`
  const { rows } = await sql<Counted>`
    SELECT left(region, ${regionLevels[level]}) AS region, ${counts}
    FROM read.graded g LEFT JOIN (
      SELECT grading_id, bool_or(outcome = 'raised') AS raised, bool_or(outcome = 'lowered') AS lowered,
        bool_or(outcome = 'declined') AS declined, bool_or(outcome = 'asked') AS asked
      FROM read.override GROUP BY 1) o USING (grading_id)
    WHERE ${within} GROUP BY 1 ORDER BY 1 NULLS LAST`.execute(db)
  const reasons = await sql<{ reason: OverrideReason; n: number }>`
    SELECT reason, count(*)::int AS n FROM read.override WHERE ${within} GROUP BY 1 ORDER BY 1`.execute(db)
  return {
    rows: rows.map(({ region: code, ...own }) => ({ region: code, ...rated(own) })),
    totals: rated(rows.reduce(added, none)),
    reasons: Object.fromEntries(reasons.rows.map(({ reason, n }) => [reason, n])),
  }
}

type Sum = Omit<OverrideCounts, 'rate'> & { readonly either: number }
type Counted = Sum & { readonly region: string | null }
const none: Sum = { gradings: 0, raised: 0, lowered: 0, declined: 0, asked: 0, either: 0 }
const counts: RawBuilder<unknown> = sql`count(*)::int AS gradings,
  count(*) FILTER (WHERE raised)::int AS raised, count(*) FILTER (WHERE lowered)::int AS lowered,
  count(*) FILTER (WHERE declined)::int AS declined, count(*) FILTER (WHERE asked)::int AS asked,
  count(*) FILTER (WHERE raised OR lowered)::int AS either`

const added = (sum: Sum, row: Sum): Sum => ({
  gradings: sum.gradings + row.gradings,
  raised: sum.raised + row.raised,
  lowered: sum.lowered + row.lowered,
  declined: sum.declined + row.declined,
  asked: sum.asked + row.asked,
  either: sum.either + row.either,
})
const rated = ({ either, ...own }: Sum): OverrideCounts => ({
  ...own,
  rate: own.gradings === 0 ? null : Math.round((either / own.gradings) * 10_000) / 10_000,
})
