/** What came in and what was done in the last seven days, beside the seven before: how the place stands at a glance, and
 *  the way to what is behind each number. */
import { useQuery } from '@tanstack/react-query'
import type { Board, Counts } from '../api/figureShapes.ts'
import { get, serverNow } from '../api/http.ts'
import { dayOf } from '../parts/moment.tsx'
import { type Filter, paths } from '../paths.ts'
import { Link } from '../router.tsx'
import { texts } from '../texts/zh.ts'

const words = texts.home.week
const REFRESH_MS = 60_000
const DAY_MS = 86_400_000
const DAYS = 7
const shown = ['alerts', 'reports', 'cases', 'ordersDispatched', 'ordersClosed'] as const

const before = (days: number): string => dayOf(serverNow() - days * DAY_MS)
const useTotals = (from: string, to: string) =>
  useQuery({
    queryKey: ['board', 'week', from, to],
    queryFn: async (): Promise<Counts> => (await get<Board>('/v1/board', { from, to, by: '' })).totals,
    refetchInterval: REFRESH_MS,
  })

export function WeekFigures() {
  const [from, to] = [before(DAYS - 1), before(0)]
  const { data: now } = useTotals(from, to)
  const { data: earlier } = useTotals(before(2 * DAYS - 1), before(DAYS))
  if (!now || !earlier) return null
  return (
    <section className="week" aria-label={words.title}>
      <h2>{words.title}</h2>
      <dl className="day-figures">
        {shown.map((measure) => (
          <Figure key={measure} measure={measure} now={now} earlier={earlier} range={{ from, to }} />
        ))}
      </dl>
    </section>
  )
}

interface FigureProps {
  readonly measure: (typeof shown)[number]
  readonly now: Counts
  readonly earlier: Counts
  readonly range: Filter
}
/** A number that is too small to be told to whoever sees figures only is null. */
const Figure = ({ measure, now, earlier, range }: FigureProps) => (
  <div>
    <dt>{texts.board.measures[measure]}</dt>
    <dd>
      <Link to={paths.dynamicDatabase({ ...range, measure })}>
        <b>{now[measure] ?? texts.small.few}</b>
      </Link>
      <span className="soft small block">{words.before(earlier[measure] ?? texts.small.few)}</span>
    </dd>
  </div>
)
