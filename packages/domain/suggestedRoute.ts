/**
 * Where an order may belong that nobody could route: what a dispatcher would look up himself, looked up for him. It is
 * a suggestion and nothing more; he decides.
 */
import { parentRegion } from './regions.ts'
import type { Territory } from './route.ts'

export interface Suggestion {
  /** A district or township of the city: six or nine digits. */
  readonly federation: string
  /** The address names it, or it is where the same family's last matter was. */
  readonly because: 'address' | 'earlier-matter'
}

/** `earlier`: region codes of the family's other matters, newest first. Null where nothing speaks for one place alone. */
export function suggestRoute(
  { address, earlier }: { readonly address: string | null; readonly earlier: readonly (string | null)[] },
  { regions, city }: Territory,
): Suggestion | null {
  const named = address === null ? null : namedIn(address)
  if (named) return { federation: named, because: 'address' }
  const before = earlier.find(
    (code) => code !== null && code.length > city.length && code.startsWith(city) && regions.exists(code),
  )
  return before ? { federation: before, because: 'earlier-matter' } : null

  /** The one township that it names; the district where it names only that. */
  function namedIn(address: string): string | null {
    const says = (code: string) => {
      const name = regions.name(code)
      return name !== null && address.includes(name)
    }
    const districts = regions.children(city).filter(says)
    const townships = (districts.length > 0 ? districts : regions.children(city)).flatMap((district) =>
      regions.children(district).filter(says),
    )
    // A name within another one, as 城 in 城西, says less than the longer.
    const longest = Math.max(0, ...townships.map((code) => regions.name(code)!.length))
    const best = townships.filter((code) => regions.name(code)!.length === longest)
    if (best.length === 1) return best[0]!
    if (districts.length === 1) return districts[0]!
    const parents = new Set(best.map(parentRegion))
    return best.length > 1 && parents.size === 1 ? [...parents][0]! : null
  }
}
