import { type Random, randomBelow, seededRandom } from '@/lib/stats/random'
import type { Figure } from '../figure'

/** Where randomness of a study comes from. */
export type Draw = {
  /** 0…1. */
  uniform: Random
  /** Standard normal. */
  normal: () => number
  /** 0…n − 1. */
  below: (n: number) => number
}

/** One claim about an interval or a test, checked on data whose truth was planted. */
export type Study = {
  what: string
  /** In %, ends included. */
  range: readonly [lo: number, hi: number]
  /** 1,000 by default. */
  runs?: number
  /** One simulation: whether the interval holds the truth (or the test errs); null where there is no interval. */
  simulate: (draw: Draw) => boolean | null
}

/** Every study starts from this seed. */
export const SEED = 1

/** Nominal 95 %: 1,000 runs of a true 95 % stay within this in 99.6 of 100 cases. */
export const EXACT = [93, 97] as const
/** By design at least 95 %. */
export const CONSERVATIVE = [93, 100] as const
/** How often a test at 5 % rejects what is true. */
export const AT_MOST_5 = [0, 7] as const

/** The share of runs that hold, among those with an interval; a label that says how many had none. */
export function figureOf(study: Study, seed = SEED): Figure {
  const { what, range, runs = 1000, simulate } = study
  const draw = drawFrom(seed)
  let [held, given] = [0, 0]
  for (let run = 0; run < runs; run += 1) {
    const holds = simulate(draw)
    if (holds === null) continue
    given += 1
    if (holds) held += 1
  }
  const without = given < runs ? ` (none in ${((100 * (runs - given)) / runs).toFixed(1)} %)` : ''
  return { what: what + without, value: (100 * held) / given, unit: '%', range }
}

/** Random numbers from a seed. */
export function drawFrom(seed: number): Draw {
  const uniform = seededRandom(seed)
  let spare: number | null = null
  const normal = () => {
    if (spare !== null) {
      const value = spare
      spare = null
      return value
    }
    // Box–Muller gives two.
    const radius = Math.sqrt(-2 * Math.log(1 - uniform()))
    const angle = 2 * Math.PI * uniform()
    spare = radius * Math.sin(angle)
    return radius * Math.cos(angle)
  }
  return { uniform, normal, below: (n) => randomBelow(uniform, n) }
}

/** Whether an interval holds a value; null where there is none. */
export function holds(ci: readonly [number, number] | null, truth: number): boolean | null {
  return ci && ci[0] <= truth && truth <= ci[1]
}

/** Whether a test rejects at 5 %; null where it has no p. */
export function rejects(p: number | null): boolean | null {
  return p === null ? null : p <= 0.05
}
