/** 首页: what do I have to do now, what is late, what is new since I last looked – each thing with its number, the most
 *  urgent of it, and the way to it. Differs by role: who works on orders sees hers, who supervises sees what waits for
 *  him, who has none sees what the screens are for. */
import { useQueries } from '@tanstack/react-query'
import { serverNow } from '../api/http.ts'
import { useRegions } from '../api/regions.ts'
import type { Me, Role } from '../api/shapes.ts'
import { DraftOffer } from '../drafts/draftOffer.tsx'
import { Empty, Failed, Loading } from '../parts/conditions.tsx'
import { PageHead, screensOf, startOf } from '../parts/frame.tsx'
import { Countdown, clockTime, shortTime, shownDay } from '../parts/moment.tsx'
import { LevelTag } from '../parts/tags.tsx'
import { paths } from '../paths.ts'
import { go, Link } from '../router.tsx'
import { accessTexts } from '../texts/access.ts'
import { draftTexts } from '../texts/drafts.ts'
import { marks } from '../texts/marks.ts'
import { texts } from '../texts/zh.ts'
import { type Answer, ask } from './homeAnswers.ts'
import { type Ask, asksOf, caseworkers, fresh, type Thing } from './homeThings.ts'
import { useLastLooked } from './lastLooked.ts'
import { WeekFigures } from './weekFigures.tsx'

const words = texts.home
const REFRESH_MS = 20_000
const all = () => true

function greeting(): string {
  const hour = Number(clockTime(serverNow()).slice(0, 2))
  const { night, morning, noon, afternoon, evening } = words.greeting
  if (hour < 5) return night
  if (hour < 11) return morning
  if (hour < 13) return noon
  return hour < 18 ? afternoon : evening
}

/** What is said where nothing is to do. */
function calmOf(role: Role): readonly [string, string] {
  if (caseworkers.includes(role)) return [words.nothing, words.nothingAdvice]
  if (role === 'administrator') return [words.accountsCalm, words.accountsCalmAdvice]
  return [accessTexts.calm, accessTexts.weekLead]
}

export default function Home({ me }: { readonly me: Me }) {
  const regions = useRegions()
  const since = useLastLooked(me.id)
  const asks: readonly Ask[] = [
    ...(since && caseworkers.includes(me.role) ? [fresh(since)] : []),
    ...asksOf[me.role],
  ]
  const answers = useQueries({
    queries: asks.map((one) => ({
      queryKey: [one.of, 'home', one, me.federation, regions.name(me.federation)],
      queryFn: () => ask(one, me, regions),
      refetchInterval: REFRESH_MS,
    })),
  })
  const failed = answers.find((a) => a.isError && a.data === undefined)
  const loading = answers.some((a) => a.data === undefined)
  const nothing = !loading && asks.length > 0 && answers.every((a) => a.data?.total === 0)
  const [calm, calmAdvice] = calmOf(me.role)
  return (
    <>
      <PageHead
        title={marks.also(greeting(), regions.federation(me.federation))}
        lead={[shownDay(serverNow()), since && words.lastLooked(shortTime(since))]
          .filter(Boolean)
          .join(' · ')}
      />
      <DraftOffer concerns={all} onOpen={({ place }) => go(place)} action={draftTexts.look} />
      {failed ? (
        <Failed error={failed.error} retry={() => answers.forEach((a) => void a.refetch())} />
      ) : loading && asks.length > 0 ? (
        <Loading rows={8} />
      ) : (
        <div className="things">
          {asks.map((one, i) => {
            const data = answers[i]?.data
            return data && data.total > 0 ? <ThingCard key={one.thing} ask={one} answer={data} /> : null
          })}
        </div>
      )}
      {nothing && (
        <div className="card calm">
          <Empty title={calm}>{calmAdvice}</Empty>
        </div>
      )}
      {screensOf[me.role].includes('dynamicDatabase') && <WeekFigures />}
      {caseworkers.includes(me.role) ? <Figures /> : <Doors role={me.role} />}
    </>
  )
}

const urgentThings: readonly Thing[] = [
  ...(['late', 'callbacksLate', 'answersLate', 'reportsMissed', 'lettersUnvisited', 'unroutable'] as const),
]

function ThingCard({ ask: { thing, of, filter }, answer }: { readonly ask: Ask; readonly answer: Answer }) {
  const all = {
    ...{ orders: paths.orderDesk, callbacks: paths.callbackDesk, looks: paths.audit },
    ...{ answers: paths.answerDesk, supervised: paths.dispatchDesk },
    ...{ accounts: paths.accounts, gaps: paths.accounts, approvals: paths.dispatchDesk, cases: paths.cases },
    duties: paths.cases,
  }[of](filter)
  const urgent = urgentThings.includes(thing)
  return (
    <section className={urgent ? 'card thing urgent' : 'card thing'} aria-label={words.things[thing]}>
      <Link to={all} className="thing-head">
        <h2>{words.things[thing]}</h2>
        <b>{answer.total}</b>
        <span className="push soft small">{words.seeAll} ›</span>
      </Link>
      <ul>
        {answer.items.map((item) => (
          <li key={item.key}>
            <Link to={item.to}>
              {item.level && <LevelTag level={item.level} />}
              <span className="text">{item.text}</span>
              {item.due && <Countdown at={item.due} />}
            </Link>
          </li>
        ))}
      </ul>
    </section>
  )
}

const Figures = () => (
  <nav className="row figures" aria-label={words.figures}>
    <span className="soft">{words.figures}</span>
    <Link to={paths.dynamicDatabase()}>{texts.nav.dynamicDatabase}</Link>
    <Link to={paths.callbackCoverage()}>{texts.nav.callbackCoverage}</Link>
    <Link to={paths.cases()}>{texts.nav.caseCard}</Link>
  </nav>
)

const Doors = ({ role }: { readonly role: Role }) => (
  <nav className="things" aria-label={words.all}>
    {doorsOf(role).map((screen) => (
      <Link key={screen} to={startOf[screen]()} className="card door">
        <h2>{texts.nav[screen]}</h2>
        <span className="soft">{words.doors[screen]}</span>
      </Link>
    ))}
  </nav>
)

type Door = keyof typeof words.doors
const doorsOf = (role: Role): readonly Door[] =>
  screensOf[role].filter((screen): screen is Door => screen in words.doors)
