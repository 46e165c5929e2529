/** Seeded chance: the same seed makes the same city, so a demo can be talked about and tested. */

/** 0 ≤ x < 1 */
export type Chance = () => number

/** mulberry32: small, fast, good enough for made-up people. */
export function seeded(seed: number): Chance {
  let state = seed >>> 0
  return () => {
    state = (state + 0x6d2b79f5) >>> 0
    let x = Math.imul(state ^ (state >>> 15), 1 | state)
    x = (x + Math.imul(x ^ (x >>> 7), 61 | x)) ^ x
    return ((x ^ (x >>> 14)) >>> 0) / 4_294_967_296
  }
}

export const between = (chance: Chance, from: number, to: number): number =>
  from + Math.floor(chance() * (to - from + 1))
export const oneOf = <T>(chance: Chance, items: readonly T[]): T =>
  items[Math.floor(chance() * items.length)]!
export const happens = (chance: Chance, probability: number): boolean => chance() < probability
/** Waiting times: many short, few long. */
export const exponential = (chance: Chance, mean: number): number => -mean * Math.log(1 - chance())

/** One of the keys, in proportion to its weight. */
export function weighted<K extends string>(chance: Chance, weights: Readonly<Record<K, number>>): K {
  const entries = Object.entries(weights) as [K, number][]
  let left = chance() * entries.reduce((sum, [, weight]) => sum + weight, 0)
  for (const [key, weight] of entries) {
    left -= weight
    if (left < 0) return key
  }
  return entries[entries.length - 1]![0]
}
