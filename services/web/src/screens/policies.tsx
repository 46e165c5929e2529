/** 策略: which versions of the rules there are, what each says, and which is in force when. The city activates and
 *  retires them, and drafts the next; everybody else reads. */
import { useQuery } from '@tanstack/react-query'
import { Button } from 'antd'
import { useState } from 'react'
import { Problem, serverNow } from '../api/http.ts'
import type { PolicyItem, PolicyList } from '../api/policyShapes.ts'
import type { Me } from '../api/shapes.ts'
import { FaultNotice, Loaded } from '../parts/conditions.tsx'
import { type Column, DataTable } from '../parts/dataTable.tsx'
import { PageHead } from '../parts/frame.tsx'
import { fullTime } from '../parts/moment.tsx'
import { type Filter, paths } from '../paths.ts'
import { Link } from '../router.tsx'
import { policyTexts as words } from '../texts/policies.ts'
import { texts } from '../texts/zh.ts'
import { Periods } from './periods.tsx'
import { policiesQuery, usePolicyCommand } from './policyCommand.ts'
import { PolicyForm } from './policyForm.tsx'
import { isSame } from './policyRules.ts'
import { PolicyTable } from './policyTable.tsx'
import { RiskModels } from './riskModels.tsx'

interface ScreenProps {
  readonly me: Me
  readonly filter: Filter
}
export default function Policies({ me, filter }: ScreenProps) {
  const policies = useQuery(policiesQuery)
  return (
    <>
      <PageHead title={words.title} lead={words.lead} />
      <div className="stack">
        <Loaded query={policies} rows={10}>
          {(list) => <Versions list={list} shown={Number(filter.version)} me={me} />}
        </Loaded>
        {triesModels(me) && <RiskModels sets={me.role === 'dispatcher'} />}
      </div>
    </>
  )
}

const triesModels = ({ role, federation }: Me): boolean =>
  federation.length === 4 && ['dispatcher', 'analyst'].includes(role)

type Asked = { readonly command: 'activate' | 'retire'; readonly version: number }

function Versions({ list, shown, me }: { list: PolicyList; shown: number; me: Me }) {
  const [asked, setAsked] = useState<Asked | null>(null)
  const [drafting, setDrafting] = useState(false)
  const inForce = list.items.find((item) => item.inForce) ?? list.items[0]!
  const chosen = list.items.find((item) => item.version === shown) ?? inForce
  const sets = me.federation.length === 4 && ['dispatcher', 'administrator'].includes(me.role)
  const columns = versionColumns(sets ? setAsked : null)
  return (
    <div className="stack">
      <DataTable
        label={words.versions}
        columns={columns}
        rows={list.items}
        keyOf={({ version }) => String(version)}
        leadsTo={({ version }) => paths.policies({ version: String(version) })}
        isChosen={({ version }) => version === chosen.version && !drafting}
      />
      {drafting ? (
        <Draft key={list.items.length} list={list} base={chosen} onEnd={() => setDrafting(false)} />
      ) : (
        <>
          <div className="row">
            <h2>{words.rulesOf(chosen.version)}</h2>
            {chosen !== inForce && !isSame(rulesOf(chosen), rulesOf(inForce)) && (
              <span className="small soft">{words.differs}</span>
            )}
            {sets && (
              <Button className="push" onClick={() => setDrafting(true)}>
                {words.actions.draft}
              </Button>
            )}
          </div>
          <PolicyTable policy={chosen.document} against={inForce.document} />
        </>
      )}
      {asked && <PolicyForm {...asked} revision={list.revision} onClose={() => setAsked(null)} />}
    </div>
  )
}

const rulesOf = ({ document: { version: _version, ...rules } }: PolicyItem) => rules

function versionColumns(ask: ((asked: Asked) => void) | null): Column<PolicyItem>[] {
  return [
    {
      key: 'version',
      title: words.columns.version,
      kind: 'main',
      cell: ({ version }) => (
        <Link className="row-link" to={paths.policies({ version: String(version) })}>
          {words.version(version)}
        </Link>
      ),
    },
    {
      key: 'state',
      title: words.columns.state,
      kind: 'end',
      cell: (item) => <span className={`tag ${tones[stateOf(item)]}`}>{words.states[stateOf(item)]}</span>,
    },
    { key: 'period', title: words.columns.period, kind: 'line', cell: Periods },
    {
      key: 'published',
      title: words.columns.published,
      kind: 'wide-only',
      cell: ({ publishedAt }) => (publishedAt ? fullTime(publishedAt) : words.builtIn),
    },
    ...(ask ? [{ key: 'actions', title: words.columns.actions, cell: actionsOf(ask) }] : []),
  ]
}

const actionsOf = (ask: (asked: Asked) => void) => (item: PolicyItem) =>
  item.retiredAt ? null : (
    <span className="row">
      {(['activate', 'retire'] as const)
        .filter(() => !item.inForce)
        .map((command) => (
          <Button key={command} size="small" onClick={() => ask({ command, version: item.version })}>
            {words.actions[command]}
          </Button>
        ))}
    </span>
  )

type State = keyof typeof words.states
const tones: Readonly<Record<State, string>> = {
  'in-force': 'done',
  planned: 'waiting',
  draft: '',
  replaced: '',
  retired: '',
}
function stateOf({ inForce, retiredAt, periods }: PolicyItem): State {
  if (inForce) return 'in-force'
  if (retiredAt) return 'retired'
  if (periods.some(({ since }) => since && Date.parse(since) > serverNow())) return 'planned'
  return periods.length > 0 ? 'replaced' : 'draft'
}

interface DraftProps {
  readonly list: PolicyList
  readonly base: PolicyItem
  readonly onEnd: () => void
}
function Draft({ list, base, onEnd }: DraftProps) {
  const next = list.items[0]!.version + 1
  const [draft, setDraft] = useState({ ...base.document, version: next })
  const publishing = usePolicyCommand(list.revision, onEnd)
  const faults = publishing.error instanceof Problem ? publishing.error.faults : []
  const unchanged = isSame(draft, { ...base.document, version: next })
  return (
    <>
      <div className="row">
        <h2>{words.draft.title(next)}</h2>
        <span className="small soft">{words.draft.note(base.version)}</span>
      </div>
      <PolicyTable policy={draft} against={base.document} onChange={setDraft} faults={faults} />
      {faults.length > 0 ? (
        <div className="notice fault" role="alert">
          <b>{words.draft.wrong}</b>
        </div>
      ) : (
        <FaultNotice error={publishing.error} />
      )}
      <div className="row">
        <Button
          type="primary"
          disabled={unchanged}
          loading={publishing.isPending}
          onClick={() => publishing.mutate({ path: '', body: draft })}
        >
          {words.actions.publish}
        </Button>
        <Button onClick={onEnd}>{texts.orders.cancel}</Button>
        {unchanged && <span className="small soft">{words.draft.unchanged}</span>}
      </div>
    </>
  )
}
