/** Eigenvalues of a symmetric matrix, in no particular order, and their orthonormal eigenvectors. */
export interface Eigen {
  values: Float64Array
  /** Row k is the eigenvector of `values[k]`: row-major, size × size. */
  vectors: Float64Array
}

const MAX_SWEEPS = 60

/**
 * Cyclic Jacobi method for small symmetric matrices (some tens of rows): the most exact one for small eigenvalues.
 *
 * Source: Golub & Van Loan (2013), Matrix Computations, section 8.5.
 *
 * @param matrix symmetric, row-major, size × size; not changed.
 */
export function symmetricEigen(matrix: ArrayLike<number>, size: number): Eigen {
  const a = Float64Array.from(matrix)
  const v = new Float64Array(size * size)
  for (let i = 0; i < size; i++) v[i * size + i] = 1
  let scale = 0
  for (const value of a) scale += value * value
  for (let sweep = 0; sweep < MAX_SWEEPS; sweep++) {
    let off = 0
    for (let i = 0; i < size; i++) for (let j = i + 1; j < size; j++) off += a[i * size + j]! ** 2
    if (off <= 1e-32 * scale) break
    for (let i = 0; i < size; i++) for (let j = i + 1; j < size; j++) rotate(a, v, size, i, j)
  }
  return { values: Float64Array.from({ length: size }, (_, i) => a[i * size + i]!), vectors: v }
}

/** Zeroes a_pq by a rotation in the plane (p, q), and turns the eigenvectors with it. */
function rotate(a: Float64Array, v: Float64Array, size: number, p: number, q: number): void {
  const apq = a[p * size + q]!
  if (apq === 0) return
  const theta = (a[q * size + q]! - a[p * size + p]!) / (2 * apq)
  const t = (theta >= 0 ? 1 : -1) / (Math.abs(theta) + Math.sqrt(theta * theta + 1))
  const c = 1 / Math.sqrt(t * t + 1)
  const s = t * c
  for (let k = 0; k < size; k++) {
    const akp = a[k * size + p]!
    const akq = a[k * size + q]!
    a[k * size + p] = c * akp - s * akq
    a[k * size + q] = s * akp + c * akq
  }
  for (let k = 0; k < size; k++) {
    const apk = a[p * size + k]!
    const aqk = a[q * size + k]!
    a[p * size + k] = c * apk - s * aqk
    a[q * size + k] = s * apk + c * aqk
    const vpk = v[p * size + k]!
    const vqk = v[q * size + k]!
    v[p * size + k] = c * vpk - s * vqk
    v[q * size + k] = s * vpk + c * vqk
  }
}
