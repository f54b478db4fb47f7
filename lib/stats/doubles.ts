/**
 * The values as a Float64Array: itself, or a copy of another kind of array. A loop that sees one kind of array only is
 * several times faster than one that sees many.
 */
export function doubles(values: ArrayLike<number>): Float64Array {
  return values instanceof Float64Array ? values : new Float64Array(values)
}
