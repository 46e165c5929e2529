/**
 * The streams that policies stopped at, in memory and in the database: from the parked event on, the events of
 * such a stream wait in order. A row goes only when everything that waited behind it is done. Each process
 * knows those of its partitions.
 */
import type { RecordedEvent } from '@jiahe/event-log/log.ts'
import { partitionOf } from '@jiahe/service-kit/workSharing.ts'
import type { PolicyDb } from './schema.ts'

export interface Parked {
  /** Of the policy. */
  readonly name: string
  readonly stream: string
  /** Of the event that it stopped at. */
  readonly position: string
}
export interface Parking {
  has(name: string, stream: string): boolean
  readonly parked: () => readonly Parked[]
  /** Also moves a stream that is parked already to a later event. */
  park(name: string, event: RecordedEvent, fault: string, now: Date): Promise<void>
  release(parked: Parked): Promise<void>
  /** Those of which someone asked that they be tried again. */
  wanted(): Promise<readonly Parked[]>
}

export async function openParking(db: PolicyDb, partitions: readonly number[]): Promise<Parking> {
  const own = () =>
    db
      .selectFrom('policy.parked')
      .select(['name', 'stream', 'position'])
      .where('partition', 'in', partitions)
      .orderBy('position')
  const keyOf = (name: string, stream: string) => `${name} ${stream}`
  const parked = new Map((await own().execute()).map((row) => [keyOf(row.name, row.stream), row as Parked]))
  return {
    has: (name, stream) => parked.has(keyOf(name, stream)),
    parked: () => [...parked.values()],
    async park(name, { stream, id, position, metadata }, fault, parked_at) {
      const row = { event_id: id, position, parked_at, fault, retry: false }
      await db
        .insertInto('policy.parked')
        .values({ name, stream, partition: partitionOf(metadata.correlationId), ...row })
        .onConflict((c) => c.columns(['name', 'stream']).doUpdateSet(row))
        .execute()
      parked.set(keyOf(name, stream), { name, stream, position })
    },
    async release({ name, stream, position }) {
      await db
        .deleteFrom('policy.parked')
        .where('name', '=', name)
        .where('stream', '=', stream)
        .where('position', '=', position)
        .execute()
      parked.delete(keyOf(name, stream))
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
