import fc from 'fast-check'
import { describe, expect, it } from 'vitest'
import { normals } from '../test-support'
import { independentCholesky, solveCholesky } from './cholesky'
import { symmetricEigen } from './jacobi'
import { addOuter, settle, startOuterSum } from './outer-sum'

/** XᵀX of random columns. */
function crossProducts(seed: number, rows: number, size: number): Float64Array {
  const normal = normals(seed)
  const x = Array.from({ length: rows }, () => Array.from({ length: size }, () => normal()))
  return Float64Array.from({ length: size * size }, (_, at) =>
    x.reduce((total, row) => total + row[Math.floor(at / size)]! * row[at % size]!, 0),
  )
}

describe('independentCholesky', () => {
  it('solves what it factors', () => {
    fc.assert(
      fc.property(fc.integer(), fc.integer({ min: 1, max: 8 }), (seed, size) => {
        const s = crossProducts(seed, 30, size)
        const { kept, factor } = independentCholesky(s, size)
        expect(kept).toHaveLength(size)
        const b = Float64Array.from({ length: size }, (_, i) => i + 1)
        const x = solveCholesky(factor, b)
        b.forEach((value, i) => {
          const back = x.reduce((total, own, j) => total + s[i * size + j]! * own, 0)
          expect(back).toBeCloseTo(value, 7)
        })
      }),
      { numRuns: 40 },
    )
  })

  it('drops what columns before it explain, and zero columns; empty stays empty', () => {
    // Columns 1, 2, 1 + 2, 0 of the identity's first two.
    const s = [1, 0, 1, 0, 0, 1, 1, 0, 1, 1, 2, 0, 0, 0, 0, 0]
    expect(independentCholesky(s, 4).kept).toEqual([0, 1])
    expect(independentCholesky([], 0)).toMatchObject({ kept: [] })
  })
})

describe('symmetricEigen', () => {
  it('takes a matrix apart into orthonormal directions, and leaves its input alone', () => {
    fc.assert(
      fc.property(fc.integer(), fc.integer({ min: 1, max: 9 }), (seed, size) => {
        const s = Object.freeze(Array.from(crossProducts(seed, 3, size)))
        const { values, vectors } = symmetricEigen(s, size)
        s.forEach((entry, at) => {
          const [i, j] = [Math.floor(at / size), at % size]
          let back = 0
          let inner = 0
          for (let k = 0; k < size; k++) {
            back += values[k]! * vectors[k * size + i]! * vectors[k * size + j]!
            inner += vectors[i * size + k]! * vectors[j * size + k]!
          }
          expect(back).toBeCloseTo(entry, 9)
          expect(inner).toBeCloseTo(i === j ? 1 : 0, 12)
        })
      }),
      { numRuns: 40 },
    )
  })
})

describe('outer sums', () => {
  it('equal the plain sum for any number of pairs', () => {
    const vector = fc.array(fc.integer({ min: -5, max: 5 }), { minLength: 3, maxLength: 3 })
    fc.assert(
      fc.property(fc.array(fc.tuple(vector, vector), { maxLength: 11 }), (pairs) => {
        const sum = startOuterSum(3, false)
        for (const [a, b] of pairs) addOuter(sum, Float64Array.from(a), Float64Array.from(b))
        const total = settle(sum)
        total.forEach((value, at) => {
          const expected = pairs.reduce((all, [a, b]) => all + a[Math.floor(at / 3)]! * b[at % 3]!, 0)
          expect(value).toBe(expected)
        })
        expect(settle(sum)).toEqual(total)
      }),
    )
  })
})
