/** 一户一档: the families of a federation, and one family's card: people masked, the grade explained, its orders
 *  and callbacks, and everything that happened by either clock. */
import { useQuery } from '@tanstack/react-query'
import { Button, Input } from 'antd'
import { type ReactNode, useState } from 'react'
import { type RegionNames, useRegions } from '../api/regions.ts'
import type { CaseDetail, CaseItem, Me } from '../api/shapes.ts'
import { Chips, choicesOf } from '../parts/chips.tsx'
import { Empty, Loaded } from '../parts/conditions.tsx'
import type { Column } from '../parts/dataTable.tsx'
import { Facts } from '../parts/facts.tsx'
import { PageHead } from '../parts/frame.tsx'
import { PagedList, usePages } from '../parts/pagedList.tsx'
import { LevelTag } from '../parts/tags.tsx'
import { type Filter, paths } from '../paths.ts'
import { go, Link } from '../router.tsx'
import { boardValue } from '../texts/boardValues.ts'
import { texts } from '../texts/zh.ts'
import { CaseAnswers, CaseDuties, CaseOrders } from './caseDuties.tsx'
import { CaseMeasures } from './caseMeasures.tsx'
import { CasePeople } from './casePeople.tsx'
import { caseQuery } from './caseQuery.ts'
import { CaseActions, CaseStanding, CaseTags } from './caseStanding.tsx'
import { CaseTimeline } from './caseTimeline.tsx'
import { Erasure } from './erasure.tsx'
import { GradeExplained } from './gradeExplained.tsx'
import { MeasureDuties } from './measureDuties.tsx'
import { shortId } from './orderId.ts'

const words = texts.cases
const REFRESH_MS = 30_000

interface ScreenProps {
  readonly me: Me
  readonly caseId: string | null
  readonly filter: Filter
}
export default function CaseCard({ me, caseId, filter }: ScreenProps) {
  return caseId === null ? <Cases filter={filter} /> : <Card key={caseId} me={me} caseId={caseId} />
}

const columnsOf = (regions: RegionNames): Column<CaseItem>[] => [
  {
    key: 'level',
    title: words.columns.level,
    kind: 'first',
    cell: (c) => (
      <span className="row">
        {c.level ? <LevelTag level={c.level} /> : <span className="tag">{texts.board.ungraded}</span>}
        {marksOf(c).map((mark) => (
          <span key={mark} className="tag">
            {mark}
          </span>
        ))}
      </span>
    ),
  },
  {
    key: 'region',
    title: words.columns.region,
    kind: 'main',
    cell: (c) => (
      <Link className="row-link" to={paths.caseCard(c.id)}>
        {regions.full(c.regionCode)}
      </Link>
    ),
  },
  { key: 'type', title: words.columns.type, cell: (c) => boardValue('disputeType', c.disputeType) },
  {
    key: 'id',
    title: words.columns.id,
    kind: 'end',
    cell: (c) => <span className="code soft">{shortId(c.id)}</span>,
  },
]

const standing = texts.caseActions.standing
const marksOf = ({ sealed, leaderId, mergedInto, closed, awaiting }: CaseItem): string[] => [
  ...awaiting.map((what) => texts.caseActions.awaiting[what]),
  ...(sealed ? [standing.sealed] : []),
  ...(leaderId ? [texts.caseActions.commands.leader] : []),
  ...(mergedInto ? [standing.isMerged] : []),
  ...(closed ? [standing.closed] : []),
]

function Cases({ filter }: { readonly filter: Filter }) {
  const [q, setQ] = useState('')
  const state = filter.state ?? ''
  const owing = state === 'owing'
  return (
    <>
      <PageHead title={words.title} lead={words.lead} />
      <search className="filters">
        {!owing && (
          <Input
            className="search"
            type="search"
            allowClear
            maxLength={64}
            value={q}
            placeholder={words.search}
            aria-label={words.search}
            onChange={(event) => setQ(event.target.value)}
          />
        )}
        <Chips
          legend={texts.caseActions.filterState}
          choices={choicesOf(texts.caseActions.states, texts.conditions.all)}
          value={state}
          onChange={(chosen) => go(paths.cases({ ...filter, state: chosen }), { replace: true })}
        />
      </search>
      {owing ? <MeasureDuties /> : <CaseList q={q} state={state} onClear={() => setQ('')} />}
    </>
  )
}

interface ListProps {
  readonly q: string
  readonly state: string
  readonly onClear: () => void
}
function CaseList({ q, state, onClear }: ListProps) {
  const narrowed = state === 'awaiting' ? { awaiting: 'approval' } : { state }
  const regions = useRegions()
  const cases = usePages<CaseItem>({
    ...{ of: ['cases'], path: '/v1/cases', query: { q: q.trim(), ...narrowed } },
  })
  return (
    <PagedList
      query={cases}
      label={words.title}
      columns={columnsOf(regions)}
      keyOf={(c) => c.id}
      leadsTo={(c) => paths.caseCard(c.id)}
      empty={
        <Empty title={words.empty}>{q && <Button onClick={onClear}>{texts.conditions.clear}</Button>}</Empty>
      }
    />
  )
}

function Card({ me, caseId }: { readonly me: Me; readonly caseId: string }) {
  const one = useQuery({ ...caseQuery(caseId), refetchInterval: REFRESH_MS })
  return (
    <>
      <Link to={paths.cases()} className="back">
        ‹ {words.back}
      </Link>
      <Loaded query={one} rows={10}>
        {(data) => (
          <>
            <CaseHead me={me} data={data} />
            <div className="case-grid">
              <div className="stack">
                <CasePeople
                  me={me}
                  data={data}
                  act={(person) => <Erasure me={me} data={data} person={person} />}
                />
                <CaseMeasures me={me} data={data} />
                <GradeExplained caseId={caseId} grade={data.grade} />
              </div>
              <div className="stack">
                <CaseOrders orders={data.orders} watches={data.watches} />
                <CaseDuties data={data} />
                <CaseAnswers data={data} />
                <CaseTimeline caseId={caseId} />
              </div>
            </div>
          </>
        )}
      </Loaded>
    </>
  )
}

function CaseHead({ me, data }: { readonly me: Me; readonly data: CaseDetail }) {
  const regions = useRegions()
  const facts: [string, ReactNode][] = [
    [words.channel, data.channel && texts.channels[data.channel]],
    [words.marital, data.maritalStatus ? texts.maritalStatuses[data.maritalStatus] : texts.board.none],
    [words.relationship, data.relationship ? texts.relationships[data.relationship] : texts.board.none],
    [words.columns.intakes, data.intakes.length],
    [
      words.columns.id,
      <span key="id" className="code">
        {shortId(data.id)}
      </span>,
    ],
  ]
  return (
    <div className="card stack case-head">
      <header className="row">
        {data.level && (
          <LevelTag level={data.level} {...(data.grade ? { coverage: data.grade.coverage } : {})} />
        )}
        <h1>
          {regions.full(data.regionCode)} ·{' '}
          {data.disputeType ? texts.disputeTypes[data.disputeType] : texts.board.none}
        </h1>
        <CaseTags data={data} />
      </header>
      <CaseStanding data={data} />
      <CaseActions me={me} data={data} />
      <Facts facts={facts} />
    </div>
  )
}
