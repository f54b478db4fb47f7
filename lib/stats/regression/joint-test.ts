import { fUpperTail } from '../distributions/f'
import { solveLower } from '../linear-algebra/cholesky'
import { dot } from '../linear-algebra/dot'
import { addOuter, type OuterSum, settle, startOuterSum } from '../linear-algebra/outer-sum'
import type { ClusterModes } from './cluster-modes'
import { leverageFactor, quadratic } from './sandwich'

/** Running sums of a joint test of q contrasts. */
export interface JointTest {
  /** The contrasts in whitened coordinates, made orthonormal: their estimates have the identity as working variance. */
  directions: Float64Array[]
  spread: number
  /** For s ≤ t: Σ_g v_sg v_tgᵀ. */
  outer: OuterSum[][]
}

/** Answer of a joint test: F on dfNum, dfDenom under the hypothesis that all contrasts are 0. */
export interface JointTestResult {
  f: number | null
  dfNum: number
  dfDenom: number | null
  p: number | null
  reason?: string
}

/** Starts the sums. Contrasts that are combinations of others do not count. @param w contrasts R⁻¹ c. */
export function startJointTest(w: readonly Float64Array[]): JointTest {
  const directions: Float64Array[] = []
  for (const contrast of w) {
    const rest = Float64Array.from(contrast)
    // Twice is enough (Kahan): the second pass removes what rounding left of the first.
    for (let pass = 0; pass < 2; pass++)
      for (const known of directions) subtract(rest, known, dot(rest, known))
    const length = Math.sqrt(dot(rest, rest))
    if (length > 1e-8 * Math.sqrt(dot(contrast, contrast)))
      directions.push(rest.map((value) => value / length))
  }
  const p = w[0]?.length ?? 0
  const outer = directions.map((_, s) => directions.slice(0, s + 1).map(() => startOuterSum(p, false)))
  return { directions, spread: 0, outer }
}

/** Adds a cluster to the sums. */
export function addToJointTest(state: JointTest, modes: ClusterModes): void {
  const q = state.directions.length
  const p = state.directions[0]?.length ?? 0
  const count = modes.leverages.length
  const scaled = state.directions.map((w) => {
    const values = new Float64Array(count)
    for (let k = 0; k < count; k++) {
      values[k] =
        leverageFactor('CR2', modes.leverages[k]!) * dot(modes.directions.subarray(k * p, k * p + p), w)
    }
    return values
  })
  const v = scaled.map((values) => {
    const vector = new Float64Array(p)
    for (let k = 0; k < count; k++) {
      for (let j = 0; j < p; j++) vector[j]! += values[k]! * modes.directions[k * p + j]!
    }
    return vector
  })
  for (let s = 0; s < q; s++) {
    for (let t = 0; t <= s; t++) {
      const times = s === t ? 1 : 2
      const [dss, dtt, dst] = [
        dot(scaled[s]!, scaled[s]!),
        dot(scaled[t]!, scaled[t]!),
        dot(scaled[s]!, scaled[t]!),
      ]
      const [hss, htt, hst] = [dot(v[s]!, v[s]!), dot(v[t]!, v[t]!), dot(v[s]!, v[t]!)]
      state.spread += times * (dss * dtt - dss * htt - dtt * hss + dst * dst - 2 * dst * hst)
      addOuter(state.outer[s]![t]!, v[s]!, v[t]!)
    }
  }
}

/**
 * The approximate Hotelling test (HTZ) that all contrasts are 0, from CR2 variances:
 *
 *     Q = θᵀ V⁻¹ θ,  η = q(q + 1)/Σ_st Var(D_st),  F = (η − q + 1)/(η q) · Q ~ F(q, η − q + 1)
 *
 * where D is the variance estimate over its expectation. Not significant by construction where η ≤ q − 1.
 * Source: Pustejovsky & Tipton (2018), JBES 36, 672–683 (HTZ); Σ Var in O(clusters) as for single contrasts.
 *
 * @param theta estimates θ_s in the order of `directions`; @param meat Σ b̃_g b̃_gᵀ with CR2, lower triangle.
 */
export function jointTest(state: JointTest, score: Float64Array, meat: Float64Array): JointTestResult {
  const q = state.directions.length
  const none = { f: null, dfNum: q, dfDenom: null, p: null }
  if (q === 0) return { ...none, reason: 'no term to test' }
  const theta = state.directions.map((w) => dot(w, score))
  const variance = new Float64Array(q * q)
  for (let s = 0; s < q; s++) {
    for (let t = 0; t < q; t++)
      variance[s * q + t] = quadratic(meat, state.directions[s]!, state.directions[t]!)
  }
  const q2 = waldStatistic(variance, theta)
  let spread = state.spread
  state.outer.forEach((row, s) => {
    row.forEach((sum, t) => {
      const outer = settle(sum)
      spread += (s === t ? 1 : 2) * (dot(outer, outer) + dot(outer, transpose(outer)))
    })
  })
  const eta = (q * (q + 1)) / spread
  if (q2 === null || !(spread > 0)) return { ...none, reason: 'the variance of the terms is singular' }
  if (eta - q + 1 <= 0) return { ...none, reason: 'too few prompts for a joint test of so many terms' }
  const dfDenom = eta - q + 1
  const f = (dfDenom / (eta * q)) * q2
  return { f, dfNum: q, dfDenom, p: fUpperTail(f, q, dfDenom) }
}

/** θᵀ V⁻¹ θ, null where V is singular. */
function waldStatistic(variance: Float64Array, theta: number[]): number | null {
  const q = theta.length
  const factor = new Float64Array(q * q)
  for (let i = 0; i < q; i++) {
    for (let j = 0; j <= i; j++) {
      let value = variance[i * q + j]!
      for (let k = 0; k < j; k++) value -= factor[i * q + k]! * factor[j * q + k]!
      if (i > j) factor[i * q + j] = value / factor[j * q + j]!
      else if (value > 1e-10 * variance[i * q + i]!) factor[i * q + i] = Math.sqrt(value)
      else return null
    }
  }
  const z = solveLower(factor, theta)
  return dot(z, z)
}

function transpose(matrix: Float64Array): Float64Array {
  const p = Math.round(Math.sqrt(matrix.length))
  return Float64Array.from(matrix, (_, at) => matrix[(at % p) * p + Math.floor(at / p)]!)
}

function subtract(target: Float64Array, vector: Float64Array, times: number): void {
  for (let i = 0; i < target.length; i++) target[i]! -= times * vector[i]!
}
