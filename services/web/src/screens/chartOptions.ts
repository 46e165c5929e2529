/** How the figures are drawn: stacked bars of two dimensions, and one measure by day, week or month. */
import type { BoardDimension, BoardMeasure, CrossTable } from '@jiahe/domain/boardVocabulary.ts'
import type { BoardRow } from '../api/figureShapes.ts'
import { type ChartOption, FONT, gradeColours, palette } from '../parts/chart.tsx'
import { language } from '../texts/language.ts'
import { texts } from '../texts/zh.ts'
import type { Label } from './slice.ts'

const INK = '#55625f'
const LINE = '#dfe5e3'
const textStyle = { fontFamily: FONT, color: INK }
const tooltip = { textStyle: { fontFamily: FONT, fontSize: 13 }, confine: true }
/** So many bars can be read; the rest are small, and in the table. */
const BARS_MAX = 12
/** Of the names beside the bars; English ones are longer. */
const NAME_WIDTH = language === 'zh' ? 92 : 132

export function partsOption(
  table: CrossTable,
  [down, across]: readonly [BoardDimension, BoardDimension],
  label: Label,
): ChartOption {
  const bars =
    down === 'day'
      ? table.down.slice(-BARS_MAX)
      : [...table.down]
          .filter((value) => table.ofRow(value) > 0)
          .sort((a, b) => table.ofRow(b) - table.ofRow(a))
          .slice(0, BARS_MAX)
  const upwards = down === 'day' ? bars : [...bars].reverse()
  return {
    textStyle,
    animationDuration: 200,
    // Patterns besides colours where the colours are many.
    aria: { enabled: true, label: { enabled: false }, decal: { show: across !== 'grade' } },
    tooltip: { ...tooltip, trigger: 'axis', axisPointer: { type: 'shadow' } },
    legend: { type: 'plain', top: 0, left: 0, itemWidth: 12, itemHeight: 12, textStyle },
    grid: { left: 4, right: 16, top: table.across.length > 6 ? 56 : 32, bottom: 4, containLabel: true },
    xAxis: {
      type: 'value',
      minInterval: 1,
      splitLine: { lineStyle: { color: LINE } },
      axisLabel: { ...textStyle, hideOverlap: true },
    },
    yAxis: {
      type: 'category',
      data: upwards.map((value) => label(down, value)),
      axisTick: { show: false },
      axisLabel: { ...textStyle, width: NAME_WIDTH, overflow: 'truncate' },
      axisLine: { lineStyle: { color: LINE } },
    },
    series: table.across.map((other, i) => ({
      type: 'bar',
      stack: 'all',
      barMaxWidth: 20,
      name: label(across, other),
      itemStyle: { color: (across === 'grade' && gradeColours[other ?? '']) || palette[i % palette.length] },
      data: upwards.map((value) => table.at(value, other)),
    })),
  }
}

export type Step = 'day' | 'week' | 'month'

export function trendOption(rows: readonly BoardRow[], measure: BoardMeasure, step: Step): ChartOption {
  const sums = new Map<string, number>()
  for (const day of daysOf(rows)) sums.set(beginOf(day, step), 0)
  for (const row of rows) {
    const begin = row.day ? beginOf(row.day, step) : null
    if (begin) sums.set(begin, (sums.get(begin) ?? 0) + row[measure])
  }
  return seriesOption([...sums.keys()], [...sums.values()], texts.board.measures[measure], step !== 'day')
}

export function seriesOption(
  days: readonly string[],
  values: readonly number[],
  name: string,
  isBars = false,
  at?: number,
): ChartOption {
  return {
    textStyle,
    animationDuration: 200,
    tooltip: { ...tooltip, trigger: 'axis' },
    grid: { left: 4, right: 16, top: 12, bottom: 4, containLabel: true },
    xAxis: {
      type: 'category',
      data: days,
      boundaryGap: isBars,
      axisTick: { show: false },
      axisLabel: { ...textStyle, hideOverlap: true },
      axisLine: { lineStyle: { color: LINE } },
    },
    yAxis: {
      type: 'value',
      minInterval: 1,
      splitNumber: 3,
      splitLine: { lineStyle: { color: LINE } },
      axisLabel: textStyle,
    },
    series: [
      {
        type: isBars ? 'bar' : 'line',
        name,
        data: at === undefined ? values : values.map((n, i) => (i <= at ? n : null)),
        showSymbol: days.length < 3,
        barMaxWidth: 28,
        itemStyle: { color: palette[0] },
        lineStyle: { width: 2 },
        areaStyle: isBars ? undefined : { opacity: 0.12 },
      },
    ],
  }
}

const DAY_MS = 86_400_000
const iso = (ms: number) => new Date(ms).toISOString().slice(0, 10)
/** From the first to the last: a day without anything is none, not a gap. */
function daysOf(rows: readonly BoardRow[]): string[] {
  const days = rows.flatMap((row) => (row.day ? [row.day] : [])).sort()
  const [first, last] = [days[0], days.at(-1)]
  if (!first || !last) return []
  const count = Math.round((Date.parse(last) - Date.parse(first)) / DAY_MS) + 1
  // A date typed wrongly by years would make a line of thousands.
  if (count > 3000) return days
  return Array.from({ length: count }, (_, i) => iso(Date.parse(first) + i * DAY_MS))
}

function beginOf(day: string, step: Step): string {
  if (step === 'month') return day.slice(0, 7)
  if (step === 'day') return day
  const ms = Date.parse(day)
  return iso(ms - ((new Date(ms).getUTCDay() + 6) % 7) * DAY_MS)
}
