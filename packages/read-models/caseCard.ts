/**
 * 一户一档: which families there are, newest matter first, with what a list shows of each. The card itself is
 * folded from the family's own history when it is opened, so that it is never behind.
 */
import type { DataOf, DomainEvent } from '@jiahe/domain/catalogue.ts'
import { evolveOverrides, noOverrides, type Overrides, standingLevel } from '@jiahe/domain/overrides.ts'
import type { Channel, DisputeType, Level, MaritalStatus } from '@jiahe/domain/vocabulary.ts'
import { sql } from 'kysely'
import { withinScope } from './caseScope.ts'
import { type Viewer, visibleTo } from './caseSeal.ts'
import { knownRegion } from './dimensions.ts'
import { decodeCursor, encodeCursor, type Page } from './paging.ts'
import type { ReadModel } from './readModel.ts'
import { type ReadDb, Rows } from './tables.ts'

interface Matter {
  readonly kind: 'alert' | 'report'
  readonly occurredAt: string
  readonly regionCode: string | null
  readonly disputeType: DisputeType
  readonly maritalStatus: MaritalStatus | null
  readonly channel: Channel
  readonly people: readonly string[]
}
export interface CaseRow {
  readonly case_id: string
  readonly intakes: Readonly<Record<string, Matter>>
  /** What it stands at, from the grade and what people said against it. */
  readonly level: Level | null
  readonly graded: { readonly gradingId: string; readonly level: Level } | null
  readonly overrides: Overrides
  readonly region: string | null
  readonly dispute_type: DisputeType | null
  readonly marital_status: MaritalStatus | null
  readonly channel: Channel | null
  /** When the newest of its matters became known. */
  readonly told_at: string
  /** Everyone whom its matters name. */
  readonly people: readonly string[]
  /** Everyone whom they ever named, also those whom an amendment took out. */
  readonly ever_named: readonly string[]
  readonly erased: readonly string[]
  readonly leader_id: string | null
  readonly merged_into: string | null
  readonly closed: boolean
}

const tables = `
CREATE TABLE case_card (
  case_id uuid PRIMARY KEY, intakes jsonb NOT NULL, level text, graded jsonb, overrides jsonb NOT NULL, region text COLLATE "C", dispute_type text,
  marital_status text, channel text, told_at timestamptz NOT NULL, people uuid[] NOT NULL,
  ever_named uuid[] NOT NULL, erased uuid[] NOT NULL, leader_id uuid,
  merged_into uuid, closed boolean NOT NULL);
CREATE INDEX ON case_card (told_at DESC, case_id DESC);
CREATE INDEX ON case_card (region);
CREATE INDEX ON case_card (merged_into) WHERE merged_into IS NOT NULL;
CREATE INDEX ON case_card USING gin (people);
CREATE INDEX ON case_card USING gin (ever_named);
CREATE INDEX ON case_card (case_id) WHERE erased <> '{}';
`

export const caseCard: ReadModel = {
  name: 'caseCard',
  version: 4,
  types: [
    'AlertReceived',
    'ReportReceived',
    'IntakeAmended',
    'RiskGraded',
    'GradeOverridden',
    'OverrideApproved',
    'OverrideDeclined',
    'CaseClosed',
    'CaseReopened',
    'CasesMerged',
    'CaseJoined',
    'CaseParted',
    'LeaderTookCharge',
    'LeaderReleased',
    'PersonErased',
  ],
  tables,
  async fold(events, store, { regions }) {
    const ids = events.map((event) => event.metadata.correlationId)
    const rows = Rows.of(await store.load<CaseRow>('case_card', 'case_id', ids), (row) => row.case_id)
    for (const event of events) {
      const { correlationId: case_id, recordedAt, occurredAt } = event.metadata
      const row = rows.get(case_id) ?? emptyRow(case_id, recordedAt)
      if (isOfLevel(event)) rows.set(case_id, { ...row, ...levelled(row, event), ...standing(event) })
      else if (event.type === 'AlertReceived' || event.type === 'ReportReceived') {
        const kind = event.type === 'AlertReceived' ? 'alert' : 'report'
        const intakes = { ...row.intakes, [event.id]: { kind, occurredAt, ...placeOf(event.data) } as const }
        const ever_named = together(row.ever_named, peopleOf(event.data))
        rows.set(case_id, { ...row, intakes, ever_named, told_at: recordedAt, ...newestOf(intakes) })
      } else if (event.type === 'IntakeAmended') {
        const { [event.data.intakeId]: before, ...others } = row.intakes
        if (!before) continue
        const amended = { kind: before.kind, occurredAt, ...placeOf(event.data) }
        const intakes =
          event.data.movedTo === null ? { ...row.intakes, [event.data.intakeId]: amended } : others
        const ever_named =
          event.data.movedTo === null ? together(row.ever_named, peopleOf(event.data)) : row.ever_named
        rows.set(case_id, { ...row, intakes, ever_named, ...newestOf(intakes) })
      } else if (event.type === 'PersonErased')
        rows.set(case_id, { ...row, erased: together(row.erased, [event.data.personId]) })
      else rows.set(case_id, { ...row, ...standing(event) })
    }
    await store.put('case_card', ['case_id'], rows.changed())

    function newestOf(intakes: Readonly<Record<string, Matter>>) {
      const newest = Object.values(intakes).reduce<Matter | null>(
        (a, b) => (a && Date.parse(a.occurredAt) > Date.parse(b.occurredAt) ? a : b),
        null,
      )
      return {
        region: knownRegion(newest?.regionCode ?? null, regions),
        dispute_type: newest?.disputeType ?? null,
        marital_status: newest?.maritalStatus ?? null,
        channel: newest?.channel ?? null,
        people: [...new Set(Object.values(intakes).flatMap((intake) => intake.people))].sort(),
      }
    }
  },
}

