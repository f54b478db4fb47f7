import { doubles } from './doubles'

/**
 * Sum in index order with Neumaier's compensation, so that the result does not depend on the size of the array and
 * repeats to the last digit.
 *
 * Source: Neumaier (1974), ZAMM 54, 39–51.
 */
export function sum(values: ArrayLike<number>): number {
  const all = doubles(values)
  let total = 0
  let lost = 0
  for (let i = 0; i < all.length; i++) {
    const value = all[i]!
    const next = total + value
    lost += Math.abs(total) >= Math.abs(value) ? total - next + value : value - next + total
    total = next
  }
  return total + lost
}

/** Mean in index order, null where there is no value. */
export function mean(values: ArrayLike<number>): number | null {
  return values.length === 0 ? null : sum(values) / values.length
}
