/** Where and when: the way from one's own region down, and the first and last day. Shared by the screens that
 *  show figures. */
import { Input } from 'antd'
import { useRegions } from '../api/regions.ts'
import type { Me } from '../api/shapes.ts'
import type { Filter } from '../paths.ts'
import { Link } from '../router.tsx'
import { texts } from '../texts/zh.ts'

interface SliceFiltersProps {
  readonly me: Me
  readonly filter: Filter
  readonly show: (change: Filter) => void
  readonly toRegion: (code: string) => string
}
export function SliceFilters({ me, filter, show, toRegion }: SliceFiltersProps) {
  const words = texts.board
  return (
    <search className="filters">
      <RegionPath own={me.federation} region={filter.region ?? me.federation} toRegion={toRegion} />
      <div className="row days">
        {(['from', 'to'] as const).map((end) => (
          <label key={end} htmlFor={`slice-${end}`} className="row nowrap">
            <span className="soft small">{words[end]}</span>
            <Input
              type="date"
              id={`slice-${end}`}
              value={filter[end] ?? ''}
              {...(end === 'from' ? { max: filter.to } : { min: filter.from })}
              onChange={(event) => show({ [end]: event.target.value })}
            />
          </label>
        ))}
      </div>
    </search>
  )
}

interface RegionPathProps {
  readonly own: string
  readonly region: string
  readonly toRegion: (code: string) => string
}
function RegionPath({ own, region, toRegion }: RegionPathProps) {
  const regions = useRegions()
  const way = [2, 4, 6, 9]
    .map((n) => region.slice(0, n))
    .filter((c, i, all) => c.length >= own.length && all.indexOf(c) === i)
  return (
    <nav className="region-path" aria-label={texts.board.dimensions.region}>
      {way.map((code) =>
        code === region ? (
          <b key={code} aria-current="true">
            {regions.name(code)}
          </b>
        ) : (
          <span key={code}>
            <Link to={toRegion(code)}>{regions.name(code)}</Link> ›
          </span>
        ),
      )}
    </nav>
  )
}
