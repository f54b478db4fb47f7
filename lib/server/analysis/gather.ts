/** The values at some places of a column. (Typed arrays' own `from` and `filter` take ten times as long.) */
export function gather(column: Float64Array | Int32Array, places: Int32Array): Float64Array {
  const values = new Float64Array(places.length)
  for (let i = 0; i < places.length; i++) values[i] = column[places[i]!]!
  return values
}
