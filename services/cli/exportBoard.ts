/** The board as `jiahe export` asks for it: the same sheet that the console gives. */

import { normaliseRegion, type Regions } from '@jiahe/domain/regions.ts'
import { queryBoard } from '@jiahe/read-models/board.ts'
import { boardSheet } from '@jiahe/read-models/boardSheet.ts'
import { type Dimension, dimensions, levelBelow } from '@jiahe/read-models/dimensions.ts'
import type { Sheet } from '@jiahe/sheets/writeSheet.ts'
import type { ExportStore } from './export.ts'
import { wrongUse } from './outcome.ts'

export interface BoardOptions {
  readonly by?: string
  readonly region?: string
  readonly from?: string
  readonly to?: string
  readonly asOf?: string
}

/** Of `region,grade`; by region where nothing is said. */
export function dimensionsOf(said = 'region'): Dimension[] {
  const words = said.split(',')
  const isKnown = (word: string): word is Dimension => (dimensions as readonly string[]).includes(word)
  if (!words.every(isKnown) || new Set(words).size < words.length)
    throw wrongUse(`--by 应为 ${dimensions.join('、')}，多个用逗号分隔，不能是 ${said}`)
  return words
}

export async function boardToExport(
  { db, city }: ExportStore,
  options: BoardOptions,
  regions: Regions,
  by: string,
): Promise<Sheet> {
  const area = normaliseRegion(options.region ?? city)
  if (area === null || !regions.exists(area)) throw wrongUse(`没有区划 ${options.region}`)
  const [from, to] = (['from', 'to'] as const).map((name) => dayFrom(name, options[name]))
  const asOf = options.asOf === undefined ? new Date() : momentFrom(options.asOf)
  const slice = { region: area === city ? null : area, level: levelBelow(area), from: from!, to: to! }
  const query = { ...slice, by: dimensionsOf(options.by), asOf }
  const layout = { view: 'table', group: 'all', measure: 'alerts' } as const
  const at = new Date()
  return boardSheet(await queryBoard(db, query), { query, layout, area, by, at, regions })
}

function dayFrom(name: string, said: string | undefined): string | null {
  if (said === undefined) return null
  if (!/^\d{4}-\d{2}-\d{2}$/.test(said) || Number.isNaN(Date.parse(said)))
    throw wrongUse(`--${name} 应为日期，如 2026-11-23`)
  return said
}

/** A day stands for its end; without a zone it is Asia/Shanghai. */
function momentFrom(said: string): Date {
  const full = /^\d{4}-\d{2}-\d{2}$/.test(said) ? `${said}T23:59:59.999` : said.replace(' ', 'T')
  const at = new Date(/(Z|[+-]\d{2}:?\d{2})$/i.test(full) ? full : `${full}+08:00`)
  if (Number.isNaN(at.getTime())) throw wrongUse('--as-of 应为时间，如 2026-11-23T21:00')
  return at
}
