/** A seeded source of randomness: mulberry32 (Tommy Ettinger, 2017), 32 bits of state, enough to make a demo. */
export function seededRandom(seed: number) {
  let state = seed >>> 0
  const next = (): number => {
    state = (state + 0x6d2b79f5) >>> 0
    let t = Math.imul(state ^ (state >>> 15), state | 1)
    t = (t + Math.imul(t ^ (t >>> 7), t | 61)) ^ t
    return ((t ^ (t >>> 14)) >>> 0) / 4_294_967_296
  }
  return {
    next,
    /** A whole number from lo to hi, both included. */
    between: (lo: number, hi: number) => lo + Math.floor(next() * (hi - lo + 1)),
    chance: (p: number) => next() < p,
    pick: <T>(items: readonly T[]): T => items[Math.floor(next() * items.length)]!,
    /** `count` different items, in random order. */
    sample<T>(items: readonly T[], count: number): T[] {
      const pool = [...items]
      return Array.from(
        { length: Math.min(count, pool.length) },
        () => pool.splice(Math.floor(next() * pool.length), 1)[0]!,
      )
    },
    /** Uniform with mean 0 in ±reach. */
    spread: (reach: number) => (2 * next() - 1) * reach,
    /** A unit score on `steps` equal steps whose expectation is exactly `mean`. */
    score: (mean: number, steps: number) => {
      let hits = 0
      for (let i = 0; i < steps; i++) if (next() < mean) hits++
      return hits / steps
    },
  }
}

export type Random = ReturnType<typeof seededRandom>
