/** The places of a column's values that are not missing. */
export function placesKnown(column: Float64Array): Int32Array {
  const places = new Int32Array(column.length)
  let known = 0
  for (let i = 0; i < column.length; i++) if (!Number.isNaN(column[i]!)) places[known++] = i
  return places.subarray(0, known)
}

/** The values at some places of a column. (Typed arrays' own `from` and `filter` take ten times as long.) */
export function gather(column: Float64Array | Int32Array, places: Int32Array): Float64Array {
  const values = new Float64Array(places.length)
  for (let i = 0; i < places.length; i++) values[i] = column[places[i]!]!
  return values
}
