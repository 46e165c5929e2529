/** What stands around every screen: menu, account, skip link. On a phone the menu lies at the thumb. */
import { type ReactNode, useState } from 'react'
import { useRegions } from '../api/regions.ts'
import type { Me, Role } from '../api/shapes.ts'
import { SignOut } from '../drafts/signOut.tsx'
import { type Place, paths } from '../paths.ts'
import { Link } from '../router.tsx'
import { accountTexts } from '../texts/accounts.ts'
import { texts } from '../texts/zh.ts'
import { Icon } from './icons.tsx'
import { LanguageSwitch } from './languageSwitch.tsx'

/** Those of the menu; one's own account is everybody's, and is not in it. */
type Screen = Exclude<Place['screen'], 'nowhere' | 'ownAccount'>
const everything: readonly Screen[] = [
  'home',
  'orderDesk',
  'callbackDesk',
  'answerDesk',
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
  administrator: ['home', 'accounts', 'organisations', 'policies'],
}

export const startOf: Readonly<Record<Screen, () => string>> = {
  home: paths.home,
  dispatchDesk: paths.dispatchDesk,
  orderDesk: paths.orderDesk,
  callbackDesk: paths.callbackDesk,
  answerDesk: paths.answerDesk,
  caseCard: paths.cases,
  dynamicDatabase: paths.dynamicDatabase,
  callbackCoverage: paths.callbackCoverage,
  history: paths.history,
  organisations: paths.organisations,
  accounts: paths.accounts,
  policies: paths.policies,
  audit: paths.audit,
}

/** On a phone; one more place is for the way to the others. */
const AT_THUMB = 4

interface FrameProps {
  readonly me: Me
  readonly place: Place
  readonly children: ReactNode
}
export function Frame({ me, place, children }: FrameProps) {
  const regions = useRegions()
  const federation = regions.federation(me.federation)
  const out = (
    <>
      <LanguageSwitch />
      <SignOut />
    </>
  )
  return (
    <div className="frame">
      <a className="skip" href="#main">
        {texts.nav.skip}
      </a>
      <header className="top">
        <Brand />
        <Link to={paths.ownAccount()} className="who">
          {texts.region.short(regions.name(me.federation))}
        </Link>
        {out}
      </header>
      <div className="side">
        <Brand />
        <Menu screens={screensOf[me.role]} current={place.screen} />
        <div className="account">
          <strong>{federation}</strong>
          <div className="row between">
            <span>{texts.roles[me.role]}</span>
            <Link to={paths.ownAccount()} className="own">
              {accountTexts.own.password}
            </Link>
          </div>
          <div className="row ways">{out}</div>
        </div>
      </div>
      <main className="page" id="main" tabIndex={-1}>
        {children}
      </main>
    </div>
  )
}

interface MenuProps {
  readonly screens: readonly Screen[]
  readonly current: Place['screen']
}
/** Where a phone's width does not hold all of it, the last ones come up on request. */
function Menu({ screens, current }: MenuProps) {
  const [open, setOpen] = useState(false)
  const fits = screens.length <= AT_THUMB + 1
  const rest = fits ? [] : screens.slice(AT_THUMB)
  const classes = ['nav', fits ? '' : 'folds', open ? 'open' : '']
  return (
    <nav className={classes.filter(Boolean).join(' ')} aria-label={texts.nav.label}>
      {screens.map((screen) => (
        <Link
          key={screen}
          to={startOf[screen]()}
          aria-current={current === screen ? 'page' : undefined}
          className={rest.includes(screen) ? 'rest' : undefined}
          onClick={() => setOpen(false)}
        >
          <Icon of={screen} />
          <span className="long">{texts.nav[screen]}</span>
          <span className="short" aria-hidden="true">
            {texts.nav.short[screen]}
          </span>
        </Link>
      ))}
      {!fits && (
        <button
          type="button"
          className={rest.some((screen) => screen === current) ? 'more current' : 'more'}
          aria-expanded={open}
          onClick={() => setOpen(!open)}
        >
          <Icon of="more" />
          {texts.nav.more}
        </button>
      )}
    </nav>
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
