/**
 * How many more outputs an interval of width `wanted` takes, if what is added resembles what is there: intervals shrink
 * with the root of the number of outputs, n (width/wanted)² − n. 0 where the interval is as narrow already.
 *
 * @param n outputs that the interval of width `width` rests on.
 */
export function furtherForWidth(n: number, width: number, wanted: number): number {
  if (!(wanted > 0)) throw new RangeError(`an interval's width must be positive, got ${wanted}`)
  return Math.max(0, Math.ceil(n * (width / wanted) ** 2 - 1e-9) - n)
}