type OfLevel = Parameters<typeof evolveOverrides>[1]
const ofLevel: readonly string[] = [
  'RiskGraded',
  'GradeOverridden',
  'OverrideApproved',
  'OverrideDeclined',
  'CaseClosed',
  'CasesMerged',
]
const isOfLevel = (event: DomainEvent): event is OfLevel => ofLevel.includes(event.type)

function levelled({ graded, overrides: before }: CaseRow, event: OfLevel) {
  const overrides = { ...before, ...evolveOverrides(before, event) }
  const grading = event.type === 'RiskGraded' ? { gradingId: event.id, level: event.data.level } : graded
  return { graded: grading, overrides, level: standingLevel({ grading, ...overrides }) }
}

/** Whose it is by name, whether it is closed, and which case it is one with. */
function standing(event: DomainEvent): Partial<CaseRow> {
  if (event.type === 'CaseClosed') return { closed: true }
  if (event.type === 'CaseReopened') return { closed: false }
  if (event.type === 'CaseJoined') return { merged_into: event.data.into }
  if (event.type === 'CaseParted') return { merged_into: null }
  if (event.type === 'LeaderTookCharge') return { leader_id: event.data.leaderId }
  return event.type === 'LeaderReleased' ? { leader_id: null } : {}
}

const emptyRow = (case_id: string, told_at: string): CaseRow => ({
  ...{ case_id, told_at, intakes: {}, level: null, graded: null, overrides: noOverrides },
  ...{ region: null, dispute_type: null, marital_status: null, channel: null, people: [] },
  ...{ ever_named: [], erased: [] },
  ...{ leader_id: null, merged_into: null, closed: false },
})

const placeOf = ({
  regionCode,
  disputeType,
  maritalStatus,
  channel,
  parties,
}: Omit<Matter, 'kind' | 'occurredAt' | 'people'> & Pick<DataOf<'AlertReceived'>, 'parties'>) => ({
  ...{ regionCode, disputeType, maritalStatus, channel },
  people: peopleOf({ parties }),
})
const peopleOf = ({ parties }: Pick<DataOf<'AlertReceived'>, 'parties'>): string[] =>
  parties.map(({ personId }) => personId)
const together = (known: readonly string[], more: readonly string[]): string[] =>
  [...new Set([...known, ...more])].sort()

export interface CaseItem {
  readonly id: string
  readonly level: Level | null
  readonly regionCode: string | null
  readonly disputeType: DisputeType | null
  readonly maritalStatus: MaritalStatus | null
  readonly channel: Channel | null
  readonly alerts: number
  readonly reports: number
  readonly toldAt: string
  readonly closed: boolean
  readonly leaderId: string | null
  readonly mergedInto: string | null
  readonly sealed: boolean
}
export interface CaseQuery {
  /** Account that asks: a sealed case is there for those named only. */
  readonly viewer: Viewer
  /** Federation that asks. It sees the cases that it or one below it has an order, a callback or an answer of, and while
   *  nobody has, its district those that happened there; a city sees all. */
  readonly scope: string
  /** Beginning of a case's id or of a region code. */
  readonly q?: string | undefined
  readonly state?: 'open' | 'closed' | undefined
  readonly cursor?: string | undefined
  readonly limit: number
  readonly now: Date
}

export async function listCases(db: ReadDb, query: CaseQuery): Promise<Page<CaseItem>> {
  const { scope, viewer, q, state, limit } = query
  const like = q === undefined ? null : `${q.replace(/[%_\\]/g, '\\$&')}%`
  const filter = sql`intakes <> '{}' AND ${visibleTo(viewer, 'c.case_id')} AND ${withinScope(scope)}
    AND (${state ?? null}::text IS NULL OR closed = (${state ?? null}::text = 'closed'))
    AND (${like}::text IS NULL OR c.case_id::text LIKE ${like} OR region LIKE ${like})`
  const [at, id] = decodeCursor(query.cursor) ?? ['infinity', 'ffffffff-ffff-ffff-ffff-ffffffffffff']
  const { rows } = await sql<CaseRow & { key: string; sealed: boolean }>`
    SELECT *, told_at::text AS key, ${isSealed} AS sealed FROM read.case_card c
    WHERE ${filter} AND (told_at, case_id) < (${at}::timestamptz, ${id}::uuid)
    ORDER BY told_at DESC, case_id DESC LIMIT ${limit + 1}`.execute(db)
  const counted = await sql<{ total: number }>`
    SELECT count(*)::int AS total FROM read.case_card c WHERE ${filter}`.execute(db)
  const shown = rows.slice(0, limit)
  const last = rows.length > limit ? shown.at(-1) : undefined
  return {
    items: shown.map(itemOf),
    nextCursor: last ? encodeCursor([last.key, last.case_id]) : null,
    total: counted.rows[0]!.total,
  }
}

export const isSealed = sql<boolean>`
  EXISTS (SELECT FROM read.case_seal s WHERE s.case_id = c.case_id AND s.named IS NOT NULL)`

export function itemOf(row: CaseRow & { readonly sealed: boolean }): CaseItem {
  const kinds = Object.values(row.intakes).map((intake) => intake.kind)
  return {
    id: row.case_id,
    level: row.level,
    regionCode: row.region,
    disputeType: row.dispute_type,
    maritalStatus: row.marital_status,
    channel: row.channel,
    alerts: kinds.filter((kind) => kind === 'alert').length,
    reports: kinds.filter((kind) => kind === 'report').length,
    toldAt: new Date(row.told_at).toISOString(),
    closed: row.closed,
    leaderId: row.leader_id,
    mergedInto: row.merged_into,
    sealed: row.sealed,
  }
}
