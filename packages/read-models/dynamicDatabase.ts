/**
 * 动态数据库: how much of what, where. Counts of alerts, reports, cases and of what happened to orders, each with
 * the dimensions at its own event; an alert's grade is that of its own grading, `ungraded` until then. Rows are
 * versions with the time we learned of them, so any moment can be asked for as it was known then.
 */
import type { DataOf, DomainEvent } from '@jiahe/domain/catalogue.ts'
import { idOfStream } from '@jiahe/domain/catalogue.ts'
import { dayOf } from '@jiahe/domain/clocks.ts'
import { sql } from 'kysely'
import { alertStates } from './callbackCoverage.ts'
import { type Dimension, knownRegion, type RegionLevel, regionLevels } from './dimensions.ts'
import type { FoldContext, ReadModel } from './readModel.ts'
import { type ReadDb, Rows, type Tables } from './tables.ts'

interface Version {
  readonly intake_id: string
  readonly from_at: string
  readonly until_at: string | null
  readonly kind: 'alert' | 'report'
  readonly case_id: string
  readonly opens_case: boolean
  /** The event that says this: the intake or its newest amendment. A grading is matched by it. */
  readonly said_by: string
  readonly recorded_at: string
  readonly region: string | null
  readonly marital_status: string | null
  readonly dispute_type: string
  readonly channel: string
  readonly grade: string
  readonly day: string
}
interface Subject {
  readonly order_id: string
  /** Of the dispatch, in Asia/Shanghai. */
  readonly day: string
  readonly region: string | null
  readonly marital_status: string | null
  readonly dispute_type: string
  readonly channel: string
  readonly grade: string
}

const tables = `
CREATE TABLE intake_version (
  intake_id uuid, from_at timestamptz, until_at timestamptz, kind text NOT NULL, case_id uuid NOT NULL,
  opens_case boolean NOT NULL, said_by uuid NOT NULL, recorded_at timestamptz NOT NULL, region text, marital_status text,
  dispute_type text NOT NULL, channel text NOT NULL, grade text NOT NULL, day text NOT NULL,
  PRIMARY KEY (intake_id, from_at));
CREATE INDEX ON intake_version (said_by);
CREATE INDEX ON intake_version (region text_pattern_ops) WHERE until_at IS NULL;
CREATE TABLE order_subject (
  order_id uuid PRIMARY KEY, day text NOT NULL, region text, marital_status text, dispute_type text NOT NULL,
  channel text NOT NULL, grade text NOT NULL);
CREATE TABLE order_fact (
  event_id uuid PRIMARY KEY, order_id uuid NOT NULL, measure text NOT NULL, result text, recorded_at timestamptz NOT NULL,
  region text, marital_status text, dispute_type text NOT NULL, channel text NOT NULL, grade text NOT NULL, day text NOT NULL);
CREATE INDEX ON order_fact (region text_pattern_ops);
`

export const dynamicDatabase: ReadModel = {
  name: 'dynamicDatabase',
  version: 1,
  types: [
    'AlertReceived',
    'ReportReceived',
    'IntakeAmended',
    'RiskGraded',
    'WorkOrderDispatched',
    'WorkOrderUnroutable',
    'WorkOrderRaised',
    'WorkOrderReopened',
    'WorkOrderAccepted',
    'WorkOrderReturned',
    'DisposalReported',
    'ClosureApproved',
  ],
  tables,
  async fold(events, store, context) {
    await foldIntakes(events, store, context)
    await foldOrders(events, store, context)
  },
}

async function foldIntakes(
  events: readonly DomainEvent[],
  store: Tables,
  { regions }: FoldContext,
): Promise<void> {
  const amended = events.flatMap((e) => (e.type === 'IntakeAmended' ? [e.data.intakeId] : []))
  const causes = events.flatMap((e) =>
    e.type === 'RiskGraded' && e.metadata.causationId ? [e.metadata.causationId] : [],
  )
  const loaded = [
    ...(await store.load<Version>('intake_version', 'intake_id', amended)),
    ...(await store.load<Version>('intake_version', 'said_by', causes)),
  ]
  const current = new Map(loaded.filter((v) => v.until_at === null).map((v) => [v.intake_id, v]))
  const bySaying = new Map([...current.values()].map((v) => [v.said_by, v.intake_id]))
  const changed = Rows.of<Version>([], keyOf)
  const put = (version: Version) => {
    changed.set(keyOf(version), version)
    if (version.until_at !== null) return void current.delete(version.intake_id)
    current.set(version.intake_id, version)
    bySaying.set(version.said_by, version.intake_id)
  }
  /** Ends the version that stands and begins another; one that stood for no time at all is overwritten. */
  const supersede = (before: Version, at: string, next: Version | null) => {
    if (!next || iso(before.from_at) !== at) put({ ...before, until_at: at })
    if (next) put(next)
  }
  for (const event of events) {
    const { recordedAt, occurredAt, causationId, correlationId } = event.metadata
    if (event.type === 'AlertReceived' || event.type === 'ReportReceived') {
      const kind = event.type === 'AlertReceived' ? 'alert' : 'report'
      const first = {
        intake_id: event.id,
        from_at: recordedAt,
        until_at: null,
        kind,
        case_id: correlationId,
      } as const
      const said = {
        opens_case: event.revision === 0,
        said_by: event.id,
        recorded_at: recordedAt,
        grade: 'ungraded',
      }
      put({ ...first, ...said, ...placeOf(event.data, regions), day: dayOf(occurredAt) })
    } else if (event.type === 'IntakeAmended') {
      const before = current.get(event.data.intakeId)
      if (!before) continue
      const next = {
        ...before,
        ...placeOf(event.data, regions),
        from_at: recordedAt,
        said_by: event.id,
        day: dayOf(occurredAt),
      }
      supersede(before, recordedAt, event.data.movedTo === null ? next : null)
    } else if (event.type === 'RiskGraded' && causationId) {
      const before = current.get(bySaying.get(causationId) ?? '')
      if (before && before.said_by === causationId)
        supersede(before, recordedAt, { ...before, from_at: recordedAt, grade: event.data.level })
    }
  }
  await store.put('intake_version', ['intake_id', 'from_at'], changed.changed())
}

