/**
 * 答复台: which reports a federation owes a word on, the soonest first. A row is a report with the answer that it
 * is owed; it is `late` when the moment for the next word has passed, and it goes on being owed then.
 */

import { type Answer, type Answers, answerBy, answersWithout, evolveAnswers } from '@jiahe/domain/answers.ts'
import type { DomainEvent } from '@jiahe/domain/catalogue.ts'
import { sql } from 'kysely'
import { type Viewer, visibleTo } from './caseSeal.ts'
import { decodeCursor, encodeCursor, type Page } from './paging.ts'
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
  readonly answer: Answer
}

const tables = `
CREATE TABLE answer_desk (
  report_id uuid PRIMARY KEY, case_id uuid NOT NULL, assignee text COLLATE "C" NOT NULL, state text NOT NULL,
  extension text NOT NULL, answer_by timestamptz, answer jsonb NOT NULL);
CREATE INDEX ON answer_desk (case_id);
CREATE INDEX ON answer_desk (assignee, answer_by);
`

const types = [
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
  version: 1,
  types,
  tables,
  async fold(events, store) {
    const own = events.filter(isRead)
    const reportOf = ({ type, data }: Read) => (type === 'IntakeAmended' ? data.intakeId : data.reportId)
    const loaded = await store.load<ReportRow>('answer_desk', 'report_id', own.map(reportOf))
    const rows = Rows.of(loaded, (row) => row.report_id)
    for (const event of own) {
      const reportId = reportOf(event)
      const standing = rows.get(reportId)
      const before: Answers = { answers: new Map(standing ? [[reportId, standing.answer]] : []) }
      if (event.type === 'IntakeAmended') {
        if (standing && event.data.movedTo !== null && answersWithout(before, reportId).answers.size === 0)
          rows.set(reportId, { ...standing, state: 'moved', answer_by: null })
        continue
      }
      // What passed before it moved away is told later.
      if (standing?.state === 'moved') continue
      const answer = { ...before, ...evolveAnswers(before, event) }.answers.get(reportId)
      if (answer) rows.set(reportId, rowOf(event.metadata.correlationId, answer))
    }
    await store.put('answer_desk', ['report_id'], rows.changed())
  },
}

const rowOf = (case_id: string, answer: Answer): ReportRow => ({
  report_id: answer.reportId,
  case_id,
  assignee: answer.assignee,
  state: answer.state,
  extension: answer.extension,
  answer_by: answerBy(answer),
  answer,
})

export interface AnswerItem {
  readonly reportId: string
  readonly caseId: string
  readonly state: string
  readonly assignee: string
  readonly takeBy: string
  readonly concludeBy: string
  /** When the next word is owed; null when the last was said. */
  readonly answerBy: string | null
  readonly extension: string
  readonly late: boolean
}
export interface AnswerQuery {
  /** Account that asks: a sealed case is there for those named only. */
  readonly viewer: Viewer
  /** Federation whose reports these are, its own or those below it. */
  readonly scope: string
  readonly state?: string | undefined
  readonly late?: boolean | undefined
  readonly assignee?: string | undefined
  readonly cursor?: string | undefined
  readonly limit: number
  readonly now: Date
}

export async function listAnswers(db: ReadDb, query: AnswerQuery): Promise<Page<AnswerItem>> {
  const { scope, viewer, state, late, assignee, now, limit } = query
  const filter = sql`state <> 'moved' AND ${visibleTo(viewer, 'answer_desk.case_id')} AND assignee LIKE ${`${scope}%`}
    AND (${assignee ?? null}::text IS NULL OR assignee = ${assignee ?? null})
    AND (${state ?? null}::text IS NULL OR state = ${state ?? null})
    AND (${late ?? null}::boolean IS NULL OR coalesce(answer_by < ${now}, false) = ${late ?? null})`
  const [at, id] = decodeCursor(query.cursor) ?? ['-infinity', '00000000-0000-0000-0000-000000000000']
  const { rows } = await sql<ReportRow & { key: string }>`
    SELECT *, coalesce(answer_by, 'infinity')::text AS key FROM read.answer_desk
    WHERE ${filter} AND (coalesce(answer_by, 'infinity'), report_id) > (${at}::timestamptz, ${id}::uuid)
    ORDER BY coalesce(answer_by, 'infinity'), report_id LIMIT ${limit + 1}`.execute(db)
  const counted = await sql<{ total: number }>`
    SELECT count(*)::int AS total FROM read.answer_desk WHERE ${filter}`.execute(db)
  const shown = rows.slice(0, limit)
  const last = rows.length > limit ? shown.at(-1) : undefined
  return {
    items: shown.map(({ case_id, answer }) => answerItem(case_id, answer, now)),
    nextCursor: last ? encodeCursor([last.key, last.report_id]) : null,
    total: counted.rows[0]!.total,
  }
}

export function answerItem(caseId: string, answer: Answer, now: Date): AnswerItem {
  const { reportId, state, assignee, takeBy, concludeBy, extension } = answer
  const by = answerBy(answer)
  const late = by !== null && Date.parse(by) < now.getTime()
  return { reportId, caseId, state, assignee, takeBy, concludeBy, answerBy: by, extension, late }
}
