import { symmetricEigen } from '../linear-algebra/jacobi'
import { leverageFactor } from './sandwich'

/** Up to this norm the binomial series needs fewer steps than an eigen-decomposition. */
const SERIES_TO = 0.05

/** (2k)!/(4^k k!²), the coefficients of (1 − λ)^−½. */
export const INVERSE_ROOT_SERIES = Array.from({ length: 16 }, () => 1)
for (let k = 1; k < INVERSE_ROOT_SERIES.length; k++)
  INVERSE_ROOT_SERIES[k] = (INVERSE_ROOT_SERIES[k - 1]! * (2 * k - 1)) / (2 * k)

/**
 * (I − H)^−½ of a cluster's symmetric H with eigenvalues 0…1, to machine precision; modes that the cluster determines
 * alone (λ = 1) give 0 (Moore–Penrose).
 *
 * @param root where the answer goes: row-major, the first size × size entries.
 * @returns null, or where modes with λ = 1 exist the projection onto all other modes.
 */
export function inverseRoot(h: Float64Array, size: number, root: Float64Array): Float64Array | null {
  const norm = normOf(h, size)
  if (norm >= SERIES_TO) return byModes(h, size, root)
  let terms = 1
  for (let power = norm; power > 1e-17 && terms < INVERSE_ROOT_SERIES.length; power *= norm) terms++
  byHorner(h, size, root, terms)
  return null
}

/** The largest sum of a row, which no eigenvalue exceeds. */
function normOf(h: Float64Array, size: number): number {
  let most = 0
  for (let i = 0; i < size; i++) {
    let row = 0
    for (let j = 0; j < size; j++) row += Math.abs(h[i * size + j]!)
    if (row > most) most = row
  }
  return most
}

/** Space for a row: there is one call for each of many small clusters. */
let scratch = new Float64Array(64)

/** c0 + H(c1 + H(c2 + …)), from the inside out. */
function byHorner(h: Float64Array, size: number, root: Float64Array, terms: number): void {
  const length = size * size
  const last = INVERSE_ROOT_SERIES[terms - 1]!
  for (let at = 0; at < length; at++) root[at] = 0
  for (let i = 0; i < size; i++) root[i * size + i] = last
  if (scratch.length < size) scratch = new Float64Array(size)
  const row = scratch
  for (let k = terms - 2; k >= 0; k--) {
    // All powers of H commute, so that root ← root · H can be done row by row.
    for (let i = 0; i < size; i++) {
      for (let j = 0; j < size; j++) {
        let value = 0
        for (let m = 0; m < size; m++) value += root[i * size + m]! * h[m * size + j]!
        row[j] = value
      }
      for (let j = 0; j < size; j++) root[i * size + j] = row[j]!
      root[i * size + i]! += INVERSE_ROOT_SERIES[k]!
    }
  }
}

function byModes(h: Float64Array, size: number, root: Float64Array): Float64Array | null {
  const { values, vectors } = symmetricEigen(h.subarray(0, size * size), size)
  const factors = values.map((value) => leverageFactor('CR2', Math.max(0, value)))
  const whole = factors.includes(0)
  const rest = whole ? new Float64Array(size * size) : null
  for (let i = 0; i < size; i++)
    for (let j = 0; j < size; j++) {
      let value = 0
      let kept = 0
      for (let k = 0; k < size; k++) {
        const product = vectors[k * size + i]! * vectors[k * size + j]!
        value += factors[k]! * product
        if (factors[k] !== 0) kept += product
      }
      root[i * size + j] = value
      if (rest) rest[i * size + j] = kept
    }
  return rest
}
