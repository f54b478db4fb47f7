import {
  type DuckDBConnection,
  DuckDBDoubleVector,
  DuckDBIntegerVector,
  type DuckDBValue,
  type DuckDBVector,
} from '@duckdb/node-api'

/** SQL with `$1`, `$2`, … and the values bound to them: what users name is always a value, never text of the SQL. */
export type Query = { sql: string; values: DuckDBValue[] }

/** Rows as objects, for small answers. Cast counts to INTEGER: a BIGINT arrives as a bigint. */
export async function readRows<T>(connection: DuckDBConnection, { sql, values }: Query): Promise<T[]> {
  const reader = await connection.runAndReadAll(sql, values)
  return reader.getRowObjectsJS() as T[]
}

/** Numeric columns of equal length; null is NaN. */
export type Columns<K extends string> = Record<K, Float64Array> & { length: number }

/** The DOUBLE or INTEGER columns `names` of a query that selects exactly these, in this order; the event loop stays free. */
export async function readColumns<K extends string>(
  connection: DuckDBConnection,
  { sql, values }: Query,
  names: readonly K[],
): Promise<Columns<K>> {
  const result = await connection.run(sql, values)
  if (result.columnCount !== names.length) throw new Error(`Columns do not match: ${result.columnNames()}`)
  const columns = names.map(() => new Float64Array(result.rowCount))
  for (let at = 0; at < result.rowCount; ) {
    const chunk = await result.fetchChunk()
    if (!chunk) break
    for (let k = 0; k < columns.length; k++) copyNumbers(chunk.getColumnVector(k), columns[k]!, at)
    at += chunk.rowCount
  }
  const named = names.map((name, k) => [name, columns[k]!])
  return { ...Object.fromEntries(named), length: result.rowCount } as Columns<K>
}

/** What stands behind a vector of numbers; the binding does not declare it. `data` is null where no value is null. */
type Inside = { items?: ArrayLike<number>; validity?: { data?: unknown } }

function copyNumbers(vector: DuckDBVector, column: Float64Array, at: number): void {
  if (!(vector instanceof DuckDBDoubleVector || vector instanceof DuckDBIntegerVector))
    throw new Error(`Neither DOUBLE nor INTEGER: ${vector.type}`)
  // One copy where it can be had: asking for one item after the other takes three times as long.
  const { items, validity } = vector as unknown as Inside
  if (items && validity?.data === null) column.set(items, at)
  else for (let i = 0; i < vector.itemCount; i++) column[at + i] = vector.getItem(i) ?? Number.NaN
}
