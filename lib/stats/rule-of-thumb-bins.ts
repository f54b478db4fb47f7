import { normalDensity, normalQuantile } from './distributions/normal'
import { independentCholesky, solveCholesky } from './linear-algebra/cholesky'
import { sum } from './sum'

const MOST_BINS = 20

export interface BinCount {
  /** Bins to draw, already within the limits. Null where nothing can be told from the data. */
  bins: number | null
  /** The rule's own answer before the limits. */
  unlimited: number | null
  reason?: string
}

/**
 * Number of quantile bins of a binned scatter that balances squared bias and variance, by rule of thumb:
 *
 *     J = ⌈(2B/V)^⅓ n^⅓⌉,  x on 0…1,  B = mean((b1 + 2 b2 x)² / f(x)²)/12,  V = mean(ŷ² regression − ŷ regression²)
 *
 * where y and y² are regressed on 1, x, x² and the covariates, and f is a normal density with x's mean and sd, floored
 * at its value at the .975 quantile. Then 3…20 bins, at least 10 rows a bin, no more than there are distinct x.
 *
 * Source: Cattaneo, Crump, Farrell & Feng (2024), On Binscatter, AER 114, 1488–1514; as `ROT` of their R package binsreg.
 *
 * @param covariates further columns of the same length, without a constant.
 */
export function ruleOfThumbBins(
  x: ArrayLike<number>,
  y: ArrayLike<number>,
  covariates: ArrayLike<number>[] = [],
): BinCount {
  const n = x.length
  const distinct = distinctUpTo(x, MOST_BINS)
  if (n < 10) return { bins: null, unlimited: null, reason: 'needs at least 10 rows' }
  if (distinct < 2) return { bins: null, unlimited: null, reason: 'the feature is constant' }
  const unlimited = unlimitedBins(Float64Array.from(x), y, covariates)
  if (unlimited === null) return { bins: null, unlimited, reason: 'no variance around the curve' }
  const most = Math.min(MOST_BINS, Math.floor(n / 10), distinct)
  return { bins: Math.max(Math.min(3, most), Math.min(unlimited, most)), unlimited }
}

/** How many distinct values there are, counted no further than `most`. */
function distinctUpTo(values: ArrayLike<number>, most: number): number {
  const seen = new Set<number>()
  for (let i = 0; i < values.length && seen.size < most; i++) seen.add(values[i]!)
  return seen.size
}

function unlimitedBins(
  x: Float64Array,
  y: ArrayLike<number>,
  covariates: ArrayLike<number>[],
): number | null {
  const n = x.length
  let low = x[0]!
  let high = x[0]!
  for (const value of x) {
    if (value < low) low = value
    if (value > high) high = value
  }
  const scaled = x.map((value) => (value - low) / (high - low))
  const columns = [scaled.map(() => 1), scaled, scaled.map((v) => v * v), ...covariates]
  const ySquared = new Float64Array(n)
  for (let i = 0; i < n; i++) ySquared[i] = y[i]! ** 2
  const [first, second] = leastSquares(columns, [y, ySquared]) as [Fit, Fit]
  const centre = sum(scaled) / n
  const sd = Math.sqrt(sum(scaled.map((value) => (value - centre) ** 2)) / (n - 1))
  const floor = normalDensity(normalQuantile(0.975)) / sd
  const [, slope = 0, curve = 0] = first.coefficients
  const spread = new Float64Array(n)
  const bend = new Float64Array(n)
  for (let i = 0; i < n; i++) {
    spread[i] = second.fitted[i]! - first.fitted[i]! ** 2
    const density = Math.max(floor, normalDensity((scaled[i]! - centre) / sd) / sd)
    bend[i] = ((slope + 2 * curve * scaled[i]!) / density) ** 2
  }
  const variance = sum(spread) / n
  const bias = sum(bend) / n / 12
  if (!(variance > 0)) return null
  return Math.ceil(((2 * bias) / variance) ** (1 / 3) * n ** (1 / 3))
}

type Fit = { coefficients: Float64Array; fitted: Float64Array }

/** Least squares of each outcome by normal equations; a collinear column gets the coefficient 0. */
function leastSquares(columns: ArrayLike<number>[], outcomes: ArrayLike<number>[]): Fit[] {
  const p = columns.length
  const cross = new Float64Array(p * p)
  for (let j = 0; j < p; j++)
    for (let k = 0; k <= j; k++) cross[j * p + k] = cross[k * p + j] = product(columns[j]!, columns[k]!)
  const { kept, factor } = independentCholesky(cross, p)
  return outcomes.map((y) => {
    const solution = solveCholesky(
      factor,
      kept.map((j) => product(columns[j]!, y)),
    )
    const coefficients = new Float64Array(p)
    kept.forEach((j, position) => {
      coefficients[j] = solution[position]!
    })
    const fitted = new Float64Array(y.length)
    columns.forEach((column, j) => {
      for (let i = 0; i < fitted.length; i++) fitted[i]! += column[i]! * coefficients[j]!
    })
    return { coefficients, fitted }
  })
}

function product(a: ArrayLike<number>, b: ArrayLike<number>): number {
  let total = 0
  for (let i = 0; i < a.length; i++) total += a[i]! * b[i]!
  return total
}
