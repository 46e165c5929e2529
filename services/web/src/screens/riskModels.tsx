/** 分级模型: which there are and which grades, and what one of them would have made of the whole history, asked for by
 *  whoever may and followed until it is done. */
import { useMutation, useQuery } from '@tanstack/react-query'
import { Button, Progress } from 'antd'
import { useState } from 'react'
import { get, newKey, post, serverNow } from '../api/http.ts'
import type { ModelItem, ModelList, WhatIfState } from '../api/modelShapes.ts'
import { FaultNotice, Loaded } from '../parts/conditions.tsx'
import { type Column, DataTable } from '../parts/dataTable.tsx'
import { fullTime } from '../parts/moment.tsx'
import { modelTexts as words } from '../texts/models.ts'
import { WhatIfResult } from './whatIfResult.tsx'

const POLL_MS = 1000
const modelsQuery = { queryKey: ['risk-models'], queryFn: () => get<ModelList>('/v1/risk-models') }

export function RiskModels() {
  const models = useQuery(modelsQuery)
  const [runId, setRunId] = useState<string | null>(null)
  const starting = useMutation({
    mutationFn: ({ id, version }: ModelItem) =>
      post<WhatIfState>({
        ...{ path: '/v1/what-if', body: { model: id, version }, revision: null, key: newKey() },
      }),
    onSuccess: ({ id }) => setRunId(id),
  })
  const run = useQuery({
    queryKey: ['what-if', runId],
    queryFn: () => get<WhatIfState>(`/v1/what-if/${runId}`),
    enabled: runId !== null,
    refetchInterval: ({ state }) => (state.data && state.data.state !== 'running' ? false : POLL_MS),
  })
  const busy = starting.isPending || run.data?.state === 'running'
  return (
    <section className="stack">
      <h2>{words.title}</h2>
      <p className="small soft">{words.lead}</p>
      <Loaded query={models} rows={2}>
        {({ items }) => (
          <DataTable
            label={words.list}
            columns={columnsOf(busy, (item) => starting.mutate(item))}
            rows={items}
            keyOf={({ id, version }) => `${id}@${version}`}
          />
        )}
      </Loaded>
      <FaultNotice error={starting.error ?? run.error} />
      {run.data && <Run run={run.data} />}
    </section>
  )
}

function Run({ run }: { readonly run: WhatIfState }) {
  const { state, progress, result, model } = run
  if (result) return <WhatIfResult result={result} title={nameOf(model)} />
  if (state !== 'running')
    return (
      <div className="notice" role="status">
        {state === 'interrupted' ? words.interrupted : words.failed}
      </div>
    )
  const { done, total } = progress
  const percent = total ? Math.floor((done / total) * 100) : 0
  return (
    <div role="status">
      <Progress percent={percent} aria-label={words.running} />
      <span className="small soft">{total === null ? words.counting : words.progress(done, total)}</span>
    </div>
  )
}

function columnsOf(busy: boolean, tryOut: (item: ModelItem) => void): Column<ModelItem>[] {
  return [
    {
      key: 'model',
      title: words.columns.model,
      kind: 'main',
      cell: nameOf,
    },
    {
      key: 'state',
      title: words.columns.state,
      kind: 'end',
      cell: (item) => <span className={`tag ${item.active ? 'done' : ''}`}>{stateOf(item)}</span>,
    },
    { key: 'track', title: words.columns.track, kind: 'line', cell: ({ track }) => words.tracks[track] },
    {
      key: 'published',
      title: words.columns.published,
      kind: 'wide-only',
      cell: ({ publishedAt }) => (publishedAt ? fullTime(publishedAt) : words.builtIn),
    },
    {
      key: 'actions',
      title: words.columns.actions,
      cell: (item) => (
        <Button size="small" disabled={busy} onClick={() => tryOut(item)}>
          {words.run}
        </Button>
      ),
    },
  ]
}

/** One that the city loaded under a name of its own is called by that. */
const nameOf = ({ id, version }: Pick<ModelItem, 'id' | 'version'>): string =>
  words.version(
    Object.hasOwn(words.names, id) ? words.names[id as keyof typeof words.names] : `${id} `,
    version,
  )

function stateOf({ active, periods }: ModelItem): string {
  if (active) return words.active
  const isPlanned = periods.some(({ since }) => since && Date.parse(since) > serverNow())
  return isPlanned ? words.planned : words.inactive
}
