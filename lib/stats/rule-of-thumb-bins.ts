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
  const unlimited = unlimitedBins(new Float64Array(x), y, covariates)
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
  const one = new Float64Array(n).fill(1)
  const scaled = new Float64Array(n)
  const squared = new Float64Array(n)
  const ySquared = new Float64Array(n)
  for (let i = 0; i < n; i++) {
    scaled[i] = (x[i]! - low) / (high - low)
    squared[i] = scaled[i]! ** 2
    ySquared[i] = y[i]! ** 2
  }
  const columns = [one, scaled, squared, ...covariates]
  const [first, second] = leastSquares(columns, [y, ySquared]) as [Float64Array, Float64Array]
  const centre = sum(scaled) / n
  const sd = Math.sqrt((sum(squared) - n * centre * centre) / (n - 1))
  const floor = normalDensity(normalQuantile(0.975)) / sd
  const peak = normalDensity(0) / sd
  let variance = 0
  let bias = 0
  for (let i = 0; i < n; i++) {
    let fitted = 0
    let fittedSquare = 0
    for (let j = 0; j < columns.length; j++) {
      fitted += first[j]! * columns[j]![i]!
      fittedSquare += second[j]! * columns[j]![i]!
    }
    variance += fittedSquare - fitted * fitted
    const z = (scaled[i]! - centre) / sd
    const density = Math.max(floor, peak * Math.exp((-z * z) / 2))
    bias += ((first[1]! + 2 * first[2]! * scaled[i]!) / density) ** 2
  }
  if (!(variance > 0)) return null
  return Math.ceil(((2 * bias) / 12 / variance) ** (1 / 3) * n ** (1 / 3))
}

/** Coefficients of each outcome's least squares by normal equations; a collinear column gets the coefficient 0. */
function leastSquares(columns: ArrayLike<number>[], outcomes: ArrayLike<number>[]): Float64Array[] {
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
    return coefficients
  })
}

function product(a: ArrayLike<number>, b: ArrayLike<number>): number {
  let total = 0
  for (let i = 0; i < a.length; i++) total += a[i]! * b[i]!
  return total
}
