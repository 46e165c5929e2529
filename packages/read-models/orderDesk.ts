/**
 * 工单台: what a federation has to do now, by clock. A row is the folded order; `order_clock` keeps when which
 * deadline was the next one, so that lateness can be asked for at any moment, and `watch` what is followed on.
 */
import { type DomainEvent, idOfStream, type WorkOrderEvent, workOrderTypes } from '@jiahe/domain/catalogue.ts'
import { isOpen } from '@jiahe/domain/supervisions.ts'
import { evolveWorkOrder, nextDeadline, type WorkOrder } from '@jiahe/domain/workOrder.ts'
import { sql } from 'kysely'
import { type Viewer, visibleTo } from './caseSeal.ts'
import { type OrderItem, orderItem } from './orderItem.ts'
import { decodeCursor, type Page, pageOf } from './paging.ts'
import type { ReadModel } from './readModel.ts'
import { type ReadDb, Rows, type Tables } from './tables.ts'

interface OrderRow {
  readonly order_id: string
  readonly case_id: string
  readonly order: WorkOrder
  readonly state: string
  readonly level: string
  readonly assignee: string
  readonly supervisor: string
  readonly assisting: string | null
  readonly next_deadline: string | null
  readonly supervised: boolean
  readonly bounces: number
  readonly dispatched_at: string
}
interface ClockRow {
  readonly order_id: string
  readonly from_at: string
  readonly until_at: string | null
  readonly due_at: string
  readonly grade: string
}

/** A time of an order on which it is watched; cut short where the order is open again. */
interface WatchRow {
  readonly order_id: string
  readonly from_at: string
  readonly until_at: string
}

const tables = `
CREATE TABLE order_desk (
  order_id uuid PRIMARY KEY, case_id uuid NOT NULL, "order" jsonb NOT NULL, state text NOT NULL, level text NOT NULL,
  assignee text NOT NULL, supervisor text NOT NULL, assisting text, next_deadline timestamptz,
  supervised boolean NOT NULL, bounces int NOT NULL, dispatched_at timestamptz NOT NULL);
CREATE INDEX ON order_desk (dispatched_at);
CREATE INDEX ON order_desk (next_deadline, order_id) WHERE supervised;
CREATE INDEX ON order_desk (assignee, state);
CREATE INDEX ON order_desk (case_id);
CREATE INDEX ON order_desk (next_deadline, order_id);
CREATE TABLE order_clock (
  order_id uuid, from_at timestamptz, until_at timestamptz, due_at timestamptz NOT NULL, grade text NOT NULL,
  PRIMARY KEY (order_id, from_at));
CREATE INDEX ON order_clock (due_at) WHERE until_at IS NULL;
CREATE INDEX ON order_clock (greatest(from_at, until_at));
CREATE TABLE watch (
  order_id uuid, from_at timestamptz, until_at timestamptz NOT NULL, PRIMARY KEY (order_id, from_at));
CREATE INDEX ON watch (from_at);
CREATE INDEX ON watch (until_at);
`

export const orderDesk: ReadModel = {
  name: 'orderDesk',
  version: 7,
  types: [...workOrderTypes, 'WatchStarted', 'WatchEnded'],
  tables,
  async fold(events, store) {
    const orderEvents = events.filter((e): e is WorkOrderEvent => e.stream.startsWith('workOrder-'))
    const ids = orderEvents.map((e) => idOfStream(e.stream))
    const rows = Rows.of(await store.load<OrderRow>('order_desk', 'order_id', ids), (r) => r.order_id)
    const running = new Map(
      (await store.load<ClockRow>('order_clock', 'order_id', ids))
        .filter((c) => c.until_at === null)
        .map((c) => [c.order_id, c]),
    )
    const clocks = Rows.of<ClockRow>([], clockKey)
    for (const event of orderEvents) {
      const id = idOfStream(event.stream)
      const standing = rows.get(id)?.order ?? null
      if (standing && event.revision <= standing.revision) continue
      const order = evolveWorkOrder(standing, event)
      if (!order) continue
      const due = nextDeadline(order)
      rows.set(id, rowOf(id, order, due))
      const at = event.metadata.recordedAt
      const before = running.get(id)
      if (before && due && sameMoment(before.due_at, due) && before.grade === order.level) continue
      if (before && !sameMoment(before.from_at, at)) clocks.set(clockKey(before), { ...before, until_at: at })
      const next = due && { order_id: id, from_at: at, until_at: null, due_at: due, grade: order.level }
      if (next) clocks.set(clockKey(next), next)
      else if (before && sameMoment(before.from_at, at))
        clocks.set(clockKey(before), { ...before, until_at: at })
      if (next) running.set(id, next)
      else running.delete(id)
    }
    await store.put('order_desk', ['order_id'], rows.changed())
    await store.put('order_clock', ['order_id', 'from_at'], clocks.changed())
    await store.put('watch', ['order_id', 'from_at'], await foldWatches(events, store))
  },
}

