import { independentCholesky, solveCholesky, solveLower } from '../linear-algebra/cholesky'
import type { Totals } from './cluster'

/** A column that the regression leaves out, and why. */
export interface DroppedTerm {
  term: string
  reason: string
}

/** The point estimates of a regression, and what the errors are made from. */
export interface LeastSquares {
  terms: readonly string[]
  /** Positions of the independent columns; all arrays below are in their order. */
  kept: number[]
  dropped: DroppedTerm[]
  /** Lower triangular R with R Rᵀ = XᵀX of the kept columns. */
  factor: Float64Array
  /** Coefficients of each outcome. */
  coefficients: Float64Array[]
  /** Residual sum of squares of each outcome. */
  rss: number[]
  n: number
}

/** Least squares from sums. Collinear columns are dropped from left to right, so that the order of terms is a choice. */
export function leastSquares(totals: Totals, terms: readonly string[]): LeastSquares {
  const { kept, factor } = independentCholesky(totals.cross, terms.length)
  const dropped = terms.flatMap((term, j) => {
    if (kept.includes(j)) return []
    const zero = totals.cross[j * terms.length + j] === 0
    return [{ term, reason: zero ? 'is 0 in every row' : 'is a combination of the terms before it' }]
  })
  const coefficients: Float64Array[] = []
  const rss = totals.right.map((right, outcome) => {
    const own = kept.map((j) => right[j]!)
    coefficients.push(solveCholesky(factor, own))
    const explained = solveLower(factor, own).reduce((total, value) => total + value * value, 0)
    const left = totals.yy[outcome]! - explained
    return left > 1e-13 * totals.yy[outcome]! ? left : 0
  })
  return { terms, kept, dropped, factor, coefficients, rss, n: totals.n }
}
