/**
 * The streams that a policy stopped at, in memory and in the database: from the parked event on, the events of
 * such a stream wait in order. A row goes only when everything that waited behind it is done.
 */
import type { PolicyDb } from './checkpoint.ts'

export interface Parked {
  readonly stream: string
  /** Of the event that it stopped at. */
  readonly position: string
}
export interface Parking {
  has(stream: string): boolean
  readonly parked: () => readonly Parked[]
  /** Also moves a stream that is parked already to a later event. */
  park(event: { stream: string; id: string; position: string }, fault: string, now: Date): Promise<void>
  release(parked: Parked): Promise<void>
  /** Those of which someone asked that they be tried again. */
  wanted(): Promise<readonly Parked[]>
}

export async function openParking(db: PolicyDb, name: string): Promise<Parking> {
  const own = () => db.selectFrom('policy.parked').select(['stream', 'position']).where('name', '=', name)
  const parked = new Map((await own().execute()).map((row) => [row.stream, row.position]))
  return {
    has: (stream) => parked.has(stream),
    parked: () => [...parked].map(([stream, position]) => ({ stream, position })),
    async park({ stream, id, position }, fault, parked_at) {
      const row = { event_id: id, position, parked_at, fault, retry: false }
      await db
        .insertInto('policy.parked')
        .values({ name, stream, ...row })
        .onConflict((c) => c.columns(['name', 'stream']).doUpdateSet(row))
        .execute()
      parked.set(stream, position)
    },
    async release({ stream, position }) {
      await db
        .deleteFrom('policy.parked')
        .where('name', '=', name)
        .where('stream', '=', stream)
        .where('position', '=', position)
        .execute()
      parked.delete(stream)
    },
    wanted: async () => (parked.size === 0 ? [] : await own().where('retry', '=', true).execute()),
  }
}

/** Asks the running policies to try what they parked again: one stream, or all. Answers how many there are. */
export async function retryParked(db: PolicyDb, stream?: string): Promise<number> {
  const update = db.updateTable('policy.parked').set({ retry: true })
  const { numUpdatedRows } = await (stream === undefined
    ? update
    : update.where('stream', '=', stream)
  ).executeTakeFirst()
  return Number(numUpdatedRows)
}
