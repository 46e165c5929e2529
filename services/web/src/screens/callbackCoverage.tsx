/** 回访覆盖: the figure and its parts. Every alert is in exactly one part; if the parts do not add up, or an alert
 *  has no callback at all, that is said before anything else. */
import { useQuery } from '@tanstack/react-query'
import type { Coverage } from '../api/figureShapes.ts'
import { useRegions } from '../api/regions.ts'
import type { Me } from '../api/shapes.ts'
import { Empty, Loaded } from '../parts/conditions.tsx'
import { PageHead } from '../parts/frame.tsx'
import { clockTime, fullTime } from '../parts/moment.tsx'
import { PrintButton, Printed } from '../parts/printed.tsx'
import { SliceFilters } from '../parts/sliceFilters.tsx'
import { isFiguresOnly, SmallCountsNote } from '../parts/smallCounts.tsx'
import { type Filter, paths } from '../paths.ts'
import { go, Link } from '../router.tsx'
import { marks } from '../texts/marks.ts'
import { texts } from '../texts/zh.ts'
import { ByRegion } from './coverageByRegion.tsx'
import { type Behind, coverageQuery, measureOf, partNames, percent, shown } from './coverageParts.ts'

const words = texts.coverage
const REFRESH_MS = 30_000
interface ScreenProps {
  readonly me: Me
  readonly filter: Filter
}
export default function CallbackCoverage({ me, filter }: ScreenProps) {
  const region = filter.region ?? me.federation
  const coverage = useQuery({ ...coverageQuery(region, filter), refetchInterval: REFRESH_MS })
  const { from = '', to = '' } = filter
  const behind: Behind = (measure, of = {}) => paths.boardItems({ measure, region, ...of, from, to })
  const show = (change: Filter) => go(paths.callbackCoverage({ ...filter, ...change }), { replace: true })
  return (
    <>
      <PageHead title={words.title} lead={words.lead}>
        {coverage.data && <span className="fresh">{texts.time.asOf(clockTime(coverage.dataUpdatedAt))}</span>}
        <PrintButton label={words.print} />
      </PageHead>
      <Printed me={me} filter={filter} />
      <SmallCountsNote me={me} />
      <SliceFilters
        me={me}
        filter={filter}
        show={show}
        toRegion={(code) => paths.callbackCoverage({ ...filter, region: code })}
      />
      <div className="stack">
        <Loaded query={coverage} rows={6}>
          {(data) =>
            data.alerts === 0 ? (
              <Empty title={words.empty} />
            ) : (
              <Figure coverage={data} behind={behind} me={me} />
            )
          }
        </Loaded>
        <ByRegion region={region} filter={filter} behind={behind} me={me} />
        {coverage.data && !isFiguresOnly(me) && (
          <Certificate region={region} filter={filter} coverage={coverage.data} at={coverage.dataUpdatedAt} />
        )}
      </div>
    </>
  )
}

interface FigureProps {
  readonly me: Me
  readonly coverage: Coverage
  readonly behind: Behind
}
function Figure({ me, coverage, behind }: FigureProps) {
  const told = !isFiguresOnly(me)
  const { alerts, missing } = coverage
  const sum = partNames.reduce((total, name) => total + coverage[name], 0)
  const equation = partNames.map((name) => coverage[name]).join(' + ')
  return (
    <>
      {missing > 0 && (
        <div className="notice fault" role="alert">
          <b>{words.missing(missing)}</b>
          <span>{words.missingAdvice}</span>
          <Link to={behind('missing')}>{words.list(missing)}</Link>
        </div>
      )}
      <div className="card coverage">
        <p className="headline">
          <b>{percent(coverage.done, alerts)}</b>
          <span className="soft">
            {words.rate} = {words.parts.done} {shown(coverage.done)} ÷ {words.alerts} {shown(alerts)}
          </span>
        </p>
        <div className="split-bar" aria-hidden="true">
          {partNames.map((name) => (
            <i key={name} className={name} style={{ flexGrow: coverage[name] }} />
          ))}
        </div>
        <dl className="parts">
          {partNames.map((name) => (
            <div key={name} className={name}>
              <dt>{words.parts[name]}</dt>
              <dd>
                <b>{shown(coverage[name])}</b> <span className="soft">{percent(coverage[name], alerts)}</span>
                {told && coverage[name] > 0 && (
                  <Link className="no-print listing" to={behind(measureOf[name])}>
                    {words.list(coverage[name])}
                  </Link>
                )}
              </dd>
              <dd className="small soft">{words.explain[name]}</dd>
            </div>
          ))}
        </dl>
        <p
          className={!told || sum === alerts ? 'adds' : 'adds broken'}
          role={!told || sum === alerts ? undefined : 'alert'}
        >
          {told &&
            (sum === alerts
              ? `✓ ${words.adds(equation, alerts)}`
              : `${marks.sentence(words.broken(equation, alerts))}${words.brokenAdvice}`)}
          {missing === 0 && <span className="soft"> · {words.missingNone}</span>}
        </p>
      </div>
    </>
  )
}

interface CertificateProps {
  readonly region: string
  readonly filter: Filter
  readonly coverage: Coverage
  readonly at: number
}
/** On paper only: what is certified, in a sentence, and who stands for it. */
function Certificate({ region, filter: { from, to }, coverage, at }: CertificateProps) {
  const regions = useRegions()
  const when = from || to ? words.period(from ?? '', to ?? '') : words.wholePeriod
  return (
    <section className="print-only certificate">
      <p>{words.statement(regions.name(region), when, coverage, fullTime(at))}</p>
      <dl className="signatures">
        {[words.signer, words.leader, words.seal, words.signDay].map((name) => (
          <div key={name}>
            <dt>{marks.name(name)}</dt>
            <dd />
          </div>
        ))}
      </dl>
    </section>
  )
}
