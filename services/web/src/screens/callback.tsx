/**
 * One call: whom, the number on request (each look is recorded), what to say and what never to say, and what came
 * of it in one tap. Only where she herself was reached is there anything more to fill in.
 */

import type { CallbackOutcome } from '@jiahe/domain/vocabulary.ts'
import { useMutation, useQuery, useQueryClient } from '@tanstack/react-query'
import { Button, Input } from 'antd'
import { useRef, useState } from 'react'
import { get, newKey, Problem } from '../api/http.ts'
import { useRegions } from '../api/regions.ts'
import type { CaseDetail, Contact, Me } from '../api/shapes.ts'
import { submit } from '../drafts/outbox.ts'
import { useKept } from '../drafts/useKept.ts'
import { DoneNotice, FaultNotice, Loaded } from '../parts/conditions.tsx'
import { FactsField } from '../parts/factsField.tsx'
import { LevelTag } from '../parts/tags.tsx'
import { paths } from '../paths.ts'
import { Link } from '../router.tsx'
import { langOf } from '../texts/language.ts'
import { marks } from '../texts/marks.ts'
import { texts } from '../texts/zh.ts'
import { CaseDuties } from './caseDuties.tsx'
import { caseQuery } from './caseQuery.ts'

const words = texts.callbacks

interface CallbackProps {
  readonly me: Me
  readonly caseId: string
  readonly back: string
}
export function Callback({ caseId, back }: CallbackProps) {
  const one = useQuery(caseQuery(caseId))
  const regions = useRegions()
  return (
    <section className="desk-one stack" aria-label={words.title}>
      <Link to={back} className="back">
        ‹ {texts.nav.callbackDesk}
      </Link>
      <Loaded query={one} rows={8}>
        {(data) => (
          <>
            <div className="notice fault">
              <b>{words.warning}</b>
            </div>
            <div className="card stack">
              <header className="row">
                {data.level && (
                  <LevelTag level={data.level} {...(data.grade ? { coverage: data.grade.coverage } : {})} />
                )}
                <h1>{regions.full(data.regionCode)}</h1>
                <Link className="push" to={paths.caseCard(caseId)}>
                  {words.caseLink}
                </Link>
              </header>
              <Whom data={data} />
            </div>
            <Attempt data={data} />
            <Script />
            <CaseDuties data={data} />
          </>
        )}
      </Loaded>
    </section>
  )
}

/** Masked until somebody who has to call asks for the number. */
function Whom({ data }: { readonly data: CaseDetail }) {
  const called = data.people.filter((p) => p.role === 'victim' || p.role === 'applicant')
  const contacts = useMutation({
    mutationFn: () =>
      get<{ readonly items: readonly Contact[] }>(`/v1/cases/${encodeURIComponent(data.id)}/contacts`, {
        reason: 'callback',
      }),
  })
  const numberOf = (personId: string) => contacts.data?.items.find((c) => c.personId === personId)?.phone
  return (
    <>
      <ul className="people">
        {called.map((person) => {
          const number = numberOf(person.personId)
          return (
            <li key={person.personId}>
              <span className="tag">{texts.partyRoles[person.role]}</span>
              <b lang={langOf(person.name)}>
                {person.erased ? texts.cases.erased : (person.name ?? texts.cases.noName)}
              </b>
              {number ? (
                <a className="phone" href={`tel:${number}`}>
                  {number}
                </a>
              ) : (
                <span className="soft">{person.phone ?? words.noPhone}</span>
              )}
            </li>
          )
        })}
      </ul>
      {!contacts.data && called.some((p) => p.phone !== null) && (
        <div className="row">
          <Button loading={contacts.isPending} onClick={() => contacts.mutate()}>
            {words.showNumber}
          </Button>
          <span className="small soft">{words.showNumberNote}</span>
        </div>
      )}
      <FaultNotice error={contacts.error} />
    </>
  )
}

const quick = [
  'no-answer',
  'wrong-number',
  'refused',
  'unsafe-to-talk',
] as const satisfies readonly CallbackOutcome[]

interface Said {
  readonly outcome: CallbackOutcome
  readonly facts?: Readonly<Record<string, string>>
  readonly note?: string
}