const iso = (time: string | Date): string => new Date(time).toISOString()
const keyOf = (version: Version): string => `${version.intake_id} ${iso(version.from_at)}`

function placeOf(
  data: Pick<DataOf<'AlertReceived'>, 'regionCode' | 'maritalStatus' | 'disputeType' | 'channel'>,
  regions: FoldContext['regions'],
) {
  return {
    region: knownRegion(data.regionCode, regions),
    marital_status: data.maritalStatus,
    dispute_type: data.disputeType,
    channel: data.channel,
  }
}

const measures: Partial<Record<DomainEvent['type'], string>> = {
  WorkOrderDispatched: 'ordersDispatched',
  WorkOrderAccepted: 'ordersAccepted',
  WorkOrderReturned: 'ordersReturned',
  ClosureApproved: 'ordersClosed',
  DisposalReported: 'disposals',
}

async function foldOrders(
  events: readonly DomainEvent[],
  store: Tables,
  { regions }: FoldContext,
): Promise<void> {
  const orders = events.filter((event) => event.stream.startsWith('workOrder-'))
  const subjects = Rows.of(
    await store.load<Subject>(
      'order_subject',
      'order_id',
      orders.map((e) => idOfStream(e.stream)),
    ),
    (s) => s.order_id,
  )
  const facts: object[] = []
  for (const event of orders) {
    const order_id = idOfStream(event.stream)
    if (event.type === 'WorkOrderDispatched' || event.type === 'WorkOrderUnroutable') {
      const day = dayOf(event.metadata.occurredAt)
      subjects.set(order_id, { order_id, day, ...placeOf(event.data, regions), grade: event.data.level })
    }
    const subject = subjects.get(order_id)
    if (!subject) continue
    if (event.type === 'WorkOrderRaised' || event.type === 'WorkOrderReopened')
      subjects.set(order_id, { ...subject, grade: event.data.level })
    const measure = measures[event.type]
    if (!measure) continue
    const result = event.type === 'DisposalReported' ? event.data.result : null
    const { recordedAt: recorded_at, occurredAt } = event.metadata
    facts.push({
      ...subject,
      ...subjects.get(order_id),
      event_id: event.id,
      measure,
      result,
      recorded_at,
      day: dayOf(occurredAt),
    })
  }
  await store.put('order_subject', ['order_id'], subjects.changed())
  await store.put('order_fact', ['event_id'], facts)
}

export interface Counts {
  readonly alerts: number
  readonly reports: number
  readonly cases: number
  /** Alerts by the state of their callbacks: the four add up to `alerts`. */
  readonly callbacksDue: number
  readonly callbacksLate: number
  readonly callbacksDone: number
  readonly callbacksUnreachable: number
  readonly ordersDispatched: number
  readonly ordersAccepted: number
  readonly ordersReturned: number
  readonly ordersLate: number
  readonly ordersClosed: number
  readonly tracked: number
  readonly disposals: Readonly<Record<string, number>>
}
export type BoardRow = Counts & { readonly [D in Dimension]?: string | null }
export interface Board {
  readonly asOf: string
  readonly by: readonly Dimension[]
  readonly rows: readonly BoardRow[]
  readonly totals: Counts
}
export interface BoardQuery {
  readonly by: readonly Dimension[]
  /** Prefix of the region; null: everywhere, and what has no known region too. */
  readonly region: string | null
  readonly level: RegionLevel
  /** Days, inclusive, by when it happened. */
  readonly from: string | null
  readonly to: string | null
  /** By when it was learned. */
  readonly asOf: Date
}

const columns: Readonly<Record<Dimension, string>> = {
  region: 'region',
  maritalStatus: 'marital_status',
  disputeType: 'dispute_type',
  grade: 'grade',
  channel: 'channel',
  day: 'day',
}

