/** Uniform numbers in [0, 1). Randomness is a parameter: the same seed gives the same numbers everywhere. */
export type Random = () => number

/**
 * xoshiro128++ seeded by splitmix32.
 *
 * Source: Blackman & Vigna (2021), ACM TOMS 47, 36.
 *
 * @param seed any integer; only its lower 32 bits count.
 */
export function seededRandom(seed: number): Random {
  let state = seed | 0
  const next = () => {
    state = (state + 0x9e3779b9) | 0
    let z = state ^ (state >>> 16)
    z = Math.imul(z, 0x21f0aaad)
    z ^= z >>> 15
    z = Math.imul(z, 0x735a2d97)
    return z ^ (z >>> 15)
  }
  let [a, b, c, d] = [next(), next(), next(), next()]
  return () => {
    const sum = (a + d) | 0
    const result = (((sum << 7) | (sum >>> 25)) + a) | 0
    const t = b << 9
    c ^= a
    d ^= b
    b ^= c
    a ^= d
    c ^= t
    d = (d << 11) | (d >>> 21)
    return (result >>> 0) / 4294967296
  }
}

/** A whole number 0…n − 1. */
export function randomBelow(random: Random, n: number): number {
  return Math.floor(random() * n)
}

/** How often each of n units is drawn in one bootstrap sample of n. */
export function resampleCounts(random: Random, n: number): Float64Array {
  const counts = new Float64Array(n)
  for (let i = 0; i < n; i++) counts[randomBelow(random, n)]! += 1
  return counts
}
