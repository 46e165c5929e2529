/** The columns of 查看记录: when, who, what, why, and whom or what it was about. */
import { COMMAND_LINE } from '@jiahe/domain/commandLine.ts'
import type { AccessItem } from '../api/accessShapes.ts'
import { useRegions } from '../api/regions.ts'
import type { Role } from '../api/shapes.ts'
import type { Column } from '../parts/dataTable.tsx'
import { Moment } from '../parts/moment.tsx'
import { paths } from '../paths.ts'
import { Link } from '../router.tsx'
import { accessTexts as words } from '../texts/access.ts'
import { texts } from '../texts/zh.ts'
import { shortId } from './orderId.ts'

export const columns: Column<AccessItem>[] = [
  { key: 'at', title: words.columns.at, cell: (item) => <Moment at={item.at} /> },
  {
    key: 'account',
    title: words.columns.account,
    kind: 'main',
    cell: ({ username, accountId }) =>
      username ?? (accountId === COMMAND_LINE ? words.commandLine : shortId(accountId)),
  },
  {
    key: 'action',
    title: words.columns.action,
    kind: 'first',
    cell: ({ action, outcome }) => (
      <span className={outcome === 'refused' ? 'tag warn' : action === 'unmask' ? 'tag waiting' : 'tag'}>
        {words.actions[action]}
      </span>
    ),
  },
  {
    key: 'reason',
    title: words.columns.reason,
    kind: 'line',
    cell: ({ action, reason, detail }) => (
      <>
        {words.reasons[reason] ?? reason}{' '}
        <span className="soft small code">
          {detail?.route ?? detail?.organisation ?? (detail?.rows != null && words.rows(Number(detail.rows)))}
        </span>
        {action === 'account' && detail?.role && <Given detail={detail} />}
      </>
    ),
  },
  { key: 'about', title: words.columns.about, kind: 'line', cell: (item) => <About item={item} /> },
]

type Detail = NonNullable<AccessItem['detail']>
/** As what, for where; and what it was before. */
function Given({ detail }: { readonly detail: Detail }) {
  const regions = useRegions()
  const place = (role: unknown, federation: unknown) =>
    `${texts.roles[role as Role] ?? role} · ${regions.federation(String(federation))}`
  const { role, federation, fromRole, fromFederation } = detail
  return (
    <span className="soft small">
      {fromRole && `${place(fromRole, fromFederation)} → `}
      {place(role, federation)}
    </span>
  )
}

/** Ids in full behind the short ones, so that they can be found again. */
const About = ({ item }: { readonly item: AccessItem }) => (
  <span className="row">
    {item.aboutUsername && (
      <span className="nowrap">
        <span className="soft small">{words.about.account}</span>{' '}
        <Link to={paths.audit({ account: item.aboutUsername })}>{item.aboutUsername}</Link>
      </span>
    )}
    {(['personId', 'caseId', 'orderId'] as const).map((name) => {
      const id = item[name]
      if (id === null) return null
      const short = (
        <>
          <span className="soft small">{words.about[name]}</span> <span className="code">{shortId(id)}</span>
        </>
      )
      return (
        <span key={name} className="nowrap" title={id}>
          {name === 'personId' ? <Link to={paths.audit({ person: id })}>{short}</Link> : short}
        </span>
      )
    })}
  </span>
)
