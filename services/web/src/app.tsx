/** Which screen is shown: sign-in until somebody is signed in, then the one that the address names, each in a
 *  chunk of its own. */
import { lazy, Suspense, useEffect, useState } from 'react'
import { useLive } from './api/live.ts'
import { useMe, useSignedIn } from './api/session.ts'
import type { Me } from './api/shapes.ts'
import { closeDrafts, openDrafts } from './drafts/drafts.ts'
import { OutboxTray } from './drafts/outboxTray.tsx'
import { Failed, Loading } from './parts/conditions.tsx'
import { Frame, screensOf } from './parts/frame.tsx'
import { Stale } from './parts/stale.tsx'
import { type Place, paths } from './paths.ts'
import { Link, usePlace } from './router.tsx'
import { SignIn } from './screens/signIn.tsx'
import { texts } from './texts/zh.ts'

const Home = lazy(() => import('./screens/home.tsx'))
const OrderDesk = lazy(() => import('./screens/orderDesk.tsx'))
const DispatchDesk = lazy(() => import('./screens/dispatchDesk.tsx'))
const CallbackDesk = lazy(() => import('./screens/callbackDesk.tsx'))
const AnswerDesk = lazy(() => import('./screens/answerDesk.tsx'))
const CaseCard = lazy(() => import('./screens/caseCard.tsx'))
const DynamicDatabase = lazy(() => import('./screens/dynamicDatabase.tsx'))
const Policies = lazy(() => import('./screens/policies.tsx'))
const Audit = lazy(() => import('./screens/audit.tsx'))
const BoardItems = lazy(() => import('./screens/boardItems.tsx'))
const CityHistory = lazy(() => import('./screens/history.tsx'))
const CallbackCoverage = lazy(() => import('./screens/callbackCoverage.tsx'))
const Accounts = lazy(() => import('./screens/accounts.tsx'))
const OwnAccount = lazy(() => import('./screens/ownAccount.tsx'))
const FirstPassword = lazy(async () => ({
  default: (await import('./screens/ownAccount.tsx')).FirstPassword,
}))
const Organisations = lazy(() => import('./screens/organisations.tsx'))

export function App() {
  const signedIn = useSignedIn()
  return signedIn ? <SignedIn key={signedIn} /> : <SignIn />
}

function SignedIn() {
  const me = useMe()
  const place = usePlace()
  const ready = useOwnDrafts(me.data?.id)
  const live = useLive(me.data?.passwordToChange === false && screensOf[me.data.role].includes('caseCard'))
  useEffect(() => {
    const name = place.screen === 'nowhere' ? texts.nav.nowhere : texts.nav[place.screen]
    document.title = `${name} · ${texts.product}`
  }, [place.screen])
  if (me.data === undefined)
    return me.isError ? <Failed error={me.error} retry={() => void me.refetch()} /> : <Loading />
  if (!ready) return <Loading />
  if (me.data.passwordToChange)
    return (
      <Suspense fallback={<Loading />}>
        <FirstPassword me={me.data} />
      </Suspense>
    )
  return (
    <Frame me={me.data} place={place}>
      <Stale live={live} />
      <Suspense fallback={<Loading rows={8} />}>
        <Screen me={me.data} place={place} />
      </Suspense>
      <OutboxTray />
    </Frame>
  )
}

/** A form finds its draft at once, so no screen is shown before they are read. */
function useOwnDrafts(accountId: string | undefined): boolean {
  const [ready, setReady] = useState(false)
  useEffect(() => {
    if (accountId === undefined) return
    void openDrafts(accountId).then(() => setReady(true))
    return () => void closeDrafts({ wipe: false })
  }, [accountId])
  return ready
}

function Screen({ me, place }: { readonly me: Me; readonly place: Place }) {
  if (place.screen === 'ownAccount') return <OwnAccount me={me} />
  if (place.screen === 'nowhere' || !screensOf[me.role].includes(place.screen)) return <Nowhere />
  switch (place.screen) {
    case 'home':
      return <Home me={me} />
    case 'orderDesk':
      return <OrderDesk me={me} orderId={place.orderId} filter={place.filter} />
    case 'dispatchDesk':
      return <DispatchDesk me={me} orderId={place.orderId} filter={place.filter} />
    case 'callbackDesk':
      return <CallbackDesk me={me} filter={place.filter} />
    case 'answerDesk':
      return <AnswerDesk me={me} filter={place.filter} />
    case 'caseCard':
      return <CaseCard me={me} caseId={place.caseId} filter={place.filter} />
    case 'dynamicDatabase':
      return place.items ? (
        <BoardItems me={me} filter={place.filter} />
      ) : (
        <DynamicDatabase me={me} filter={place.filter} />
      )
    case 'history':
      return <CityHistory me={me} filter={place.filter} />
    case 'accounts':
      return <Accounts me={me} id={place.id} filter={place.filter} />
    case 'policies':
      return <Policies me={me} filter={place.filter} />
    case 'audit':
      return <Audit filter={place.filter} />
    case 'callbackCoverage':
      return <CallbackCoverage me={me} filter={place.filter} />
    case 'organisations':
      return <Organisations me={me} code={place.code} filter={place.filter} />
    default:
      return place satisfies never
  }
}

const Nowhere = () => (
  <div className="blank">
    <b>{texts.nav.nowhere}</b>
    <span>{texts.nav.nowhereAdvice}</span>
    <Link to={paths.home()}>{texts.nav.toHome}</Link>
  </div>
)
