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
  const columns: Float64Array[] = names.map(() => new Float64Array(CHUNK))
  let length = 0
  for (;;) {
    const chunk = await result.fetchChunk()
    if (!chunk || chunk.rowCount === 0) break
    const end = length + chunk.rowCount
    for (let k = 0; k < columns.length; k++) {
      const column = roomFor(columns[k]!, end)
      columns[k] = column
      copyNumbers(chunk.getColumnVector(k), column, length)
    }
    length = end
  }
  const named = names.map((name, k) => [name, columns[k]!.subarray(0, length)])
  return { ...Object.fromEntries(named), length } as Columns<K>
}

/** DuckDB hands rows over in chunks of so many. */
const CHUNK = 2_048

/** The column itself, or a copy of twice the size. */
function roomFor(column: Float64Array, length: number): Float64Array {
  if (length <= column.length) return column
  const larger = new Float64Array(Math.max(length, 2 * column.length))
  larger.set(column)
  return larger
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
