/**
 * 回访台: whom a federation has to call now, most urgent first. A row is an alert with the callback that is next
 * for it: it is `due` or `late` once its time has begun, and until then the row says what came of the last one.
 */
import type { Regions } from '@jiahe/domain/regions.ts'
import type { CallbackState, DisputeType, Level } from '@jiahe/domain/vocabulary.ts'
import { sql } from 'kysely'
import { type Viewer, visibleTo } from './caseSeal.ts'
import { knownRegion } from './dimensions.ts'
import { decodeCursor, type Page, pageOf } from './paging.ts'
import type { ReadModel } from './readModel.ts'
import { type ReadDb, Rows } from './tables.ts'

type Settled = 'done' | 'unreachable'
interface Duty {
  readonly dutyId: string
  readonly opensAt: string
  readonly dueAt: string
  readonly state: 'open' | Settled
}
interface AlertRow {
  readonly alert_id: string
  readonly case_id: string
  /** Null until somebody has to be called about it. */
  readonly assignee: string | null
  readonly level: Level | null
  /** Where it happened and what it is about, as the alert says; a callback is told from another by it. */
  readonly region: string | null
  readonly dispute_type: DisputeType | null
  readonly duties: readonly Duty[]
  /** The earliest duty that is open; null when all are settled. */
  readonly opens_at: string | null
  readonly due_at: string | null
  /** What came of the last duty that is settled; null when none is. */
  readonly settled: Settled | null
  readonly settled_due_at: string | null
}

const tables = `
CREATE TABLE callback_desk (
  alert_id uuid PRIMARY KEY, case_id uuid NOT NULL, assignee text COLLATE "C", level text,
  region text, dispute_type text,
  duties jsonb NOT NULL, opens_at timestamptz, due_at timestamptz, settled text, settled_due_at timestamptz);
CREATE INDEX ON callback_desk (case_id);
CREATE INDEX ON callback_desk (assignee, due_at);
`

export const callbackDesk: ReadModel = {
  name: 'callbackDesk',
  version: 3,
  types: [
    'AlertReceived',
    'IntakeAmended',
    'CallbackScheduled',
    'CallbackCompleted',
    'CallbackShared',
    'HomeVisitRequested',
  ],
  tables,
  async fold(events, store, { regions }) {
    const cases = events.map((event) => event.metadata.correlationId)
    const loaded = await store.load<AlertRow>('callback_desk', 'case_id', cases)
    const rows = Rows.of(loaded, (row) => row.alert_id)
    const settle = (caseId: string, ids: readonly string[], state: Settled) => {
      for (const row of rows.values().filter((r) => r.case_id === caseId)) {
        if (!row.duties.some((duty) => ids.includes(duty.dutyId))) continue
        const duties = row.duties.map((d) => (ids.includes(d.dutyId) ? { ...d, state } : d))
        rows.set(row.alert_id, { ...row, ...next(duties) })
      }
    }
    for (const event of events) {
      const case_id = event.metadata.correlationId
      if (event.type === 'AlertReceived')
        rows.set(event.id, { ...blank, alert_id: event.id, case_id, ...matterOf(event.data, regions) })
      else if (event.type === 'CallbackCompleted' || event.type === 'CallbackShared')
        settle(case_id, event.data.discharged, 'done')
      else if (event.type === 'HomeVisitRequested') settle(case_id, event.data.unreachable, 'unreachable')
      else if (event.type === 'CallbackScheduled') {
        const { alertId: alert_id, assignee, level, replaces } = event.data
        const row = rows.get(alert_id)
        const gone = [...replaces, ...event.data.duties.map((duty) => duty.dutyId)]
        const kept = (row?.duties ?? []).filter((d) => !gone.includes(d.dutyId))
        const fresh = event.data.duties.map((duty) => ({ ...duty, state: 'open' as const }))
        rows.set(alert_id, {
          ...blank,
          ...row,
          alert_id,
          case_id,
          assignee,
          level,
          ...next([...kept, ...fresh]),
        })
      } else if (event.type === 'IntakeAmended') {
        const row = rows.get(event.data.intakeId)
        const gone = event.data.movedTo === null ? {} : next([])
        if (row) rows.set(row.alert_id, { ...row, ...matterOf(event.data, regions), ...gone })
      }
    }
    await store.put('callback_desk', ['alert_id'], rows.changed())
  },
}

