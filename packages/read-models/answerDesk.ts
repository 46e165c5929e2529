/**
 * 答复台: which reports a federation owes a word on, the soonest first. A row is a report with the answer that it
 * is owed; it is `late` when the moment for the next word has passed, and it goes on being owed then.
 */

import { type Answer, type Answers, answerBy, evolveAnswers } from '@jiahe/domain/answers.ts'
import type { DomainEvent } from '@jiahe/domain/catalogue.ts'
import type { Regions } from '@jiahe/domain/regions.ts'
import type { AnswerState, Channel, DisputeType } from '@jiahe/domain/vocabulary.ts'
import { sql } from 'kysely'
import { type Viewer, visibleTo } from './caseSeal.ts'
import { knownRegion } from './dimensions.ts'
import { decodeCursor, type Page, pageOf } from './paging.ts'
import type { ReadModel } from './readModel.ts'
import { type ReadDb, Rows } from './tables.ts'

interface ReportRow {
  readonly report_id: string
  readonly case_id: string
  readonly assignee: string
  readonly state: string
  readonly extension: string
  /** When the next word is owed; null when the last was said, or the report moved to another case. */
  readonly answer_by: string | null
  /** Null while none is scheduled. */
  readonly answer: Answer | null
  /** Where it is and what it is about, as the report says; one is told from another by it. */
  readonly region: string | null
  readonly dispute_type: DisputeType | null
  readonly channel: Channel | null
  readonly received_at: string | null
}

const tables = `
CREATE TABLE answer_desk (
  report_id uuid PRIMARY KEY, case_id uuid NOT NULL, assignee text COLLATE "C" NOT NULL, state text NOT NULL,
  extension text NOT NULL, answer_by timestamptz, answer jsonb,
  region text, dispute_type text, channel text, received_at timestamptz);
CREATE INDEX ON answer_desk (case_id);
CREATE INDEX ON answer_desk (assignee, answer_by);
`

const types = [
  'ReportReceived',
  'AnswerScheduled',
  'ReportTaken',
  'ReportDeclined',
  'ReportConcluded',
  'AnswerExtensionRequested',
  'ExtensionApproved',
  'AnswerExtensionRejected',
  'AnswerMissed',
  'IntakeAmended',
] as const
type Read = Extract<DomainEvent, { type: (typeof types)[number] }>
const isRead = (event: DomainEvent): event is Read => (types as readonly string[]).includes(event.type)

export const answerDesk: ReadModel = {
  name: 'answerDesk',
  version: 2,
  types,
  tables,
  async fold(events, store, { regions }) {
    const own = events.filter(isRead)
    const loaded = await store.load<ReportRow>('answer_desk', 'report_id', own.map(reportOf))
    const rows = Rows.of(loaded, (row) => row.report_id)
    for (const event of own) {
      const report_id = reportOf(event)
      const standing = rows.get(report_id)
      const base = { ...blank, ...standing, report_id, case_id: event.metadata.correlationId }
      if (event.type === 'ReportReceived') {
        const { channel } = event.data
        const received_at = event.metadata.occurredAt
        rows.set(report_id, { ...base, ...matterOf(event.data, regions), channel, received_at })
      } else if (event.type === 'IntakeAmended') {
        if (standing) rows.set(report_id, { ...standing, ...amended(event, regions) })
      } else if (standing?.state !== 'moved') {
        // What passed before it moved away is told later.
        const before: Answers = { answers: new Map(standing?.answer ? [[report_id, standing.answer]] : []) }
        const answer = { ...before, ...evolveAnswers(before, event) }.answers.get(report_id)
        if (answer) rows.set(report_id, { ...base, ...standingOf(answer) })
      }
    }
    await store.put('answer_desk', ['report_id'], rows.changed())
  },
}

function reportOf({ type, id, data }: Read): string {
  if (type === 'ReportReceived') return id
  return type === 'IntakeAmended' ? data.intakeId : data.reportId
}