async function foldWatches(events: readonly DomainEvent[], store: Tables): Promise<WatchRow[]> {
  const said = events.filter((e) => e.type === 'WatchStarted' || e.type === 'WatchEnded')
  const ids = said.map((e) => e.data.orderId)
  const known = await store.load<WatchRow>('watch', 'order_id', ids)
  const rows = Rows.of(known, watchKey)
  const latest = new Map<string, WatchRow>()
  for (const row of known)
    if (timeOf(row.from_at) > timeOf(latest.get(row.order_id)?.from_at ?? 0)) latest.set(row.order_id, row)
  for (const { type, data, metadata } of said) {
    const at = metadata.recordedAt
    const before = latest.get(data.orderId)
    if (before && timeOf(before.until_at) > timeOf(at) && !sameMoment(before.from_at, at)) {
      latest.set(data.orderId, { ...before, until_at: at })
      rows.set(watchKey(before), { ...before, until_at: at })
    }
    if (type === 'WatchEnded') continue
    const next = { order_id: data.orderId, from_at: at, until_at: data.until }
    latest.set(data.orderId, next)
    rows.set(watchKey(next), next)
  }
  return rows.changed()
}

const timeOf = (moment: string | number): number => new Date(moment).getTime()
const sameMoment = (a: string, b: string): boolean => timeOf(a) === timeOf(b)
const watchKey = (watch: WatchRow): string => `${watch.order_id} ${new Date(watch.from_at).toISOString()}`
const clockKey = (clock: ClockRow): string => `${clock.order_id} ${new Date(clock.from_at).toISOString()}`

function rowOf(order_id: string, order: WorkOrder, next_deadline: string | null): OrderRow {
  const { caseId, state, level, assignee, supervisor, assisting, bounces, dispatchedAt } = order
  const supervised = order.supervisions.some(isOpen)
  return {
    ...{ order_id, case_id: caseId, order, state, level, assignee, supervisor, assisting, next_deadline },
    ...{ supervised, bounces, dispatched_at: dispatchedAt },
  }
}

export interface OrderQuery {
  /** Account that asks: a sealed case is there for those named only. */
  readonly viewer: Viewer
  /** Federation whose orders these are: as assignee, supervisor or helper, its own or those below it. */
  readonly scope: string
  readonly assignee?: string | undefined
  readonly state?: string | undefined
  readonly grade?: string | undefined
  readonly late?: boolean | undefined
  /** Pushed on from above, and not answered yet. */
  readonly supervised?: boolean | undefined
  /** Returned so often at least. */
  readonly bounces?: number | undefined
  /** Asked to be closed, or to have more time for it, and not decided yet. */
  readonly awaiting?: 'approval' | undefined
  /** Dispatched after this moment. */
  readonly since?: Date | undefined
  /** Part of an order's or case's id, or a region code. */
  readonly q?: string | undefined
  readonly cursor?: string | undefined
  readonly limit: number
  readonly now: Date
}

export async function listOrders(db: ReadDb, query: OrderQuery): Promise<Page<OrderItem>> {
  const { scope, viewer, assignee, state, grade, late, supervised, bounces, awaiting, since, q, now, limit } =
    query
  const like = q === undefined ? null : `${q.replace(/[%_\\]/g, '\\$&')}%`
  const filter = sql`
    ${visibleTo(viewer, 'order_desk.case_id')}
    AND (assignee LIKE ${`${scope}%`} OR supervisor LIKE ${`${scope}%`} OR assisting LIKE ${`${scope}%`})
    AND (${assignee ?? null}::text IS NULL OR assignee = ${assignee ?? null})
    AND (${state ?? null}::text IS NULL OR state = ${state ?? null})
    AND (${grade ?? null}::text IS NULL OR level = ${grade ?? null})
    AND (${late ?? null}::boolean IS NULL OR coalesce(next_deadline < ${now}, false) = ${late ?? null})
    AND (${supervised ?? null}::boolean IS NULL OR supervised = ${supervised ?? null})
    AND (${bounces ?? null}::int IS NULL OR bounces >= ${bounces ?? null})
    AND (${awaiting ?? null}::text IS NULL OR state = 'closure-requested' OR "order"->>'extensionAskedAt' IS NOT NULL)
    AND (${since ?? null}::timestamptz IS NULL OR dispatched_at > ${since ?? null})
    AND (${like}::text IS NULL OR order_id::text LIKE ${like} OR case_id::text LIKE ${like} OR "order"->>'regionCode' LIKE ${like})`
  const [at, id] = decodeCursor(query.cursor) ?? ['-infinity', '00000000-0000-0000-0000-000000000000']
  const { rows } = await sql<{ order_id: string; order: WorkOrder; key: string }>`
    SELECT order_id, "order", coalesce(next_deadline, 'infinity')::text AS key FROM read.order_desk
    WHERE ${filter} AND (coalesce(next_deadline, 'infinity'), order_id) > (${at}::timestamptz, ${id}::uuid)
    ORDER BY coalesce(next_deadline, 'infinity'), order_id LIMIT ${limit + 1}`.execute(db)
  const counted = await sql<{
    total: number
  }>`SELECT count(*)::int AS total FROM read.order_desk WHERE ${filter}`.execute(db)
  return pageOf(rows, {
    ...{ limit, total: counted.rows[0]!.total },
    item: (row) => orderItem(row.order_id, row.order, now),
    key: (row) => [row.key, row.order_id],
  })
}
