/**
 * 动态数据库: how much of what, where. Counts of alerts, reports, cases and of what happened to orders, each with
 * the dimensions at its own event; an alert's grade is that of its own grading, `ungraded` until then. Rows are
 * versions with the time we learned of them, so any moment can be asked for as it was known then.
 */
import type { DataOf, DomainEvent } from '@jiahe/domain/catalogue.ts'
import { idOfStream } from '@jiahe/domain/catalogue.ts'
import { dayOf } from '@jiahe/domain/clocks.ts'
import { knownRegion } from './dimensions.ts'
import type { FoldContext, ReadModel } from './readModel.ts'
import { Rows, type Tables } from './tables.ts'

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
  /** When it was recorded that it is so: also what counted before counts by it. */
  readonly changed_at: string
}

const tables = `
CREATE TABLE intake_version (
  intake_id uuid, from_at timestamptz, until_at timestamptz, kind text NOT NULL, case_id uuid NOT NULL,
  opens_case boolean NOT NULL, said_by uuid NOT NULL, recorded_at timestamptz NOT NULL, region text, marital_status text,
  dispute_type text NOT NULL, channel text NOT NULL, grade text NOT NULL, day text NOT NULL,
  PRIMARY KEY (intake_id, from_at));
CREATE INDEX ON intake_version (said_by);
CREATE INDEX ON intake_version (greatest(from_at, until_at));
CREATE INDEX ON intake_version (region text_pattern_ops) WHERE until_at IS NULL;
CREATE TABLE order_subject (
  order_id uuid PRIMARY KEY, day text NOT NULL, region text, marital_status text, dispute_type text NOT NULL,
  channel text NOT NULL, grade text NOT NULL, changed_at timestamptz NOT NULL);
CREATE INDEX ON order_subject (changed_at);
CREATE TABLE order_fact (
  event_id uuid PRIMARY KEY, order_id uuid NOT NULL, measure text NOT NULL, result text, recorded_at timestamptz NOT NULL,
  region text, marital_status text, dispute_type text NOT NULL, channel text NOT NULL, grade text NOT NULL, day text NOT NULL);
CREATE INDEX ON order_fact (region text_pattern_ops);
CREATE INDEX ON order_fact (recorded_at);
CREATE INDEX ON order_fact (order_id) WHERE measure = 'disposals';
`

export const dynamicDatabase: ReadModel = {
  name: 'dynamicDatabase',
  version: 2,
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
    const { recordedAt: recorded_at, occurredAt } = event.metadata
    if (event.type === 'WorkOrderDispatched' || event.type === 'WorkOrderUnroutable') {
      const day = dayOf(occurredAt)
      const place = placeOf(event.data, regions)
      subjects.set(order_id, { order_id, day, ...place, grade: event.data.level, changed_at: recorded_at })
    }
    const subject = subjects.get(order_id)
    if (!subject) continue
    if (event.type === 'WorkOrderRaised' || event.type === 'WorkOrderReopened')
      subjects.set(order_id, { ...subject, grade: event.data.level, changed_at: recorded_at })
    const measure = measures[event.type]
    if (!measure) continue
    const result = event.type === 'DisposalReported' ? event.data.result : null
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
