/** What stands behind a number: each alert, report or order that it counts, and from there the case, the order and
 *  the events. */
import { useState } from 'react'
import type { BoardItem } from '../api/figureShapes.ts'
import { type RegionNames, useRegions } from '../api/regions.ts'
import type { Me } from '../api/shapes.ts'
import { Empty } from '../parts/conditions.tsx'
import type { Column } from '../parts/dataTable.tsx'
import { PageHead, screensOf } from '../parts/frame.tsx'
import { fullTime, Moment, shownDay } from '../parts/moment.tsx'
import { PagedList, usePages } from '../parts/pagedList.tsx'
import { LevelTag } from '../parts/tags.tsx'
import { type Filter, paths } from '../paths.ts'
import { Link } from '../router.tsx'
import { boardValue, disposalName } from '../texts/boardValues.ts'
import { marks } from '../texts/marks.ts'
import { texts } from '../texts/zh.ts'
import { EventDrawer } from './eventDrawer.tsx'
import { narrowable, valuesIn } from './slice.ts'

const words = texts.items

export const measureName = (measure: string): string => {
  if (measure === 'disposals' || measure === 'missing') return words[measure]
  if (measure.startsWith('disposal:')) return disposalName(measure.slice('disposal:'.length))
  return (texts.board.measures as Readonly<Record<string, string>>)[measure] ?? measure
}

interface ScreenProps {
  readonly me: Me
  readonly filter: Filter
}
export default function BoardItems({ me, filter }: ScreenProps) {
  const regions = useRegions()
  const [stream, setStream] = useState<string | null>(null)
  const { measure = 'alerts', region, level, place, from, to, asOf } = filter
  const narrowed = Object.fromEntries(narrowable.map((name) => [name, filter[name]]))
  const query = { measure, region, level, place, from, to, asOf, ...narrowed }
  const items = usePages<BoardItem>({ of: ['boardItems'], path: '/v1/board/items', query })
  const events = screensOf[me.role].includes('history') ? setStream : null
  return (
    <>
      <button type="button" className="back plain" onClick={() => history.back()}>
        ‹ {words.back}
      </button>
      <PageHead title={measureName(measure)} lead={whereAndWhen(filter, me, regions)}>
        {asOf && <span className="fresh">{words.asOf(fullTime(momentOf(asOf)))}</span>}
      </PageHead>
      <PagedList
        query={items}
        label={measureName(measure)}
        columns={columnsOf(regions, me, measure, events)}
        keyOf={(item) => `${item.intakeId} ${item.orderId} ${item.at}`}
        empty={<Empty title={words.empty} />}
      />
      <p className="small soft under">{words.sealed}</p>
      <EventDrawer stream={stream} close={() => setStream(null)} />
    </>
  )
}

const momentOf = (asOf: string): string => (asOf.length === 10 ? `${asOf}T23:59:59.999+08:00` : asOf)

function whereAndWhen({ region, place, from, to, ...rest }: Filter, me: Me, regions: RegionNames): string {
  const where = regions.full(place === 'none' ? null : (place ?? region ?? me.federation))
  const when = from || to ? [from === to ? from : marks.span(from || '…', to || '…')] : []
  const narrowed = narrowable.flatMap((name) => (rest[name] ? [valuesIn(name, rest[name])] : []))
  return [where, ...when, ...narrowed].join(' · ')
}

function columnsOf(
  regions: RegionNames,
  me: Me,
  measure: string,
  events: ((stream: string) => void) | null,
): Column<BoardItem>[] {
  const { columns } = words
  const ofCalls = measure.startsWith('callbacks')
  const worksOrders = screensOf[me.role].includes('orderDesk')
  return [
    {
      key: 'grade',
      title: columns.grade,
      kind: 'first',
      cell: ({ grade }) =>
        grade === 'ungraded' ? (
          <span className="tag">{texts.board.ungraded}</span>
        ) : (
          <LevelTag level={grade} />
        ),
    },
    { key: 'region', title: columns.region, kind: 'main', cell: (item) => regions.full(item.regionCode) },
    { key: 'type', title: columns.type, cell: (item) => texts.disputeTypes[item.disputeType] },
    {
      key: 'marital',
      title: columns.marital,
      cell: (item) => boardValue('maritalStatus', item.maritalStatus),
    },
    { key: 'channel', title: columns.channel, cell: (item) => texts.channels[item.channel] },
    { key: 'day', title: columns.day, kind: 'nowrap', cell: (item) => item.day && shownDay(item.day) },
    ofCalls
      ? {
          key: 'due',
          title: columns.due,
          kind: 'nowrap',
          cell: (item) => item.dueAt && <Moment at={item.dueAt} />,
        }
      : { key: 'at', title: columns.at, kind: 'nowrap', cell: (item) => <Moment at={item.at} /> },
    ...(ofCalls
      ? [
          {
            key: 'assignee',
            title: columns.assignee,
            cell: (item: BoardItem) => item.assignee && regions.federation(item.assignee),
          },
        ]
      : []),
    {
      key: 'open',
      title: columns.open,
      kind: 'end nowrap',
      cell: ({ orderId, caseId }) => (
        <span className="row links">
          {orderId && worksOrders && <Link to={paths.order(orderId)}>{words.toOrder}</Link>}
          <Link to={paths.caseCard(caseId)}>{words.toCase}</Link>
          {events && (
            <button
              type="button"
              className="plain"
              onClick={() => events(orderId ? `workOrder-${orderId}` : `familyCase-${caseId}`)}
            >
              {words.events}
            </button>
          )}
        </span>
      ),
    },
  ]
}
