import { betaLogitQuantile } from './beta'
import { incompleteBeta } from './incomplete-beta'

/** P(F > f) for the F distribution with df1 and df2 degrees of freedom, exact where it is small (DLMF 8.17). */
export function fUpperTail(f: number, df1: number, df2: number): number {
  if (f <= 0) return 1
  return tails(f, df1, df2).upper
}

/** P(F ≤ f), exact where it is small. */
export function fCdf(f: number, df1: number, df2: number): number {
  if (f <= 0) return 0
  return tails(f, df1, df2).lower
}

/** The f with P(F ≤ f) = p, 0 < p < 1: f = (df2/df1) · x/(1 − x), x a quantile of Beta(df1/2, df2/2). */
export function fQuantile(p: number, df1: number, df2: number): number {
  if (!(p > 0 && p < 1)) throw new RangeError(`an F quantile needs 0 < p < 1, got ${p}`)
  return (df2 / df1) * Math.exp(betaLogitQuantile(p, 1 - p, df1 / 2, df2 / 2))
}

function tails(f: number, df1: number, df2: number) {
  const total = df1 * f + df2
  return incompleteBeta((df1 * f) / total, df2 / total, df1 / 2, df2 / 2)
}
