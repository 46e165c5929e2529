/** 分级模型: which there are and which grades from when, and what one of them would have made of the whole history, asked
 *  for by whoever may and followed until it is done. The city's dispatcher publishes and activates them. */
import { useMutation, useQuery } from '@tanstack/react-query'
import { Button, Progress } from 'antd'
import { useState } from 'react'
import { get, newKey, post } from '../api/http.ts'
import type { ModelItem, ModelList, WhatIfState } from '../api/modelShapes.ts'
import { DoneNotice, FaultNotice, Loaded } from '../parts/conditions.tsx'
import { type Column, DataTable } from '../parts/dataTable.tsx'
import { fullTime } from '../parts/moment.tsx'
import { modelTexts as words } from '../texts/models.ts'
import { ModelActivation } from './modelActivation.tsx'
import { draftFrom, saveDocument } from './modelDocument.ts'
import { ModelPublication } from './modelPublication.tsx'
import { ModelStanding, nameOf, plannedFrom } from './modelStanding.tsx'
import { Periods } from './periods.tsx'
import { modelsQuery } from './policyCommand.ts'
import { WhatIfResult } from './whatIfResult.tsx'

const POLL_MS = 1000
/** Who waits for a version to come into force sees it come. */
const PLANNED_MS = 15_000
const isComing = (list: ModelList | undefined) => list?.items.some((item) => plannedFrom(item)) ?? false

type Asked = 'publish' | ModelItem

export function RiskModels({ sets }: { readonly sets: boolean }) {
  const models = useQuery({
    ...modelsQuery,
    refetchInterval: ({ state }) => (isComing(state.data) ? PLANNED_MS : false),
  })
  const [asked, setAsked] = useState<Asked | null>(null)
  const [published, setPublished] = useState(false)
  const { run, error, busy, tryOut } = useTrial()
  const close = () => setAsked(null)
  const ask = (what: Asked) => {
    setPublished(false)
    setAsked(what)
  }
  return (
    <section className="stack">
      <div className="row">
        <h2>{words.title}</h2>
        {sets && models.data && (
          <Button className="push" onClick={() => ask('publish')}>
            {words.publish.title}
          </Button>
        )}
      </div>
      <p className="small soft">{words.lead}</p>
      <Loaded query={models} rows={2}>
        {(list) => (
          <>
            <ModelStanding items={list.items} />
            <DataTable
              label={words.list}
              columns={columnsOf({ list, busy, tryOut, activate: sets ? ask : null })}
              rows={list.items}
              keyOf={({ id, version }) => `${id}@${version}`}
            />
            {published && <DoneNotice>{words.publish.done(nameOf(list.items.at(-1)!))}</DoneNotice>}
            {asked === 'publish' && (
              <ModelPublication
                list={list}
                onDone={() => {
                  close()
                  setPublished(true)
                }}
                onClose={close}
              />
            )}
            {asked !== null && asked !== 'publish' && (
              <ModelActivation
                item={asked}
                revision={list.revision}
                tryOut={() => {
                  close()
                  tryOut(asked)
                }}
                onClose={close}
              />
            )}
          </>
        )}
      </Loaded>
      <FaultNotice error={error} />
      {run && <Run run={run} />}
    </section>
  )
}

/** Started here, and asked for until it has ended. */
function useTrial() {
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
  return {
    ...{ run: run.data, error: starting.error ?? run.error },
    busy: starting.isPending || run.data?.state === 'running',
    tryOut: (item: ModelItem) => starting.mutate(item),
  }
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

interface Acts {
  readonly list: ModelList
  readonly busy: boolean
  readonly tryOut: (item: ModelItem) => void
  readonly activate: ((item: ModelItem) => void) | null
}
const columnsOf = (acts: Acts): Column<ModelItem>[] => [
  { key: 'model', title: words.columns.model, kind: 'main', cell: nameOf },
  {
    key: 'state',
    title: words.columns.state,
    kind: 'end',
    cell: (item) => <span className={`tag ${tones[stateOf(item)]}`}>{words[stateOf(item)]}</span>,
  },
  { key: 'track', title: words.columns.track, kind: 'line', cell: ({ track }) => words.tracks[track] },
  { key: 'period', title: words.columns.period, kind: 'line', cell: Periods },
  {
    key: 'published',
    title: words.columns.published,
    kind: 'wide-only',
    cell: ({ publishedAt }) => (publishedAt ? fullTime(publishedAt) : words.builtIn),
  },
  { key: 'actions', title: words.columns.actions, cell: actionsOf(acts) },
]

const actionsOf =
  ({ list: { items }, busy, tryOut, activate }: Acts) =>
  (item: ModelItem) => {
    // What is in force is activated again where something else is planned, to keep it.
    const isOpen = !item.active || items.some((one) => one.track === item.track && plannedFrom(one))
    return (
      <span className="row">
        <Button size="small" disabled={busy} onClick={() => tryOut(item)}>
          {words.run}
        </Button>
        {activate && isOpen && (
          <Button size="small" onClick={() => activate(item)}>
            {words.activate.action}
          </Button>
        )}
        <Button size="small" onClick={() => saveDocument(draftFrom(item, items))}>
          {words.download}
        </Button>
      </span>
    )
  }

type State = 'active' | 'planned' | 'inactive'
const tones: Readonly<Record<State, string>> = { active: 'done', planned: 'waiting', inactive: '' }
const stateOf = (item: ModelItem): State =>
  item.active ? 'active' : plannedFrom(item) ? 'planned' : 'inactive'
