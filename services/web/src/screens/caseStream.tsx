/** The cases as they come in and are graded, the newest first; it moves by itself. */
import { useQuery } from '@tanstack/react-query'
import { get } from '../api/http.ts'
import { useRegions } from '../api/regions.ts'
import type { CaseItem, Page } from '../api/shapes.ts'
import { Empty, Loaded } from '../parts/conditions.tsx'
import { Moment } from '../parts/moment.tsx'
import { LevelTag } from '../parts/tags.tsx'
import { paths } from '../paths.ts'
import { Link } from '../router.tsx'
import { boardValue } from '../texts/boardValues.ts'
import { dispatchTexts as words } from '../texts/dispatch.ts'

const REFRESH_MS = 20_000
const STREAM = 20

export function CaseStream() {
  const regions = useRegions()
  const cases = useQuery({
    queryKey: ['cases', 'stream'],
    queryFn: () => get<Page<CaseItem & { readonly toldAt: string }>>('/v1/cases', { limit: STREAM }),
    refetchInterval: REFRESH_MS,
  })
  return (
    <section className="stream" aria-label={words.stream}>
      <h2>{words.stream}</h2>
      <p className="soft small">{words.streamLead}</p>
      <Loaded query={cases} rows={8}>
        {({ items }) =>
          items.length === 0 ? (
            <Empty title={words.streamEmpty} />
          ) : (
            <ol>
              {items.map((one) => (
                <li key={one.id}>
                  <Link to={paths.caseCard(one.id)}>
                    {one.level ? (
                      <LevelTag level={one.level} />
                    ) : (
                      <span className="tag waiting">{words.notGraded}</span>
                    )}
                    <span>
                      {regions.full(one.regionCode)} · {boardValue('disputeType', one.disputeType)}
                    </span>
                    <span className="soft small push">
                      <Moment at={one.toldAt} />
                    </span>
                  </Link>
                </li>
              ))}
            </ol>
          )
        }
      </Loaded>
    </section>
  )
}
