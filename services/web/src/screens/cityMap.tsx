/** The city's districts, coloured by a figure: light is little, dark is much, and the figure stands on each. Pressing one
 *  leads to it; for the keyboard the districts are buttons underneath, as the table is. */
import { useQuery } from '@tanstack/react-query'
import { useMemo } from 'react'
import type { CityMap as Areas } from '../api/figureShapes.ts'
import { get } from '../api/http.ts'
import { useRegions } from '../api/regions.ts'
import { Chart, type ChartOption, FONT } from '../parts/chart.tsx'
import { texts } from '../texts/zh.ts'

const scale = ['#eef5f4', '#c3dedb', '#87bfb9', '#46928b', '#155e59']

interface CityMapProps {
  readonly title: string
  readonly note?: string
  readonly figures: ReadonlyMap<string, number | null>
  /** Code of the district that is looked at; one of another length is none. */
  readonly chosen?: string
  readonly height: number
  /** What the darkest colour stands for; the most there is unless said. */
  readonly most?: number
  readonly pick?: (code: string) => void
}
export default function CityMap({ title, note, figures, chosen, height, most, pick }: CityMapProps) {
  const regions = useRegions()
  const { data: map } = useQuery({
    queryKey: ['map'],
    queryFn: () => get<Areas>('/v1/map'),
    staleTime: Number.POSITIVE_INFINITY,
  })
  const option = useMemo(
    () => map && mapOption(map, figures, chosen, most, regions.name),
    [map, figures, chosen, most, regions.name],
  )
  if (!map || !option || map.features.length === 0) return null
  return (
    <div className="card chart-card">
      <div className="row chart-head">
        <h2>{title}</h2>
        {note && <span className="soft small push no-print">{note}</span>}
      </div>
      <Chart label={title} option={option} height={height} map={map} {...(pick ? { onPick: pick } : {})} />
    </div>
  )
}

function mapOption(
  map: Areas,
  figures: ReadonlyMap<string, number | null>,
  chosen: string | undefined,
  most: number | undefined,
  name: (code: string) => string,
): ChartOption {
  const codes = map.features.map(({ properties }) => properties.regionCode)
  const said = (code: string) => (figures.get(code) === null ? texts.small.few : (figures.get(code) ?? 0))
  const max = Math.max(1, most ?? Math.max(...codes.map((code) => figures.get(code) ?? 0)))
  return {
    textStyle: { fontFamily: FONT },
    tooltip: {
      confine: true,
      formatter: ({ name: code }: { name: string }) => `${name(code)} ${said(code)}`,
    },
    visualMap: {
      type: 'continuous',
      min: 0,
      max,
      calculable: false,
      left: 0,
      bottom: 0,
      itemWidth: 10,
      itemHeight: 70,
      text: [String(max), '0'],
      inRange: { color: scale },
    },
    series: [
      {
        type: 'map',
        map: 'city',
        nameProperty: 'regionCode',
        roam: false,
        selectedMode: false,
        // A degree of longitude is shorter than one of latitude here.
        aspectScale: 0.85,
        ...{ left: 40, right: 8, top: 4, bottom: 4 },
        label: {
          show: true,
          fontSize: 12,
          lineHeight: 14,
          color: '#1b2726',
          // Readable on light and on dark, and where a small district's words reach into its neighbour.
          textBorderColor: '#fff',
          textBorderWidth: 3,
        },
        emphasis: { label: { color: '#1b2726' }, itemStyle: { areaColor: '#f3d27a' } },
        data: codes.map((code) => ({
          name: code,
          value: figures.get(code) ?? 0,
          itemStyle:
            code === chosen
              ? { borderColor: '#c8500a', borderWidth: 3 }
              : { borderColor: '#fff', borderWidth: 1 },
          label: {
            formatter: `${name(code)}\n${said(code)}`,
          },
        })),
      },
    ],
  }
}
