import { type Estimate, estimateWithT, notEstimable, pointOnly } from '../estimate'
import { solveLower } from '../linear-algebra/cholesky'
import { dot } from '../linear-algebra/dot'
import type { Totals } from './cluster'
import { type ColumnDesign, columnTotals, widthOf } from './column-design'
import { ClusterSandwich, type Spread } from './column-sandwich'
import type { Contrast } from './contrast-estimate'
import { type DroppedTerm, type LeastSquares, leastSquares } from './least-squares'

export interface ColumnRegression {
  n: number
  clusters: number
  dropped: DroppedTerm[]
  /** estimates[outcome][contrast], in the unit of the outcome. */
  estimates: Estimate[][]
  totals: Totals
}

/**
 * `clusteredRegression` for many rows: the same coefficients, CR2 errors and Satterthwaite degrees of freedom from
 * columns, several times as fast, and nothing else. Memory grows with terms² × contrasts only. From 2,000 clusters on,
 * degrees of freedom above 1,000 are lower limits of Satterthwaite's.
 *
 * Sources as there.
 *
 * @param terms names of the groups, then of the columns. @param contrasts what to estimate.
 */
export function columnRegression(
  design: ColumnDesign,
  terms: readonly string[],
  contrasts: readonly Contrast[],
  level = 0.95,
): ColumnRegression {
  const totals = columnTotals(design)
  const fit = leastSquares(totals, terms)
  const clusters = design.starts.length - 1
  const base = { n: totals.n, clusters, dropped: fit.dropped, totals }
  const wanted = contrasts.map((contrast) => whitened(contrast, fit))
  const possible = wanted.flatMap((w) => w ?? [])
  if (clusters === 0 || possible.length === 0) {
    const none = contrasts.map((contrast) => notEstimable(totals.n, clusters, whyDropped(contrast, fit)))
    return { ...base, estimates: design.outcomes.map(() => none) }
  }
  const spread = spreadOf(design, fit, possible)
  const estimates = design.outcomes.map((_, outcome) => {
    const b = fit.coefficients[outcome]!
    return contrasts.map((contrast, at) => {
      const w = wanted[at]
      if (!w) return notEstimable(totals.n, clusters, whyDropped(contrast, fit))
      const estimate = dot(
        fit.kept.map((j) => contrast.weights[j]!),
        b,
      )
      if (clusters < 2) return pointOnly(estimate, totals.n, clusters, 'needs at least 2 prompts')
      const { expected, df, variances } = spread[possible.indexOf(w)]!
      // CR2 is unbiased under the working model only for what no single cluster decides.
      const seen = expected / dot(w, w)
      if (df === null || seen < 0.5) return pointOnly(estimate, totals.n, clusters, 'rests on one prompt')
      const se = fit.rss[outcome] === 0 ? 0 : Math.sqrt(variances[outcome]!)
      const flags = [...(se === 0 ? ['degenerate'] : []), ...(seen < 0.99 ? ['error_understated'] : [])]
      return estimateWithT(estimate, se, df, totals.n, clusters, level, flags)
    })
  })
  return { ...base, estimates }
}

/** Up to so many clusters all degrees of freedom are exact. */
const EXACT_TO = 2_000
/** From so many on a lower limit will do: t is then within 0.12 % of the normal's, and on the wide side. */
const PLENTY = 1_000

function spreadOf(design: ColumnDesign, fit: LeastSquares, contrasts: readonly Float64Array[]): Spread[] {
  const all = (wanted: readonly Float64Array[], bounded: boolean) => {
    const sandwich = new ClusterSandwich(design, fit, wanted, bounded)
    for (let g = 1; g < design.starts.length; g++) sandwich.add(design.starts[g - 1]!, design.starts[g]!)
    return sandwich.finish()
  }
  if (design.starts.length - 1 <= EXACT_TO) return all(contrasts, false)
  const spread = all(contrasts, true)
  const few = contrasts.filter((_, c) => !(spread[c]!.df! >= PLENTY))
  const exact = few.length > 0 ? all(few, false) : []
  return spread.map((one, c) => exact[few.indexOf(contrasts[c]!)] ?? one)
}

/** The contrast R⁻¹ c, null where it needs a dropped term. */
function whitened({ weights }: Contrast, fit: LeastSquares): Float64Array | null {
  const lost = fit.terms.some((_, j) => weights[j] !== 0 && !fit.kept.includes(j))
  return lost
    ? null
    : solveLower(
        fit.factor,
        fit.kept.map((j) => weights[j]!),
      )
}

function whyDropped({ weights }: Contrast, fit: LeastSquares): string {
  if (fit.n === 0) return 'no rows'
  const why = fit.dropped.find(({ term }) => weights[fit.terms.indexOf(term)] !== 0)
  return why?.reason ?? 'not estimable'
}

/** The contrast of one term. */
export function termContrast(term: number, design: Pick<ColumnDesign, 'groups' | 'columns'>, name = '') {
  const weights = new Float64Array(widthOf(design))
  weights[term] = 1
  return { name, weights }
}
