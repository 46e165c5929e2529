/** Every order as codes, words of the vocabulary and times, page by page in the order of their ids, which is that of their
 *  making. */
import type { Regions } from '@jiahe/domain/regions.ts'
import { disputeTypes, levels, orderStates } from '@jiahe/domain/vocabulary.ts'
import type { WorkOrder } from '@jiahe/domain/workOrder.ts'
import { visibleTo } from '@jiahe/read-models/caseSeal.ts'
import { orderItem } from '@jiahe/read-models/orderItem.ts'
import type { Sheet, Value } from '@jiahe/sheets/writeSheet.ts'
import { sql } from 'kysely'
import type { Counted, ExportStore } from './export.ts'

const PAGE = 2000
const NOBODY = '00000000-0000-0000-0000-000000000000'

const titles = {
  id: '工单编号',
  caseId: '个案编号',
  state: '状态',
  level: '分级',
  regionCode: '区划代码',
  region: '发生地',
  disputeType: '纠纷类型',
  assignee: '承办单位',
  supervisor: '督办单位',
  dispatchedAt: '派单时间',
  acceptBy: '签收时限',
  contactBy: '联系时限',
  visitBy: '走访时限',
  disposalBy: '处置时限',
  closeBy: '办结时限',
  late: '是否超期',
  bounces: '退单次数',
} as const

/** `isForPeople`: times as they read them, in Asia/Shanghai; else with their zone. */
export function ordersToExport(
  { db }: ExportStore,
  regions: Regions,
  { by, isForPeople, counted }: { by: string; isForPeople: boolean; counted: Counted },
): Sheet {
  const now = new Date()
  const time = isForPeople ? shanghai : (at: string | null) => at
  return {
    name: '工单',
    heading: [
      '工单',
      `数据截至 ${shanghai(now.toISOString())}（北京时间）；导出人 ${by}；密案的工单不在其中`,
    ],
    columns: Object.entries(titles).map(([key, title]) => ({ key, title })),
    rows: rowsOf(db, now, counted, (item) => rowOf(item, regions, time)),
  }
}

async function* rowsOf(
  db: ExportStore['db'],
  now: Date,
  counted: Counted,
  row: (item: OrderItem) => Value[],
): AsyncGenerator<readonly Value[]> {
  const shown = visibleTo(NOBODY, 'order_desk.case_id')
  const { rows: all } = await sql<{ n: number }>`
    SELECT count(*)::int AS n FROM read.order_desk WHERE ${shown}`.execute(db)
  let done = 0
  for (let after = NOBODY, atEnd = false; !atEnd; ) {
    const { rows } = await sql<{ order_id: string; order: WorkOrder }>`
      SELECT order_id, "order" FROM read.order_desk WHERE ${shown} AND order_id > ${after}::uuid
      ORDER BY order_id LIMIT ${PAGE}`.execute(db)
    for (const { order_id, order } of rows) yield row(orderItem(order_id, order, now))
    after = rows.at(-1)?.order_id ?? after
    atEnd = rows.length < PAGE
    done += rows.length
    counted(done, Math.max(done, all[0]!.n))
  }
}

const clock = new Intl.DateTimeFormat('sv-SE', {
  timeZone: 'Asia/Shanghai',
  dateStyle: 'short',
  timeStyle: 'short',
})
const shanghai = (at: string | null): string | null => at && clock.format(new Date(at))

type OrderItem = ReturnType<typeof orderItem>
function rowOf(item: OrderItem, regions: Regions, time: (at: string | null) => string | null): Value[] {
  const named = (code: string | null) => (code === null ? null : (regions.name(code) ?? code))
  const word = (table: Readonly<Record<string, string>>, code: string) => table[code] ?? code
  const cells: Record<keyof typeof titles, Value> = {
    ...{ id: item.id, caseId: item.caseId, regionCode: item.regionCode, region: named(item.regionCode) },
    ...{ state: word(orderStates, item.state), level: word(levels, item.level) },
    disputeType: word(disputeTypes, item.disputeType),
    ...{ assignee: named(item.assignee), supervisor: named(item.supervisor) },
    ...{ dispatchedAt: time(item.dispatchedAt), acceptBy: time(item.acceptBy) },
    ...{ contactBy: time(item.contactBy), visitBy: time(item.visitBy) },
    ...{ disposalBy: time(item.disposalBy), closeBy: time(item.closeBy) },
    ...{ late: item.late ? '是' : '否', bounces: item.bounces },
  }
  return (Object.keys(titles) as (keyof typeof titles)[]).map((key) => cells[key])
}
