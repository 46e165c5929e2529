/** One organisation: what it is, how it is reached (hidden until somebody says that she needs it), what may be done
 *  to it, and of a federation its duty roster. */
import { useMutation, useQuery, useQueryClient } from '@tanstack/react-query'
import { Button } from 'antd'
import { useState } from 'react'
import type { OrganisationItem, Reached } from '../api/directoryShapes.ts'
import { get } from '../api/http.ts'
import { useRegions } from '../api/regions.ts'
import type { Me } from '../api/shapes.ts'
import { DoneNotice, FaultNotice, Loaded } from '../parts/conditions.tsx'
import { Facts } from '../parts/facts.tsx'
import { Link } from '../router.tsx'
import { langOf } from '../texts/language.ts'
import { marks } from '../texts/marks.ts'
import { texts } from '../texts/zh.ts'
import { DutyRoster } from './dutyRoster.tsx'
import { ClosingForm, OrganisationForm, useOrganisationCommand } from './organisationForm.tsx'

const words = texts.organisations

export const organisationQuery = (code: string) => ({
  queryKey: ['organisation', code] as const,
  queryFn: () => get<OrganisationItem>(`/v1/organisations/${encodeURIComponent(code)}`),
})

interface OrganisationProps {
  readonly me: Me
  readonly code: string
  readonly mayEdit: boolean
  readonly back: string
}
export function Organisation({ me, code, mayEdit, back }: OrganisationProps) {
  const one = useQuery(organisationQuery(code))
  return (
    <section className="desk-one" aria-label={words.title}>
      <Link to={back} className="back">
        ‹ {words.back}
      </Link>
      <Loaded query={one} rows={8}>
        {(data) => (
          <div className="stack">
            <div className="card stack">
              <header className="row">
                <span className="tag">{words.kinds[data.kind]}</span>
                <h1 lang={langOf(data.name)}>{data.name ?? words.noName}</h1>
                {data.status === 'closed' && <span className="tag warn">{words.statuses.closed}</span>}
              </header>
              {mayEdit && <Editing me={me} data={data} />}
              <OrganisationFacts data={data} />
            </div>
            <Reaching key={data.revision} data={data} />
            {data.kind === 'federation' && <DutyRoster me={me} federation={data.code} />}
          </div>
        )}
      </Loaded>
    </section>
  )
}

function OrganisationFacts({ data }: { readonly data: OrganisationItem }) {
  const regions = useRegions()
  const able = marks.list(data.capabilities.map((c) => words.capabilities[c]))
  return (
    <Facts
      written
      facts={[
        [words.columns.region, regions.full(data.regionCode)],
        [words.columns.capabilities, able || words.notKnown],
        ...(data.capacity === null ? [] : [[words.columns.capacity, words.beds(data.capacity)] as const]),
        [
          words.columns.code,
          <span key="code" className="code">
            {data.code}
          </span>,
        ],
      ]}
    />
  )
}

/** In the clear on request; the server records who asked and why. */
function Reaching({ data }: { readonly data: OrganisationItem }) {
  const reached = useMutation({
    mutationFn: () =>
      get<Reached>(`/v1/organisations/${encodeURIComponent(data.code)}/contacts`, { reason: 'referral' }),
  })
  const shown = reached.data ?? data
  const secret = data.hidden && !reached.data
  const number = (phone: string | null) =>
    phone && !phone.includes('*') ? <a href={`tel:${phone}`}>{phone}</a> : (phone ?? words.notKnown)
  const isOpen = data.kind !== 'shelter' && !['lawyer', 'psychologist', 'mediator'].includes(data.kind)
  const address = shown.address ?? (secret && !isOpen ? words.secret : words.notKnown)
  return (
    <div className="card stack">
      <Facts
        written
        facts={[
          [words.address, address],
          [words.phone, number(shown.phone)],
          [words.contact, shown.contactName ?? words.notKnown],
          [words.contactPhone, number(shown.contactPhone)],
        ]}
      />
      {secret && (
        <div className="row">
          <Button loading={reached.isPending} onClick={() => reached.mutate()}>
            {words.reach}
          </Button>
          <span className="small soft">{words.reachNote}</span>
        </div>
      )}
      <FaultNotice error={reached.error} />
    </div>
  )
}

function Editing({ me, data }: { readonly me: Me; readonly data: OrganisationItem }) {
  const client = useQueryClient()
  const [open, setOpen] = useState<'amend' | 'close' | null>(null)
  const [done, setDone] = useState<'amend' | 'close' | 'reopen' | null>(null)
  const finish = (what: typeof done) => {
    setOpen(null)
    setDone(what)
    void client.invalidateQueries({ queryKey: ['organisation', data.code] })
  }
  const reopening = useOrganisationCommand(data, 'reopen', () => finish('reopen'))
  const start = (what: typeof open) => {
    setDone(null)
    setOpen(what)
  }
  return (
    <>
      {done && <DoneNotice>{words.done[done]}</DoneNotice>}
      <div className="commands">
        <Button onClick={() => start('amend')}>{words.edit}</Button>
        {data.status === 'active' ? (
          <Button danger onClick={() => start('close')}>
            {words.close}
          </Button>
        ) : (
          <Button loading={reopening.isPending} onClick={() => reopening.mutate({})}>
            {words.reopen}
          </Button>
        )}
      </div>
      <FaultNotice error={reopening.error} />
      {open === 'amend' && (
        <OrganisationForm
          me={me}
          before={data}
          onDone={() => finish('amend')}
          onClose={() => setOpen(null)}
        />
      )}
      {open === 'close' && (
        <ClosingForm data={data} onDone={() => finish('close')} onClose={() => setOpen(null)} />
      )}
    </>
  )
}
