/**
 * 值班表: who is on duty at which federation from when to when. A row is one shift, of its organisation's stream; one
 * that was taken back stays as such. Whom to call is worked out from it when somebody asks (`onDuty.ts`).
 */
import { idOfStream } from '@jiahe/domain/catalogue.ts'
import { fromHereUp, type OnDuty, whomToCall } from '@jiahe/domain/onDuty.ts'
import type { Shift } from '@jiahe/domain/organisation.ts'
import { sql } from 'kysely'
import { decodeCursor, type Page, pageOf } from './paging.ts'
import type { ReadModel } from './readModel.ts'
import { type ReadDb, Rows } from './tables.ts'

interface ShiftRow {
  readonly shift_id: string
  readonly federation: string
  readonly officer_is: Shift['officer']['is']
  readonly officer_id: string
  readonly role: Shift['role']
  readonly from_at: string | Date
  readonly until_at: string | Date
  readonly withdrawn: boolean
  /** Of the event that said it last. */
  readonly revision: number
}

const tables = `
CREATE TABLE duty_roster (
  shift_id uuid PRIMARY KEY, federation text COLLATE "C" NOT NULL, officer_is text NOT NULL, officer_id uuid NOT NULL,
  role text NOT NULL, from_at timestamptz NOT NULL, until_at timestamptz NOT NULL, withdrawn boolean NOT NULL,
  revision int NOT NULL);
CREATE INDEX ON duty_roster (federation, until_at) WHERE NOT withdrawn;
`

export const dutyRoster: ReadModel = {
  name: 'dutyRoster',
  version: 1,
  types: ['DutyRostered', 'DutyWithdrawn'],
  tables,
  async fold(events, store) {
    const ids = events.flatMap((event) => {
      if (event.type === 'DutyRostered') return event.data.shifts.map((shift) => shift.shiftId)
      return event.type === 'DutyWithdrawn' ? event.data.shiftIds : []
    })
    const rows = Rows.of(await store.load<ShiftRow>('duty_roster', 'shift_id', ids), (row) => row.shift_id)
    for (const event of events) {
      const { revision } = event
      const isNew = (id: string) => (rows.get(id)?.revision ?? -1) < revision
      if (event.type === 'DutyRostered') {
        const federation = idOfStream(event.stream)
        for (const shift of event.data.shifts)
          if (isNew(shift.shiftId)) rows.set(shift.shiftId, rowOf(shift, federation, revision))
      } else if (event.type === 'DutyWithdrawn') {
        for (const id of event.data.shiftIds)
          if (isNew(id) && rows.get(id)) rows.set(id, { ...rows.get(id)!, withdrawn: true, revision })
      }
    }
    await store.put('duty_roster', ['shift_id'], rows.changed())
  },
}

const rowOf = (
  { shiftId, officer, role, from, until }: Shift,
  federation: string,
  revision: number,
): ShiftRow => ({
  ...{ shift_id: shiftId, federation, officer_is: officer.is, officer_id: officer.id, role },
  ...{ from_at: from, until_at: until, withdrawn: false, revision },
})

export interface RosteredShift extends Shift {
  readonly federation: string
}
const shiftOf = ({ shift_id, federation, officer_is, officer_id, ...row }: ShiftRow): RosteredShift => ({
  ...{ shiftId: shift_id, federation, role: row.role, officer: { is: officer_is, id: officer_id } },
  from: new Date(row.from_at).toISOString(),
  until: new Date(row.until_at).toISOString(),
})

/** Whom to call for a federation, there or above it; null when nobody is on duty. */
export async function onDutyFor(db: ReadDb, federation: string, at: Date): Promise<OnDuty | null> {
  const { rows } = await sql<ShiftRow>`
    SELECT * FROM read.duty_roster
    WHERE federation = ANY(${fromHereUp(federation)}) AND NOT withdrawn AND until_at > ${at}
    ORDER BY from_at, shift_id`.execute(db)
  const shifts = rows.map(shiftOf)
  return whomToCall((code) => shifts.filter((shift) => shift.federation === code), federation, at)
}

export interface RosterQuery {
  /** Federation whose shifts these are, or those of all below it too. */
  readonly federation: string
  readonly below?: boolean | undefined
  /** Shifts that are not over at `from` and begin before `until`. */
  readonly from: Date
  readonly until?: Date | undefined
  readonly cursor?: string | undefined
  readonly limit: number
}

/** By when they begin. */
export async function listShifts(db: ReadDb, query: RosterQuery): Promise<Page<RosteredShift>> {
  const { federation, below = false, from, until, limit } = query
  const filter = sql`NOT withdrawn AND until_at > ${from}
    AND (federation = ${federation} OR (${below} AND federation LIKE ${`${federation}%`}))
    AND (${until ?? null}::timestamptz IS NULL OR from_at < ${until ?? null})`
  const [at, id] = decodeCursor(query.cursor) ?? ['-infinity', '00000000-0000-0000-0000-000000000000']
  const { rows } = await sql<ShiftRow & { key: string }>`
    SELECT *, from_at::text AS key FROM read.duty_roster
    WHERE ${filter} AND (from_at, shift_id) > (${at}::timestamptz, ${id}::uuid)
    ORDER BY from_at, shift_id LIMIT ${limit + 1}`.execute(db)
  const counted = await sql<{ total: number }>`
    SELECT count(*)::int AS total FROM read.duty_roster WHERE ${filter}`.execute(db)
  return pageOf(rows, {
    ...{ limit, total: counted.rows[0]!.total },
    item: shiftOf,
    key: (row) => [row.key, row.shift_id],
  })
}
