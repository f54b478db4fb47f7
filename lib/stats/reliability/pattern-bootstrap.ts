import type { Interval } from '../estimate'
import { randomBelow, seededRandom } from '../random'
import type { RatingPatterns } from './rating-patterns'

/** What one prompt holds: pairs of a pattern's position and how many of the prompt's units have it. */
export type PromptPatterns = readonly (readonly [pattern: number, units: number])[]

export interface BootstrapOptions {
  /** Resample these together; without them units are resampled one by one. */
  prompts?: readonly PromptPatterns[]
  /** 2000 by default, fewer (at least 200) where there are so many prompts that it would take seconds. */
  draws?: number
  seed?: number
  level?: number
}

export interface Bootstrap {
  se: number | null
  ci: Interval | null
  draws: number
  /** Draws in which the statistic was undefined; they are left out. */
  undefinedDraws: number
}

const MOST_STEPS = 2e7

/**
 * Percentile bootstrap of a statistic of pattern frequencies: prompts (or units) are drawn with replacement from a seed.
 * No interval where the statistic is undefined in more than 5 % of the draws.
 *
 * Source: Efron & Tibshirani (1993), An Introduction to the Bootstrap, chapter 13.
 */
export function bootstrapPatterns(
  patterns: RatingPatterns,
  statistic: (frequencies: Float64Array) => number | null,
  options: BootstrapOptions = {},
): Bootstrap {
  const { seed = 1, level = 0.95 } = options
  const random = seededRandom(seed)
  const prompts = options.prompts ?? unitsOf(patterns)
  const n = prompts.length
  if (n < 2) return { se: null, ci: null, draws: 0, undefinedDraws: 0 }
  const draws = Math.min(options.draws ?? 2000, Math.max(200, Math.floor(MOST_STEPS / n)))
  const values: number[] = []
  for (let draw = 0; draw < draws; draw++) {
    const frequencies = new Float64Array(patterns.counts.length)
    for (let i = 0; i < n; i++) {
      for (const [pattern, units] of prompts[randomBelow(random, n)]!) frequencies[pattern]! += units
    }
    const value = statistic(frequencies)
    if (value !== null) values.push(value)
  }
  const undefinedDraws = draws - values.length
  if (values.length < 2 || undefinedDraws > 0.05 * draws) return { se: null, ci: null, draws, undefinedDraws }
  values.sort((a, b) => a - b)
  const mean = values.reduce((total, value) => total + value, 0) / values.length
  const spread = values.reduce((total, value) => total + (value - mean) ** 2, 0)
  const tail = (1 - level) / 2
  return {
    se: Math.sqrt(spread / (values.length - 1)),
    ci: [percentile(values, tail), percentile(values, 1 - tail)],
    draws,
    undefinedDraws,
  }
}

/** Each unit as a prompt of its own. */
function unitsOf(patterns: RatingPatterns): PromptPatterns[] {
  return patterns.counts.flatMap((_, pattern) =>
    Array.from({ length: patterns.frequencies[pattern]! }, (): PromptPatterns => [[pattern, 1]]),
  )
}

/** Quantile by linear interpolation (type 7) of sorted values. */
function percentile(sorted: readonly number[], p: number): number {
  const at = p * (sorted.length - 1)
  const low = Math.floor(at)
  const high = Math.min(sorted.length - 1, low + 1)
  return sorted[low]! + (at - low) * (sorted[high]! - sorted[low]!)
}
