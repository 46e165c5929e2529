/** The parts of ECharts that the charts use, and no others; only a chart that is shown loads this file. Drawn as SVG,
 *  which is sharp on paper, too. */
import { BarChart, LineChart, MapChart } from 'echarts/charts'
import {
  AriaComponent,
  GridComponent,
  LegendComponent,
  TooltipComponent,
  VisualMapComponent,
} from 'echarts/components'
import * as core from 'echarts/core'
import { SVGRenderer } from 'echarts/renderers'

core.use([
  ...[BarChart, LineChart, MapChart, GridComponent, LegendComponent, TooltipComponent],
  ...[VisualMapComponent, AriaComponent, SVGRenderer],
])

export const { init, registerMap } = core
export type Drawing = ReturnType<typeof core.init>
