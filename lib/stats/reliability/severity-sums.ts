import { independentCholesky, solveCholesky, solveLower } from '../linear-algebra/cholesky'
import { connectedParts } from './connected-parts'
import type { RaterDesign } from './rater-design'

/** What rater severities and variance components rest on: sums over outputs, which can be added and taken off. */
export interface SeveritySums {
  raters: number
  outputs: number
  ratings: number
  /** Laplacian diag(n_r) − C, C_rs = Σ_i n_ir n_is/n_i; row-major, raters × raters. */
  laplacian: Float64Array
  /** T_r = Σ_i (y_ir − ȳ_i). */
  deviations: Float64Array
  /** For each rater: ratings, those on outputs that another rater rated too, Σ y, and Σ_i n_ir². */
  counts: Float64Array
  shared: Float64Array
  totals: Float64Array
  cells: Float64Array
  /** Σ y², Σ (y − ȳ_i)², and Σ_ir n_ir²/n_i. */
  squares: number
  withinOutputs: number
  cellShare: number
}

export function emptySeveritySums(raters: number): SeveritySums {
  const each = () => new Float64Array(raters)
  return {
    ...{ raters, outputs: 0, ratings: 0, squares: 0, withinOutputs: 0, cellShare: 0 },
    laplacian: new Float64Array(raters * raters),
    ...{ deviations: each(), counts: each(), shared: each(), totals: each(), cells: each() },
  }
}

/** Adds the ratings of one output. */
export function addOutput(sums: SeveritySums, { rater, value, start }: RaterDesign, output: number): void {
  const [from, to] = [start[output]!, start[output + 1]!]
  const size = to - from
  let total = 0
  let others = false
  for (let k = from; k < to; k++) {
    total += value[k]!
    if (rater[k] !== rater[from]) others = true
  }
  sums.outputs += 1
  sums.ratings += size
  for (let a = from; a < to; a++) {
    const r = rater[a]!
    const deviation = value[a]! - total / size
    sums.withinOutputs += deviation * deviation
    sums.squares += value[a]! * value[a]!
    sums.deviations[r]! += deviation
    sums.counts[r]! += 1
    sums.totals[r]! += value[a]!
    if (others) sums.shared[r]! += 1
    const row = r * sums.raters
    sums.laplacian[row + r]! += 1
    for (let b = from; b < to; b++) {
      sums.laplacian[row + rater[b]!]! -= 1 / size
      if (rater[b] !== r) continue
      sums.cells[r]! += 1
      sums.cellShare += 1 / size
    }
  }
}

export function severitySums(design: RaterDesign): SeveritySums {
  const sums = emptySeveritySums(design.raterNames.length)
  for (let i = 0; i + 1 < design.start.length; i++) addOutput(sums, design, i)
  return sums
}

/** The sums of all outputs but those of `part`. */
export function withoutPart(whole: SeveritySums, part: SeveritySums): SeveritySums {
  const rest = (a: Float64Array, b: Float64Array) => a.map((value, k) => value - b[k]!)
  return {
    raters: whole.raters,
    outputs: whole.outputs - part.outputs,
    ratings: whole.ratings - part.ratings,
    laplacian: rest(whole.laplacian, part.laplacian),
    deviations: rest(whole.deviations, part.deviations),
    counts: rest(whole.counts, part.counts),
    shared: rest(whole.shared, part.shared),
    totals: rest(whole.totals, part.totals),
    cells: rest(whole.cells, part.cells),
    squares: whole.squares - part.squares,
    withinOutputs: whole.withinOutputs - part.withinOutputs,
    cellShare: whole.cellShare - part.cellShare,
  }
}

export interface SolvedSeverity {
  severity: Float64Array
  /** The diagonal of W⁺; `inverseOf` gives all of it. */
  diagonal: Float64Array
  /** Of W + τ 11ᵀ/size of each component, and τ; null where no output is shared. */
  shifted: { factor: Float64Array; tau: number } | null
  sizes: Float64Array
  component: Int32Array
  components: number
  /** Residual sums of squares of the models with outputs and raters, outputs only, raters only. */
  rss: { both: number; outputs: number; raters: number }
}

/** s = W⁺T and the diagonal of W⁺: W plus τ 11ᵀ/size of each component is positive definite, and its inverse W⁺ + 11ᵀ/(τ size). */
export function solveSeverity(sums: SeveritySums): SolvedSeverity {
  const { raters, laplacian: w, deviations: t } = sums
  const { component, components, sizes } = connectedParts(w, raters)
  let tau = 0
  for (let r = 0; r < raters; r++) tau += w[r * raters + r]! / raters
  if (!(tau > 0)) {
    const none = () => new Float64Array(raters)
    return {
      severity: none(),
      diagonal: none(),
      shifted: null,
      sizes,
      component,
      components,
      rss: rssOf(sums, 0),
    }
  }
  const a = w.map((entry, at) => {
    const own = component[Math.floor(at / raters)]!
    return own === component[at % raters] ? entry + tau / sizes[own]! : entry
  })
  const { factor } = independentCholesky(a, raters, 0)
  const severity = solveCholesky(factor, t)
  const unit = new Float64Array(raters)
  const diagonal = severity.map((_, r) => {
    unit.fill(0)
    unit[r] = 1
    const z = solveLower(factor, unit)
    return z.reduce((total, value) => total + value * value, 0) - 1 / (tau * sizes[component[r]!]!)
  })
  const explained = severity.reduce((total, s, r) => total + s * t[r]!, 0)
  const shifted = { factor, tau }
  return { severity, diagonal, shifted, sizes, component, components, rss: rssOf(sums, explained) }
}

/** W⁺, row-major; 0 where no output is shared. */
export function inverseOf({ severity, shifted, sizes, component }: SolvedSeverity): Float64Array {
  const raters = severity.length
  const inverse = new Float64Array(raters * raters)
  if (!shifted) return inverse
  const unit = new Float64Array(raters)
  for (let r = 0; r < raters; r++) {
    unit.fill(0)
    unit[r] = 1
    const row = solveCholesky(shifted.factor, unit)
    for (let s = 0; s < raters; s++) {
      const together = component[r] === component[s] ? 1 / (shifted.tau * sizes[component[r]!]!) : 0
      inverse[r * raters + s] = row[s]! - together
    }
  }
  return inverse
}

function rssOf({ squares, withinOutputs, totals, counts }: SeveritySums, explained: number) {
  let between = 0
  for (let r = 0; r < counts.length; r++) if (counts[r]! > 0) between += totals[r]! ** 2 / counts[r]!
  const clean = (rss: number) => (rss > 1e-14 * squares ? rss : 0)
  return {
    both: clean(withinOutputs - explained),
    outputs: clean(withinOutputs),
    raters: clean(squares - between),
  }
}
