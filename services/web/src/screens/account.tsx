/** One account: what it is and how it stands, and what an administrator may do to it. Nothing here is done to one's own. */
import { useQuery } from '@tanstack/react-query'
import { Button } from 'antd'
import { useState } from 'react'
import type { AccountItem, ActedAccount } from '../api/accountShapes.ts'
import { get } from '../api/http.ts'
import { useRegions } from '../api/regions.ts'
import type { Me } from '../api/shapes.ts'
import { DoneNotice, Loaded } from '../parts/conditions.tsx'
import { Facts } from '../parts/facts.tsx'
import { fullTime, Moment } from '../parts/moment.tsx'
import { Link } from '../router.tsx'
import { accountTexts as words } from '../texts/accounts.ts'
import { texts } from '../texts/zh.ts'
import { type AccountAct, ActForm, OneTime } from './accountForm.tsx'

interface AccountProps {
  readonly me: Me
  readonly id: string
  readonly back: string
}
export function Account({ me, id, back }: AccountProps) {
  const one = useQuery({
    queryKey: ['account', id],
    queryFn: () => get<AccountItem>(`/v1/accounts/${encodeURIComponent(id)}`),
  })
  return (
    <section className="desk-one" aria-label={words.title}>
      <Link to={back} className="back">
        ‹ {words.back}
      </Link>
      <Loaded query={one} rows={8}>
        {(data) => (
          <div className="card stack">
            <header className="row">
              <span className="tag">{texts.roles[data.role]}</span>
              <h1>{data.username}</h1>
              <AccountState of={data} />
            </header>
            {data.id === me.id ? <p className="soft">{words.yourself}</p> : <Acts me={me} data={data} />}
            <AccountFacts data={data} />
          </div>
        )}
      </Loaded>
    </section>
  )
}

/** Nothing where all is in order. */
export function AccountState({ of: { disabled, password } }: { readonly of: AccountItem }) {
  if (disabled) return <span className="tag warn">{words.states.disabled}</span>
  return password === 'own' ? null : <span className="tag waiting">{words.states[password]}</span>
}

function AccountFacts({ data }: { readonly data: AccountItem }) {
  const regions = useRegions()
  const facts = [
    [words.columns.federation, regions.federation(data.federation)],
    [words.columns.usedAt, data.usedAt ? <Moment key="used" at={data.usedAt} /> : words.never],
    [words.addedAt, fullTime(data.addedAt)],
    [words.ownNumber, data.hasOwnNumber ? words.hasOwnNumber : words.noOwnNumber],
  ] as const
  return <Facts facts={facts} />
}

function Acts({ me, data }: { readonly me: Me; readonly data: AccountItem }) {
  const [open, setOpen] = useState<AccountAct | null>(null)
  const [done, setDone] = useState<{ readonly act: AccountAct; readonly acted: ActedAccount } | null>(null)
  const acts: readonly AccountAct[] = data.disabled
    ? ['enable', 'assign']
    : ['assign', 'reset-password', 'number', 'disable']
  const start = (act: AccountAct) => {
    setDone(null)
    setOpen(act)
  }
  return (
    <>
      {done && <DoneNotice>{words.done[done.act]}</DoneNotice>}
      {done && <OneTime of={done.acted} />}
      <div className="commands">
        {acts.map((act) => (
          <Button key={act} danger={act === 'disable'} onClick={() => start(act)}>
            {words.acts[act]}
          </Button>
        ))}
      </div>
      {open && (
        <ActForm
          {...{ me, account: data, act: open }}
          onDone={(acted) => {
            setOpen(null)
            setDone({ act: open, acted })
          }}
          onClose={() => setOpen(null)}
        />
      )}
    </>
  )
}
