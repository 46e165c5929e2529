/** What a made-up city is made up with. */
export { seeded } from '@jiahe/testing/chance.ts'

/** 0 ≤ x < 1 */
export type Chance = () => number

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