/** A report whose answer is not scheduled: nobody's desk has it yet, and where its channel owes none, ever. */
const blank = {
  ...{ assignee: '', state: 'unscheduled', extension: 'none', answer_by: null, answer: null },
  ...{ region: null, dispute_type: null, channel: null, received_at: null },
}
const standingOf = (answer: Answer) => ({
  assignee: answer.assignee,
  state: answer.state,
  extension: answer.extension,
  answer_by: answerBy(answer),
  answer,
})
const matterOf = (
  { regionCode, disputeType }: { readonly regionCode: string | null; readonly disputeType: DisputeType },
  regions: Regions,
) => ({ region: knownRegion(regionCode, regions), dispute_type: disputeType })

const amended = ({ data }: Extract<Read, { type: 'IntakeAmended' }>, regions: Regions) => ({
  ...matterOf(data, regions),
  ...(data.movedTo === null ? {} : { state: 'moved', answer_by: null }),
})

export interface AnswerItem {
  readonly reportId: string
  readonly caseId: string
  readonly state: AnswerState
  readonly assignee: string
  readonly takeBy: string
  readonly concludeBy: string
  /** When the next word is owed; null when the last was said. */
  readonly answerBy: string | null
  readonly takenAt: string | null
  /** When it was declined or concluded. */
  readonly endedAt: string | null
  readonly extension: Answer['extension']
  readonly late: boolean
}
/** Beside it what the report is about. */
export interface DeskItem extends AnswerItem {
  readonly regionCode: string | null
  readonly disputeType: DisputeType | null
  readonly channel: Channel | null
  /** When whoever reported said so. */
  readonly receivedAt: string | null
}
export interface AnswerQuery {
  /** Account that asks: a sealed case is there for those named only. */
  readonly viewer: Viewer
  /** Federation whose reports these are, its own or those below it. */
  readonly scope: string
  readonly state?: string | undefined
  readonly late?: boolean | undefined
  /** Of those still owed: whether more time was asked for, and what was said to it. */
  readonly extension?: string | undefined
  readonly assignee?: string | undefined
  readonly cursor?: string | undefined
  readonly limit: number
  readonly now: Date
}

export async function listAnswers(db: ReadDb, query: AnswerQuery): Promise<Page<DeskItem>> {
  const { scope, viewer, state, late, extension, assignee, now, limit } = query
  const filter = sql`state NOT IN ('moved', 'unscheduled') AND ${visibleTo(viewer, 'answer_desk.case_id')} AND assignee LIKE ${`${scope}%`}
    AND (${assignee ?? null}::text IS NULL OR assignee = ${assignee ?? null})
    AND (${state ?? null}::text IS NULL OR state = ${state ?? null})
    AND (${extension ?? null}::text IS NULL OR (extension = ${extension ?? null} AND answer_by IS NOT NULL))
    AND (${late ?? null}::boolean IS NULL OR coalesce(answer_by < ${now}, false) = ${late ?? null})`
  const [at, id] = decodeCursor(query.cursor) ?? ['-infinity', '00000000-0000-0000-0000-000000000000']
  const { rows } = await sql<ReportRow & { key: string }>`
    SELECT *, coalesce(answer_by, 'infinity')::text AS key FROM read.answer_desk
    WHERE ${filter} AND (coalesce(answer_by, 'infinity'), report_id) > (${at}::timestamptz, ${id}::uuid)
    ORDER BY coalesce(answer_by, 'infinity'), report_id LIMIT ${limit + 1}`.execute(db)
  const counted = await sql<{ total: number }>`
    SELECT count(*)::int AS total FROM read.answer_desk WHERE ${filter}`.execute(db)
  return pageOf(rows, {
    ...{ limit, total: counted.rows[0]!.total },
    item: (row) => ({
      ...answerItem(row.case_id, row.answer!, now),
      ...{ regionCode: row.region, disputeType: row.dispute_type, channel: row.channel },
      receivedAt: row.received_at && new Date(row.received_at).toISOString(),
    }),
    key: (row) => [row.key, row.report_id],
  })
}

export function answerItem(caseId: string, answer: Answer, now: Date): AnswerItem {
  const { reportId, state, assignee, takeBy, concludeBy, takenAt, endedAt, extension } = answer
  const by = answerBy(answer)
  const late = by !== null && Date.parse(by) < now.getTime()
  return {
    ...{ reportId, caseId, state, assignee, takeBy, concludeBy, answerBy: by },
    ...{ takenAt, endedAt, extension, late },
  }
}
