/** Factor of the part of a cross-product matrix whose columns are linearly independent. */
export interface IndependentFactor {
  /** Columns kept, ascending; the others are combinations of columns before them. */
  kept: number[]
  /** L with L Lᵀ = S[kept, kept]: row-major, kept × kept, zero above the diagonal. */
  factor: Float64Array
}

/**
 * Cholesky factor of a cross-product matrix, dropping collinear columns from left to right: column j stays where what is
 * left of it after the columns kept before, S_jj − S_jK S_KK⁻¹ S_Kj, is more than `tolerance` · S_jj.
 *
 * @param s symmetric, row-major, size × size.
 */
export function independentCholesky(s: ArrayLike<number>, size: number, tolerance = 1e-9): IndependentFactor {
  const kept: number[] = []
  const rows: Float64Array[] = []
  for (let j = 0; j < size; j++) {
    const row = new Float64Array(kept.length + 1)
    let left = s[j * size + j]!
    for (let k = 0; k < kept.length; k++) {
      let value = s[j * size + kept[k]!]!
      const other = rows[k]!
      for (let m = 0; m < k; m++) value -= row[m]! * other[m]!
      row[k] = value / other[k]!
      left -= row[k]! ** 2
    }
    if (!(left > tolerance * s[j * size + j]!)) continue
    row[kept.length] = Math.sqrt(left)
    kept.push(j)
    rows.push(row)
  }
  const factor = new Float64Array(kept.length ** 2)
  rows.forEach((row, i) => {
    factor.set(row, i * kept.length)
  })
  return { kept, factor }
}

/** Solves L z = b (forward substitution), L lower triangular, row-major. */
export function solveLower(factor: ArrayLike<number>, b: ArrayLike<number>): Float64Array {
  const size = b.length
  const z = new Float64Array(size)
  for (let i = 0; i < size; i++) {
    let value = b[i]!
    for (let k = 0; k < i; k++) value -= factor[i * size + k]! * z[k]!
    z[i] = value / factor[i * size + i]!
  }
  return z
}

/** Solves Lᵀ x = z (back substitution). */
export function solveLowerTransposed(factor: ArrayLike<number>, z: ArrayLike<number>): Float64Array {
  const size = z.length
  const x = new Float64Array(size)
  for (let i = size - 1; i >= 0; i--) {
    let value = z[i]!
    for (let k = i + 1; k < size; k++) value -= factor[k * size + i]! * x[k]!
    x[i] = value / factor[i * size + i]!
  }
  return x
}

/** Solves (L Lᵀ) x = b. */
export function solveCholesky(factor: ArrayLike<number>, b: ArrayLike<number>): Float64Array {
  return solveLowerTransposed(factor, solveLower(factor, b))
}
