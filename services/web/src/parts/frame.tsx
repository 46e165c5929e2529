/** What stands around every screen: menu, account, skip link. On a phone the menu lies at the thumb. */
import type { ReactNode } from 'react'
import { useRegions } from '../api/regions.ts'
import type { Me, Role } from '../api/shapes.ts'
import { SignOut } from '../drafts/signOut.tsx'
import { type Place, paths } from '../paths.ts'
import { Link } from '../router.tsx'
import { texts } from '../texts/zh.ts'
import { Icon } from './icons.tsx'

type Screen = Exclude<Place['screen'], 'nowhere'>
const everything: readonly Screen[] = [
  'home',
  'orderDesk',
  'callbackDesk',
  'caseCard',
  'dynamicDatabase',
  'callbackCoverage',
  'organisations',
]
const figures: readonly Screen[] = ['home', 'dynamicDatabase', 'callbackCoverage', 'history', 'caseCard']
/** The screens that a role has a use for; the server decides what it may read. */
export const screensOf: Readonly<Record<Role, readonly Screen[]>> = {
  mediator: everything,
  'district-officer': ['home', 'dispatchDesk', ...everything.slice(1)],
  dispatcher: ['home', 'dispatchDesk', ...everything.slice(1), 'history', 'policies'],
  analyst: figures,
  statistician: ['home', 'dynamicDatabase', 'callbackCoverage'],
  auditor: ['home', 'audit', 'policies'],
  administrator: ['home', 'organisations', 'policies'],
}

export const startOf: Readonly<Record<Screen, () => string>> = {
  home: paths.home,
  dispatchDesk: paths.dispatchDesk,
  orderDesk: paths.orderDesk,
  callbackDesk: paths.callbackDesk,
  caseCard: paths.cases,
  dynamicDatabase: paths.dynamicDatabase,
  callbackCoverage: paths.callbackCoverage,
  history: paths.history,
  organisations: paths.organisations,
  policies: paths.policies,
  audit: paths.audit,
}

interface FrameProps {
  readonly me: Me
  readonly place: Place
  readonly children: ReactNode
}
export function Frame({ me, place, children }: FrameProps) {
  const federation = useRegions().federation(me.federation)
  const out = <SignOut />
  return (
    <div className="frame">
      <a className="skip" href="#main">
        {texts.nav.skip}
      </a>
      <header className="top">
        <Brand />
        <span className="who">{federation}</span>
        {out}
      </header>
      <div className="side">
        <Brand />
        <nav className="nav" aria-label={texts.nav.label}>
          {screensOf[me.role].map((screen) => (
            <Link
              key={screen}
              to={startOf[screen]()}
              aria-current={place.screen === screen ? 'page' : undefined}
            >
              <Icon of={screen} />
              <span className="long">{texts.nav[screen]}</span>
              <span className="short" aria-hidden="true">
                {texts.nav.short[screen]}
              </span>
            </Link>
          ))}
        </nav>
        <div className="account">
          <strong>{federation}</strong>
          <div className="row">
            <span>{texts.roles[me.role]}</span>
            <span className="push">{out}</span>
          </div>
        </div>
      </div>
      <main className="page" id="main" tabIndex={-1}>
        {children}
      </main>
    </div>
  )
}

const Brand = () => (
  <Link to={paths.home()} className="brand">
    <img src="/icon.svg" alt="" />
    {texts.product}
  </Link>
)

interface HeadProps {
  readonly title: string
  readonly lead?: string
  readonly children?: ReactNode
}
export const PageHead = ({ title, lead, children }: HeadProps) => (
  <header className="page-head">
    <h1>{title}</h1>
    {lead && <p>{lead}</p>}
    {children}
  </header>
)
