/** Names of regions and federations by code, from the table of the account's province. */
import { useQuery } from '@tanstack/react-query'
import { chinese, texts } from '../texts/zh.ts'
import { get } from './http.ts'
import { useMe } from './session.ts'

export interface RegionNames {
  /** 茶山街道; the code itself while it is not known. */
  name(code: string | null): string
  /** 天宁区茶山街道: with the district in front of a township, unless it is one's own. */
  full(code: string | null): string
  /** 茶山街道妇联 */
  federation(code: string): string
  /** 天宁区茶山街道妇联 */
  fullFederation(code: string): string
  /** Codes one level down, in order. */
  children(code: string): readonly string[]
}

export const useRegions = (): RegionNames => useRegionNames(texts.region)
/** As the papers of the office have them, whatever the screens speak. */
export const useRegionsInChinese = (): RegionNames => useRegionNames(chinese.region)

function useRegionNames(words: Words): RegionNames {
  const me = useMe()
  const province = me.data?.federation.slice(0, 2)
  const table = useQuery({
    queryKey: ['regions', province],
    queryFn: () => get<Record<string, string>>(`/regions/${province}.json`),
    enabled: province !== undefined,
    staleTime: Number.POSITIVE_INFINITY,
  })
  return regionNames(table.data ?? {}, me.data?.federation ?? '', words)
}

type Words = typeof texts.region
function regionNames(table: Readonly<Record<string, string>>, own: string, words: Words): RegionNames {
  const name = (code: string | null): string =>
    code === null || code === '' ? words.unknown : (table[code] ?? code)
  const full = (code: string | null): string =>
    code?.length === 9 && code.slice(0, 6) !== own.slice(0, 6)
      ? words.within(name(code.slice(0, 6)), name(code))
      : name(code)
  return {
    name,
    full,
    federation: (code) => words.federationOf(name(code)),
    fullFederation: (code) => words.federationOf(full(code)),
    children: (code) =>
      Object.keys(table)
        .filter((c) => c.startsWith(code) && c.length === lengthBelow(code))
        .sort(),
  }
}

const lengthBelow = (code: string): number => (code.length === 6 ? 9 : code.length + 2)
