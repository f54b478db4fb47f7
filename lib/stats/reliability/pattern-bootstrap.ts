import { tQuantile } from '../distributions/student-t'
import type { Interval } from '../estimate'
import { randomBelow, seededRandom } from '../random'
import { type RatingPatterns, ratingsIn } from './rating-patterns'

/** What one prompt holds: pairs of a pattern's position and how many of the prompt's units have it. */
export type PromptPatterns = readonly (readonly [pattern: number, units: number])[]

/** The units of prompt g have the patterns pattern[start[g]] … pattern[start[g + 1] − 1]. */
export interface PromptUnits {
  start: Int32Array
  pattern: Int32Array
}

export interface BootstrapOptions {
  /** Resample these together; without them units are resampled one by one. */
  prompts?: readonly PromptPatterns[] | PromptUnits
  /** 2000 by default. */
  draws?: number
  seed?: number
  level?: number
}

export interface Resampled {
  se: number | null
  ci: Interval | null
  draws: number
  /** Draws in which the statistic was undefined; they are left out. */
  undefinedDraws: number
  method: 'bootstrap' | 'jackknife'
}

/** A statistic of how many units have each pattern; null where it is undefined. */
export type PatternStatistic = (frequencies: Float64Array) => number | null

const NONE: Resampled = { se: null, ci: null, draws: 0, undefinedDraws: 0, method: 'bootstrap' }

/** Steps of resampling that take about a tenth of a second. */
const MOST_STEPS = 3e7
const BLOCKS = 200

/**
 * Intervals of statistics of pattern frequencies, all from the same draws. Prompts (or units) are drawn with replacement
 * from a seed, and the interval is of percentiles; none where the statistic is undefined in more than 5 % of the draws.
 * Where there are so many prompts that this would take long, they are dealt to 200 blocks, each is left out in turn, and the
 * interval is estimate ± t(199) √(199/200 Σ (value without the block − estimate)²).
 *
 * Sources: Efron & Tibshirani (1993), An Introduction to the Bootstrap, chapter 13; Shao & Tu (1995), The Jackknife and
 * Bootstrap, section 2.3.
 */
export function resamplePatterns(
  patterns: RatingPatterns,
  statistics: readonly PatternStatistic[],
  options: BootstrapOptions = {},
): Resampled[] {
  const { draws = 2000, seed = 1, level = 0.95 } = options
  const prompts = promptUnits(patterns, options.prompts)
  const count = prompts.start.length - 1
  if (count < 2) return statistics.map(() => NONE)
  const entries = patterns.counts.reduce((total, counts) => total + Math.min(8, ratingsIn(counts)), 0)
  const steps = count + prompts.pattern.length + 2 * entries * statistics.length
  if (draws * steps > MOST_STEPS && count >= BLOCKS) return jackknife(patterns, statistics, prompts, level)
  const random = seededRandom(seed)
  const values = statistics.map((): number[] => [])
  const frequencies = new Float64Array(patterns.counts.length)
  for (let draw = 0; draw < draws; draw++) {
    frequencies.fill(0)
    for (let i = 0; i < count; i++) addPrompt(frequencies, prompts, randomBelow(random, count))
    statistics.forEach((statistic, s) => {
      const value = statistic(frequencies)
      if (value !== null) values[s]!.push(value)
    })
  }
  return values.map((own) => percentileInterval(own, draws, level))
}

/** `resamplePatterns` of one statistic. */
export function bootstrapPatterns(
  patterns: RatingPatterns,
  statistic: PatternStatistic,
  options: BootstrapOptions = {},
): Resampled {
  return resamplePatterns(patterns, [statistic], options)[0]!
}

function addPrompt(frequencies: Float64Array, { start, pattern }: PromptUnits, prompt: number): void {
  for (let k = start[prompt]!; k < start[prompt + 1]!; k++) frequencies[pattern[k]!]! += 1
}

function percentileInterval(values: number[], draws: number, level: number): Resampled {
  const undefinedDraws = draws - values.length
  if (values.length < 2 || undefinedDraws > 0.05 * draws) return { ...NONE, draws, undefinedDraws }
  values.sort((a, b) => a - b)
  const mean = values.reduce((total, value) => total + value, 0) / values.length
  const spread = values.reduce((total, value) => total + (value - mean) ** 2, 0)
  const tail = (1 - level) / 2
  return {
    se: Math.sqrt(spread / (values.length - 1)),
    ci: [percentile(values, tail), percentile(values, 1 - tail)],
    draws,
    undefinedDraws,
    method: 'bootstrap',
  }
}

function jackknife(
  patterns: RatingPatterns,
  statistics: readonly PatternStatistic[],
  prompts: PromptUnits,
  level: number,
): Resampled[] {
  const blocks = Array.from({ length: BLOCKS }, () => new Float64Array(patterns.counts.length))
  const whole = new Float64Array(patterns.counts.length)
  for (let g = 0; g + 1 < prompts.start.length; g++) {
    addPrompt(blocks[g % BLOCKS]!, prompts, g)
    addPrompt(whole, prompts, g)
  }
  return statistics.map((statistic) => {
    const estimate = statistic(whole)
    let squares = 0
    for (const block of blocks) {
      const value = statistic(whole.map((frequency, p) => frequency - block[p]!))
      if (value === null || estimate === null) return { ...NONE, method: 'jackknife' }
      squares += (value - estimate) ** 2
    }
    const se = Math.sqrt(((BLOCKS - 1) / BLOCKS) * squares)
    const half = tQuantile(0.5 + level / 2, BLOCKS - 1) * se
    return {
      se,
      ci: [estimate! - half, Math.min(1, estimate! + half)],
      draws: BLOCKS,
      undefinedDraws: 0,
      method: 'jackknife',
    }
  })
}

function promptUnits(patterns: RatingPatterns, given: BootstrapOptions['prompts']): PromptUnits {
  if (given && 'start' in given) return given
  const prompts = given ?? unitsOf(patterns)
  const start = new Int32Array(prompts.length + 1)
  const pattern: number[] = []
  prompts.forEach((own, g) => {
    for (const [position, units] of own) for (let k = 0; k < units; k++) pattern.push(position)
    start[g + 1] = pattern.length
  })
  return { start, pattern: Int32Array.from(pattern) }
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
