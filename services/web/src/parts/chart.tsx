/** A chart: drawn when it is shown, anew when its figures change. It repeats what a table says: for whoever cannot see it
 *  there is its title, and the table. */
import type { EChartsCoreOption } from 'echarts/core'
import { useEffect, useRef } from 'react'
import type { CityMap } from '../api/figureShapes.ts'
import type { Drawing } from './drawing.ts'

export type ChartOption = EChartsCoreOption

/** Told apart by those who see no red or green, too, and in grey by their order (Okabe and Ito, darkened). */
export const palette = [
  '#0a6f8f',
  '#e09f00',
  '#a8478b',
  '#4f9ed6',
  '#c8500a',
  '#00805f',
  '#8d8a00',
  '#555f6e',
]
/** Grades go from light to dark. */
export const gradeColours: Readonly<Record<string, string>> = {
  ungraded: '#a3adb8',
  low: '#c5dcd8',
  medium: '#f0c33c',
  high: '#d9691a',
  extreme: '#7d0b1f',
}
export const FONT = getComputedStyle(document.documentElement).getPropertyValue('--font').trim()

interface ChartProps {
  readonly label: string
  readonly option: ChartOption
  readonly height: number
  readonly map?: CityMap
  /** What was pressed: the name of a bar or an area. */
  readonly onPick?: (name: string) => void
}
export function Chart({ label, option, height, map, onPick }: ChartProps) {
  const box = useRef<HTMLDivElement>(null)
  const drawing = useRef<Drawing | null>(null)
  const latest = useRef({ option, onPick })
  latest.current = { option, onPick }
  useEffect(() => {
    let gone = false
    let observer: ResizeObserver | null = null
    void import('./drawing.ts').then(({ init, registerMap }) => {
      if (gone || !box.current) return
      if (map) registerMap('city', map as never)
      const one = init(box.current, null, { renderer: 'svg' })
      drawing.current = one
      one.on('click', ({ name }) => latest.current.onPick?.(String(name)))
      one.setOption(latest.current.option)
      const fit = () => {
        one.resize()
        // On paper the drawing is another size than on the screen: it shrinks as a whole.
        box.current?.querySelector('svg')?.setAttribute('viewBox', `0 0 ${one.getWidth()} ${one.getHeight()}`)
      }
      observer = new ResizeObserver(() => matchMedia('print').matches || fit())
      observer.observe(box.current)
    })
    return () => {
      gone = true
      observer?.disconnect()
      drawing.current?.dispose()
      drawing.current = null
    }
  }, [map])
  useEffect(() => {
    drawing.current?.setOption(option, { notMerge: false, replaceMerge: ['series'] })
  }, [option])
  return <div ref={box} className="chart" role="img" aria-label={label} style={{ height }} />
}
