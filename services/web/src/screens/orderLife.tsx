/** What goes on around an order: whom it called in and what came of it, and what those above push on. */

import type { Engagement } from '@jiahe/domain/engagements.ts'
import type { Supervision } from '@jiahe/domain/supervisions.ts'
import { useQuery } from '@tanstack/react-query'
import { Button } from 'antd'
import type { OrganisationItem } from '../api/directoryShapes.ts'
import { get } from '../api/http.ts'
import { useRegions } from '../api/regions.ts'
import type { Me, OrderDetail } from '../api/shapes.ts'
import { Countdown, Moment } from '../parts/moment.tsx'
import { paths } from '../paths.ts'
import { Link } from '../router.tsx'
import { langOf } from '../texts/language.ts'
import { orderLifeTexts as life } from '../texts/orderLife.ts'
import { texts } from '../texts/zh.ts'
import type { OpenAct } from './orderActs.tsx'
import { isPending, stepsWith } from './orderCommands.ts'

const words = texts.orders

interface BlockProps {
  readonly me: Me
  readonly order: OrderDetail
  readonly open: OpenAct
}

export function Engagements({ me, order, open }: BlockProps) {
  if (order.engagements.length === 0) return null
  const works = me.federation === order.assignee && ['accepted', 'in-progress'].includes(order.state)
  return (
    <div className="card stack">
      <h2>{words.life.resources}</h2>
      {order.engagements.some(isPending) && <p className="small soft">{words.life.stillOpen}</p>}
      <ul className="lines">
        {[...order.engagements].reverse().map((one) => (
          <li key={one.engagementId} className="row">
            <EngagementTag state={one.state} />
            <b>{life.kinds[one.kind]}</b>
            <span>{life.purposes[one.purpose]}</span>
            <WhichOrganisation code={one.organisation} />
            <span className="soft">{cameOf(one)}</span>
            <span className="soft small push">
              <Moment at={one.since} />
            </span>
            {works && (
              <span className="row">
                {stepsWith(one).map((command) => (
                  <Button
                    key={command}
                    size="small"
                    onClick={() => open(command, { engagementId: one.engagementId })}
                  >
                    {words.commands[command]}
                  </Button>
                ))}
              </span>
            )}
          </li>
        ))}
      </ul>
    </div>
  )
}

const tones: Readonly<Record<Engagement['state'], string>> = {
  asked: 'waiting',
  accepted: 'waiting',
  declined: '',
  reported: 'done',
  withdrawn: '',
}
const EngagementTag = ({ state }: Pick<Engagement, 'state'>) => (
  <span className={`tag ${tones[state]}`}>{life.engagementStates[state]}</span>
)

/** The outcome, or why there is none. */
const cameOf = ({ state, outcome, reason }: Engagement): string => {
  if (outcome) return life.outcomes[outcome]
  const reasons: Readonly<Record<string, string>> = state === 'declined' ? life.declines : life.withdrawals
  return reason ? (reasons[reason] ?? reason) : ''
}

function WhichOrganisation({ code }: { readonly code: string | null }) {
  const found = useQuery({
    queryKey: ['organisation', code, 'name'],
    queryFn: () => get<OrganisationItem>(`/v1/organisations/${encodeURIComponent(code ?? '')}`),
    enabled: code !== null,
  })
  if (code === null) return <span className="soft">{words.life.notListed}</span>
  const name = found.data?.name ?? code
  return (
    <Link to={paths.organisation(code)} lang={langOf(name)}>
      {name}
    </Link>
  )
}

export function Supervisions({ me, order, open }: BlockProps) {
  const regions = useRegions()
  if (order.supervisions.length === 0) return null
  const answers = me.federation === order.assignee && order.state !== 'closed'
  return (
    <div className="card stack">
      <h2>{words.life.supervisions}</h2>
      <ul className="lines">
        {[...order.supervisions].reverse().map((one) => (
          <li key={one.supervisionId} className="row">
            <span className={`tag ${supervisionTones[one.state]}`}>{life.supervisionStates[one.state]}</span>
            <b>{life.supervisionReasons[one.reason]}</b>
            <span>{regions.federation(one.by)}</span>
            {one.settledAt === null ? (
              <span className="push">
                <span className="soft">{words.life.answerBy} </span>
                <Countdown at={one.answerBy} />
              </span>
            ) : (
              <span className="soft small push">
                <Moment at={one.settledAt} />
              </span>
            )}
            {answers && one.settledAt === null && (
              <Button
                size="small"
                type="primary"
                onClick={() => open('answer-supervision', { supervisionId: one.supervisionId })}
              >
                {words.commands['answer-supervision']}
              </Button>
            )}
          </li>
        ))}
      </ul>
    </div>
  )
}

const supervisionTones: Readonly<Record<Supervision['state'], string>> = {
  standing: 'high',
  unanswered: 'warn',
  answered: 'done',
  ended: '',
}
