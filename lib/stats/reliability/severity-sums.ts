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

function emptySums(raters: number): SeveritySums {
  const each = () => new Float64Array(raters)
  return {
    ...{ raters, outputs: 0, ratings: 0, squares: 0, withinOutputs: 0, cellShare: 0 },
    laplacian: new Float64Array(raters * raters),
    ...{ deviations: each(), counts: each(), shared: each(), totals: each(), cells: each() },
  }
}

export function severitySums(design: RaterDesign): SeveritySums {
  const sums = emptySums(design.raters)
  for (let output = 0; output + 1 < design.start.length; output++) addOutput(sums, design, output)
  return sums
}

/** The sums over the outputs of each block. @param block of each output, 0 … blocks − 1. */
export function severitySumsByBlock(design: RaterDesign, block: Int32Array, blocks: number): SeveritySums[] {
  const parts = Array.from({ length: blocks }, () => emptySums(design.raters))
  for (let output = 0; output < block.length; output++) addOutput(parts[block[output]!]!, design, output)
  return parts
}

function addOutput(sums: SeveritySums, { rater, value, start }: RaterDesign, output: number): void {
  const { raters, laplacian, deviations, counts, shared, totals, cells } = sums
  const first = start[output]!
  const end = start[output + 1]!
  const share = 1 / (end - first)
  let total = 0
  let others = 0
  for (let k = first; k < end; k++) {
    total += value[k]!
    if (rater[k] !== rater[first]) others = 1
  }
  const mean = total / (end - first)
  let squares = 0
  let within = 0
  let ownPairs = 0
  for (let a = first; a < end; a++) {
    const r = rater[a]!
    const y = value[a]!
    const row = r * raters
    within += (y - mean) * (y - mean)
    squares += y * y
    deviations[r]! += y - mean
    counts[r]! += 1
    totals[r]! += y
    shared[r]! += others
    laplacian[row + r]! += 1
    for (let b = first; b < end; b++) {
      laplacian[row + rater[b]!]! -= share
      if (rater[b] !== r) continue
      cells[r]! += 1
      ownPairs += 1
    }
  }
  sums.outputs += 1
  sums.ratings += end - first
  sums.squares += squares
  sums.withinOutputs += within
  sums.cellShare += share * ownPairs
}

/** The sums of all outputs but those of `part`. */
export function withoutPart(whole: SeveritySums, part: SeveritySums): SeveritySums {
  return {
    raters: whole.raters,
    outputs: whole.outputs - part.outputs,
    ratings: whole.ratings - part.ratings,
    laplacian: difference(whole.laplacian, part.laplacian),
    deviations: difference(whole.deviations, part.deviations),
    counts: difference(whole.counts, part.counts),
    shared: difference(whole.shared, part.shared),
    totals: difference(whole.totals, part.totals),
    cells: difference(whole.cells, part.cells),
    squares: whole.squares - part.squares,
    withinOutputs: whole.withinOutputs - part.withinOutputs,
    cellShare: whole.cellShare - part.cellShare,
  }
}

function difference(a: Float64Array, b: Float64Array): Float64Array {
  const answer = new Float64Array(a.length)
  for (let k = 0; k < a.length; k++) answer[k] = a[k]! - b[k]!
  return answer
}

export interface SolvedSeverity {
  severity: Float64Array
  /** Of W + τ 11ᵀ/size of each component, and τ; null where no output is shared. */
  shifted: { factor: Float64Array; tau: number } | null
  sizes: Float64Array
  component: Int32Array
  components: number
  /** Residual sums of squares of the models with outputs and raters, outputs only, raters only. */
  rss: { both: number; outputs: number; raters: number }
}

/** s = W⁺T: W plus τ 11ᵀ/size of each component is positive definite, and its inverse W⁺ + 11ᵀ/(τ size). */
export function solveSeverity(sums: SeveritySums): SolvedSeverity {
  const { raters, laplacian: w, deviations: t } = sums
  const { component, components, sizes } = connectedParts(w, raters)
  let tau = 0
  for (let r = 0; r < raters; r++) tau += w[r * raters + r]! / raters
  if (!(tau > 0)) {
    const severity = new Float64Array(raters)
    return { severity, shifted: null, sizes, component, components, rss: rssOf(sums, 0) }
  }
  const a = w.slice()
  for (let r = 0; r < raters; r++) {
    const own = component[r]!
    for (let s = 0; s < raters; s++) if (component[s] === own) a[r * raters + s]! += tau / sizes[own]!
  }
  const { factor } = independentCholesky(a, raters, 0)
  const severity = solveCholesky(factor, t)
  const explained = severity.reduce((total, s, r) => total + s * t[r]!, 0)
  const shifted = { factor, tau }
  return { severity, shifted, sizes, component, components, rss: rssOf(sums, explained) }
}

/** The diagonal of W⁺; 0 where no output is shared. */
export function inverseDiagonal({ severity, shifted, sizes, component }: SolvedSeverity): Float64Array {
  const raters = severity.length
  const diagonal = new Float64Array(raters)
  if (!shifted) return diagonal
  const unit = new Float64Array(raters)
  for (let r = 0; r < raters; r++) {
    unit.fill(0)
    unit[r] = 1
    const z = solveLower(shifted.factor, unit)
    const whole = z.reduce((total, value) => total + value * value, 0)
    diagonal[r] = whole - 1 / (shifted.tau * sizes[component[r]!]!)
  }
  return diagonal
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