/** Everything that counts at that moment, one line per count, with its dimensions and its `measure`. */
const counted = (at: Date) => sql`
  SELECT i.region, i.marital_status, i.dispute_type, i.grade, i.channel, i.day, m.measure
  FROM read.intake_version i LEFT JOIN (${alertStates(at)}) s ON s.alert_id = i.intake_id,
  LATERAL unnest(ARRAY[
    CASE i.kind WHEN 'alert' THEN 'alerts' ELSE 'reports' END,
    CASE WHEN i.opens_case THEN 'cases' END,
    CASE WHEN i.kind = 'alert' THEN 'callbacks' || initcap(coalesce(s.state, 'due')) END]) AS m (measure)
  WHERE i.from_at <= ${at} AND (i.until_at IS NULL OR i.until_at > ${at}) AND m.measure IS NOT NULL
  UNION ALL
  SELECT region, marital_status, dispute_type, grade, channel, day,
    CASE WHEN result IS NULL THEN measure ELSE ${DISPOSAL} || result END
  FROM read.order_fact WHERE recorded_at <= ${at}
  UNION ALL
  SELECT o.region, o.marital_status, o.dispute_type, c.grade, o.channel, o.day, 'ordersLate'
  FROM read.order_clock c JOIN read.order_subject o USING (order_id)
  WHERE c.from_at <= ${at} AND (c.until_at IS NULL OR c.until_at > ${at}) AND c.due_at < ${at}
  UNION ALL
  SELECT o.region, o.marital_status, o.dispute_type, o.grade, o.channel, o.day, 'tracked'
  FROM read.watch w JOIN read.order_subject o USING (order_id)
  WHERE w.from_at <= ${at} AND w.until_at > ${at} AND EXISTS (
    SELECT FROM read.order_fact f WHERE f.order_id = w.order_id AND f.measure = 'disposals' AND f.recorded_at <= ${at})`

const DISPOSAL = 'disposal:'

/** One statement, so that all counts are of one moment. Rows are sorted by their dimensions. */
export async function queryBoard(db: ReadDb, query: BoardQuery): Promise<Board> {
  const { by, region, level, from, to, asOf } = query
  const list = by.map((dimension) =>
    dimension === 'region'
      ? sql`left(region, ${regionLevels[level]}) AS region`
      : sql`${sql.ref(columns[dimension])}`,
  )
  const dimensions = list.length > 0 ? sql`${sql.join(list)},` : sql``
  const { rows } = await sql<Record<string, string | null> & { n: number }>`
    SELECT ${dimensions} measure, count(*)::int AS n FROM (${counted(asOf)}) c
    WHERE (${region}::text IS NULL OR region LIKE ${`${region ?? ''}%`})
      AND (${from}::text IS NULL OR day >= ${from}) AND (${to}::text IS NULL OR day <= ${to})
    GROUP BY ${sql.join([...list.map((_, i) => sql.raw(String(i + 1))), sql`measure`])}`.execute(db)
  const slices = new Map<string, { key: (string | null)[]; counts: Record<string, number> }>()
  const totals: Record<string, number> = {}
  for (const row of rows) {
    const key = by.map((dimension) => row[columns[dimension]] ?? null)
    const slice = slices.get(JSON.stringify(key)) ?? { key, counts: {} }
    slices.set(JSON.stringify(key), slice)
    slice.counts[row.measure!] = row.n
    totals[row.measure!] = (totals[row.measure!] ?? 0) + row.n
  }
  const sorted = [...slices.values()].sort((a, b) => compareKeys(a.key, b.key))
  return {
    asOf: asOf.toISOString(),
    by,
    rows: sorted.map(({ key, counts }) => ({
      ...Object.fromEntries(by.map((dimension, i) => [dimension, key[i]])),
      ...countsOf(counts),
    })),
    totals: countsOf(totals),
  }
}

function countsOf(counts: Readonly<Record<string, number>>): Counts {
  const of = (measure: string) => counts[measure] ?? 0
  const disposals = Object.entries(counts).filter(([measure]) => measure.startsWith(DISPOSAL))
  return {
    alerts: of('alerts'),
    reports: of('reports'),
    cases: of('cases'),
    callbacksDue: of('callbacksDue'),
    callbacksLate: of('callbacksLate'),
    callbacksDone: of('callbacksDone'),
    callbacksUnreachable: of('callbacksUnreachable'),
    ordersDispatched: of('ordersDispatched'),
    ordersAccepted: of('ordersAccepted'),
    ordersReturned: of('ordersReturned'),
    ordersLate: of('ordersLate'),
    ordersClosed: of('ordersClosed'),
    tracked: of('tracked'),
    disposals: Object.fromEntries(disposals.map(([m, n]) => [m.slice(DISPOSAL.length), n]).sort()),
  }
}

/** By each dimension in turn; what is not known comes last. */
function compareKeys(a: readonly (string | null)[], b: readonly (string | null)[]): number {
  const i = a.findIndex((part, at) => part !== b[at])
  if (i < 0) return 0
  const [left, right] = [a[i], b[i]]
  if (left == null || right == null) return left == null ? 1 : -1
  return left < right ? -1 : 1
}