/** An alert nobody has to be called about yet. */
const blank = {
  ...{ assignee: null, level: null, region: null, dispute_type: null },
  ...{ duties: [], opens_at: null, due_at: null, settled: null, settled_due_at: null },
}
const matterOf = (
  { regionCode, disputeType }: { readonly regionCode: string | null; readonly disputeType: DisputeType },
  regions: Regions,
) => ({ region: knownRegion(regionCode, regions), dispute_type: disputeType })

type Next = Pick<AlertRow, 'duties' | 'opens_at' | 'due_at' | 'settled' | 'settled_due_at'>
function next(unsorted: readonly Duty[]): Next {
  const duties = [...unsorted].sort((a, b) => Date.parse(a.dueAt) - Date.parse(b.dueAt))
  const open = duties.find((duty) => duty.state === 'open')
  const last = duties.findLast((duty) => duty.state !== 'open')
  return {
    duties,
    opens_at: open?.opensAt ?? null,
    due_at: open?.dueAt ?? null,
    settled: last && last.state !== 'open' ? last.state : null,
    settled_due_at: last?.dueAt ?? null,
  }
}

export interface CallbackItem {
  readonly caseId: string
  readonly alertId: string
  readonly state: CallbackState
  readonly level: Level
  readonly assignee: string
  readonly regionCode: string | null
  readonly disputeType: DisputeType | null
  readonly opensAt: string | null
  readonly dueAt: string
}
export interface CallbackQuery {
  /** Account that asks: a sealed case is there for those named only. */
  readonly viewer: Viewer
  /** Federation whose callbacks these are, its own or those below it. */
  readonly scope: string
  readonly state?: CallbackState | undefined
  readonly assignee?: string | undefined
  readonly cursor?: string | undefined
  readonly limit: number
  readonly now: Date
}

export async function listCallbacks(db: ReadDb, query: CallbackQuery): Promise<Page<CallbackItem>> {
  const { scope, viewer, state, assignee, now, limit } = query
  const [at, id] = decodeCursor(query.cursor) ?? ['-infinity', '00000000-0000-0000-0000-000000000000']
  const listed = sql`
    SELECT alert_id, case_id, level, assignee, region, dispute_type, opens_at, state,
      CASE WHEN acting THEN due_at ELSE settled_due_at END AS due_at,
      CASE WHEN acting THEN due_at ELSE 'infinity' END AS sort
    FROM (SELECT *, CASE WHEN NOT acting THEN settled WHEN due_at < ${now} THEN 'late' ELSE 'due' END AS state
      FROM (SELECT *, opens_at IS NOT NULL AND (opens_at <= ${now} OR settled IS NULL) AS acting
        FROM read.callback_desk WHERE (opens_at IS NOT NULL OR settled IS NOT NULL) AND ${visibleTo(viewer, 'callback_desk.case_id')}
          AND assignee LIKE ${`${scope}%`} AND (${assignee ?? null}::text IS NULL OR assignee = ${assignee ?? null})) d) d
    WHERE ${state ?? null}::text IS NULL OR state = ${state ?? null}`
  const { rows } = await sql<Listed>`
    SELECT *, sort::text AS key FROM (${listed}) l
    WHERE (sort, alert_id) > (${at}::timestamptz, ${id}::uuid)
    ORDER BY sort, alert_id LIMIT ${limit + 1}`.execute(db)
  const counted = await sql<{ total: number }>`SELECT count(*)::int AS total FROM (${listed}) l`.execute(db)
  return pageOf(rows, {
    ...{ limit, total: counted.rows[0]!.total },
    item: (row) => ({
      caseId: row.case_id,
      alertId: row.alert_id,
      state: row.state,
      level: row.level,
      assignee: row.assignee,
      regionCode: row.region,
      disputeType: row.dispute_type,
      opensAt: row.opens_at?.toISOString() ?? null,
      dueAt: row.due_at.toISOString(),
    }),
    key: (row) => [row.key, row.alert_id],
  })
}

interface Listed {
  readonly alert_id: string
  readonly case_id: string
  readonly state: CallbackState
  readonly level: Level
  readonly assignee: string
  readonly region: string | null
  readonly dispute_type: DisputeType | null
  readonly opens_at: Date | null
  readonly due_at: Date
  readonly key: string
}
