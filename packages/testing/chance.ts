/** Seeded chance: the same seed gives the same numbers, so that what is made up can be talked about and made up again. */

/** Gives 0 ≤ x < 1. mulberry32: small, fast, good enough for made-up people. */
export function seeded(seed: number): () => number {
  let state = seed >>> 0
  return () => {
    state = (state + 0x6d2b79f5) >>> 0
    let x = Math.imul(state ^ (state >>> 15), 1 | state)
    x = (x + Math.imul(x ^ (x >>> 7), 61 | x)) ^ x
    return ((x ^ (x >>> 14)) >>> 0) / 4_294_967_296
  }
}
