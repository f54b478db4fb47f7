import { normalQuantile } from '../distributions/normal'
import { tTwoSidedP } from '../distributions/student-t'
import { sum } from '../sum'
import { iccForms } from './icc'
import { weightedKappa } from './weighted-kappa'

/** How well a rater agrees with themself when an output comes back unannounced; all in the unit of the scores. */
export interface RepeatConsistency {
  n: number
  exactAgreement: number | null
  withinOneStep: number | null
  /** Mean of second − first, and the paired t test that it is 0. */
  shift: number | null
  shiftP: number | null
  sdDifference: number | null
  /** Standard error of measurement, sd/√2. */
  sem: number | null
  /** Two ratings of one output differ by less than this 95 times in 100: 1.96 sd. */
  repeatability: number | null
  quadraticKappa: number | null
  icc: number | null
  reason?: string
}

/**
 * Consistency of one rater's two ratings of the same outputs.
 *
 * Source: Bland & Altman (1999), Stat. Methods Med. Res. 8, 135–160 (repeatability).
 *
 * @param levels the declared values of the scale, ascending; `step` the distance that counts as one.
 */
export function repeatConsistency(
  first: ArrayLike<number>,
  second: ArrayLike<number>,
  levels: readonly number[],
  step = 1,
): RepeatConsistency {
  const n = first.length
  const none: RepeatConsistency = {
    n,
    exactAgreement: null,
    withinOneStep: null,
    shift: null,
    shiftP: null,
    sdDifference: null,
    sem: null,
    repeatability: null,
    quadraticKappa: null,
    icc: null,
  }
  if (n === 0) return { ...none, reason: 'no output was rated twice' }
  const differences = Array.from(first, (value, i) => second[i]! - value)
  const share = (holds: (d: number) => boolean) => differences.filter(holds).length / n
  const shift = sum(differences) / n
  const agreement = {
    exactAgreement: share((d) => Math.abs(d) <= 1e-9 * step),
    withinOneStep: share((d) => Math.abs(d) <= step * (1 + 1e-9)),
    shift,
    quadraticKappa: kappaOf(first, second, levels),
  }
  if (n < 2) return { ...none, ...agreement, reason: 'needs at least 2 repeats' }
  const sd = Math.sqrt(sum(differences.map((d) => (d - shift) ** 2)) / (n - 1))
  return {
    ...none,
    ...agreement,
    shiftP: sd > 0 ? tTwoSidedP(shift / (sd / Math.sqrt(n)), n - 1) : null,
    sdDifference: sd,
    sem: sd / Math.SQRT2,
    repeatability: normalQuantile(0.975) * sd,
    icc: iccForms(Array.from(first, (value, i) => [value, second[i]!])).icc1.estimate,
  }
}

function kappaOf(
  first: ArrayLike<number>,
  second: ArrayLike<number>,
  levels: readonly number[],
): number | null {
  const position = new Map(levels.map((level, k) => [level, k]))
  const table = levels.map(() => new Float64Array(levels.length))
  for (let i = 0; i < first.length; i++) {
    const a = position.get(first[i]!)
    const b = position.get(second[i]!)
    if (a === undefined || b === undefined) return null
    table[a]![b]! += 1
  }
  return weightedKappa(table, 'quadratic').estimate
}
