/**
 * Reads and writes reservations by the batch. All of it happens under the lock of the admission, so a row that
 * was read is still as it was when it is written.
 */
import { sql } from 'kysely'
import type { Kind } from './body.ts'
import type { IntakeDb, IntakeTransaction, Step } from './receiptTable.ts'

export interface Reference {
  readonly source: string
  readonly sourceRef: string
}
export interface Reservation extends Reference {
  readonly kind: Kind
  readonly caseId: string
  readonly intakeId: string
  readonly eventId: string
  /** Keyed hash of the content, in hex; null once a person that it tells of was erased. */
  readonly contentHash: string | null
  readonly amendments: number
  readonly position: string | null
  readonly pending: readonly Step[]
}
/** A reservation all of whose steps are in the log, as it stood then. */
export interface Recorded extends Reference {
  readonly amendments: number
  readonly position: string
}

export const keyOf = ({ source, sourceRef }: Reference): string => JSON.stringify([source, sourceRef])

export async function loadReservations(
  trx: IntakeTransaction,
  references: readonly Reference[],
): Promise<Map<string, Reservation>> {
  const sources = references.map((r) => r.source)
  const names = references.map((r) => r.sourceRef)
  const rows = await trx
    .selectFrom('intake.receipt')
    .selectAll()
    .where(sql<boolean>`(source, source_ref) IN (SELECT * FROM unnest(${sources}::text[], ${names}::text[]))`)
    .execute()
  return new Map(
    rows.map((row) => {
      const reservation = {
        source: row.source,
        sourceRef: row.source_ref,
        kind: row.kind,
        caseId: row.case_id,
        intakeId: row.intake_id,
        eventId: row.event_id,
        contentHash: row.content_hash?.toString('hex') ?? null,
        amendments: row.amendments,
        position: row.position,
        pending: (row.pending as Step[] | null) ?? [],
      }
      return [keyOf(reservation), reservation]
    }),
  )
}

/** New reservations, and changed ones in place of what stood there. */
export async function saveReservations(
  trx: IntakeTransaction,
  reservations: readonly Reservation[],
  now: Date,
): Promise<void> {
  if (reservations.length === 0) return
  const rows = reservations.map((r) => ({
    source: r.source,
    source_ref: r.sourceRef,
    kind: r.kind,
    case_id: r.caseId,
    intake_id: r.intakeId,
    event_id: r.eventId,
    content_hash: r.contentHash === null ? null : Buffer.from(r.contentHash, 'hex'),
    amendments: r.amendments,
    received_at: now,
    position: r.position,
    pending: JSON.stringify(r.pending),
  }))
  const changing = [
    'kind',
    'case_id',
    'intake_id',
    'event_id',
    'content_hash',
    'amendments',
    'position',
    'pending',
  ] as const
  await trx
    .insertInto('intake.receipt')
    .values(rows)
    .onConflict((c) =>
      c
        .columns(['source', 'source_ref'])
        .doUpdateSet((eb) =>
          Object.fromEntries(changing.map((column) => [column, eb.ref(`excluded.${column}`)])),
        ),
    )
    .execute()
}

/** Marks what is in the log, unless it was amended since and has more to append. */
export async function markRecorded(
  db: IntakeDb | IntakeTransaction,
  recorded: readonly Recorded[],
): Promise<void> {
  if (recorded.length === 0) return
  const column = <K extends keyof Recorded>(name: K) => recorded.map((r) => r[name])
  await sql`
    UPDATE intake.receipt AS r SET position = done.position, pending = NULL
    FROM unnest(${column('source')}::text[], ${column('sourceRef')}::text[], ${column('amendments')}::int[],
      ${column('position')}::text[]) AS done (source, source_ref, amendments, position)
    WHERE r.source = done.source AND r.source_ref = done.source_ref AND r.amendments = done.amendments`.execute(
    db,
  )
}

/** Reservations that are older than `before` and still have something to append, in their order. */
export async function openReservations(
  db: IntakeDb,
  before: Date,
): Promise<(Recorded & { pending: Step[] })[]> {
  const rows = await db
    .selectFrom('intake.receipt')
    .select(['source', 'source_ref', 'amendments', 'pending'])
    .where('pending', 'is not', null)
    .where('received_at', '<=', before)
    .orderBy('n')
    .execute()
  return rows.map((row) => ({
    source: row.source,
    sourceRef: row.source_ref,
    amendments: row.amendments,
    position: '',
    pending: row.pending as Step[],
  }))
}