interface Typed {
  readonly reached: boolean
  readonly facts: Readonly<Record<string, string>>
  readonly note: string
}
const blank: Typed = { reached: false, facts: {}, note: '' }
type Kept = ReturnType<typeof useKept>

/** One key per try: a call is never entered twice. Without a connection it waits and is entered when there is one. */
function useAttempt(data: CaseDetail, { settle }: Kept, onSent: () => void) {
  const client = useQueryClient()
  const regions = useRegions()
  const key = useRef(newKey())
  return useMutation({
    mutationFn: (said: Said) => {
      settle()
      const { outcome, facts = {}, note = '' } = said
      return submit(identityOf(data, regions.full(data.regionCode), texts.callbackOutcomes[outcome]), {
        values: { facts, note, reached: outcome === 'reached' },
        seen: null,
        submission: {
          path: `/v1/cases/${encodeURIComponent(data.id)}/callback-attempts`,
          ...{ body: said, revision: data.revision, key: key.current, tried: false },
        },
      })
    },
    onSuccess: () => {
      key.current = newKey()
      onSent()
      void client.invalidateQueries({ queryKey: ['callbacks'] })
      return client.invalidateQueries({ queryKey: ['case', data.id] })
    },
    onError: (error) => {
      if (!(error instanceof Problem)) return
      if (error.status < 500) key.current = newKey()
      if (error.status === 412) void client.invalidateQueries({ queryKey: ['case', data.id] })
    },
  })
}

const identityOf = (data: CaseDetail, region: string, outcome?: string) => ({
  form: JSON.stringify(['callback', data.id]),
  label: [words.one, region, outcome].filter(Boolean).join(' · '),
  place: paths.callbackDesk({ case: data.id }),
})

function Attempt({ data }: { readonly data: CaseDetail }) {
  const kept = useKept(identityOf(data, useRegions().full(data.regionCode)))
  const typed = (kept.draft?.values ?? {}) as Partial<Typed>
  const [{ reached, facts, note }, setTyped] = useState({ ...blank, ...typed })
  const change = (part: Partial<Typed>) => {
    const now = { reached, facts, note, ...part }
    setTyped(now)
    kept.keep(now)
  }
  const attempt = useAttempt(data, kept, () => setTyped(blank))
  const send = (outcome: CallbackOutcome) =>
    attempt.mutate({
      outcome,
      ...(outcome === 'reached' && Object.keys(facts).length > 0 ? { facts } : {}),
      ...(note.trim() ? { note: note.trim() } : {}),
    })
  const done = attempt.data === 'delivered' && attempt.variables
  return (
    <div className="card stack">
      <h2>{words.outcome}</h2>
      {done && <DoneNotice>{marks.is(words.saved, texts.callbackOutcomes[done.outcome])}</DoneNotice>}
      <Input.TextArea
        aria-label={words.note}
        placeholder={words.note}
        autoSize={{ minRows: 1, maxRows: 6 }}
        maxLength={4000}
        value={note}
        onChange={(event) => change({ note: event.target.value })}
      />
      <div className="outcomes">
        <Button
          type="primary"
          size="large"
          aria-expanded={reached}
          onClick={() => change({ reached: !reached })}
        >
          {texts.callbackOutcomes.reached}
        </Button>
        {quick.map((outcome) => (
          <Button key={outcome} size="large" disabled={attempt.isPending} onClick={() => send(outcome)}>
            {texts.callbackOutcomes[outcome]}
          </Button>
        ))}
      </div>
      {reached && (
        <div className="stack">
          <h3>{words.facts}</h3>
          <FactsField violence={data.violence} value={facts} onChange={(now) => change({ facts: now })} />
          <Button type="primary" loading={attempt.isPending} onClick={() => send('reached')}>
            {words.saveReached}
          </Button>
        </div>
      )}
      <FaultNotice error={attempt.error} />
      <p className="small soft">
        {words.attempted(data.attempts)} · {words.failedNote}
      </p>
    </div>
  )
}

const Script = () => (
  <div className="card">
    <h2>{words.script.title}</h2>
    <ol className="script">
      {words.script.lines.map((line) => (
        <li key={line}>{line}</li>
      ))}
    </ol>
  </div>
)
