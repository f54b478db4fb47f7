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
  const reader = await inTurn(connection, () => connection.runAndReadAll(sql, values))
  return reader.getRowObjectsJS() as T[]
}

/** Numeric columns of equal length; null is NaN. */
export type Columns<K extends string> = Record<K, Float64Array> & { length: number }

/**
 * The DOUBLE or INTEGER columns `names` of a query that selects exactly these, in this order. The event loop stays free,
 * and DuckDB never holds the whole answer.
 *
 * @param most about how many rows there will be: space for them is there from the start.
 */
export function readColumns<K extends string>(
  connection: DuckDBConnection,
  { sql, values }: Query,
  names: readonly K[],
  most = 16_384,
): Promise<Columns<K>> {
  return inTurn(connection, async () => {
    const result = await connection.stream(sql, values)
    if (result.columnCount !== names.length) throw new Error(`Columns do not match: ${result.columnNames()}`)
    let columns: Float64Array[] = names.map(() => new Float64Array(most))
    let length = 0
    for (;;) {
      const chunk = await result.fetchChunk()
      if (!chunk || chunk.rowCount === 0) break
      const needed = length + chunk.rowCount
      if (needed > (columns[0]?.length ?? needed)) columns = columns.map((column) => withRoom(column, needed))
      for (let k = 0; k < columns.length; k++) copyNumbers(chunk.getColumnVector(k), columns[k]!, length)
      length = needed
    }
    const named = names.map((name, k) => [name, columns[k]!.subarray(0, length)])
    return { ...Object.fromEntries(named), length } as Columns<K>
  })
}

const lastRead = new WeakMap<DuckDBConnection, Promise<unknown>>()

/** One reading of a connection after the other: a new query would end the stream of the one before. */
function inTurn<T>(connection: DuckDBConnection, read: () => Promise<T>): Promise<T> {
  const own = (lastRead.get(connection) ?? Promise.resolve()).then(read)
  lastRead.set(
    connection,
    own.catch(() => {}),
  )
  return own
}

function withRoom(column: Float64Array, needed: number): Float64Array {
  const wider = new Float64Array(Math.max(needed, 2 * column.length))
  wider.set(column)
  return wider
}

/** What stands behind a vector of numbers; the binding does not declare it. `data` has a bit for each value that is not null. */
type Inside = { items?: ArrayLike<number>; validity?: { data?: BigUint64Array | null; offset?: number } }

function copyNumbers(vector: DuckDBVector, column: Float64Array, at: number): void {
  if (!(vector instanceof DuckDBDoubleVector || vector instanceof DuckDBIntegerVector))
    throw new Error(`Neither DOUBLE nor INTEGER: ${vector.type}`)
  // One copy where it can be had: asking for one item after the other takes several times as long.
  const { items, validity: { data, offset } = {} } = vector as unknown as Inside
  if (!items || data === undefined || offset !== 0) {
    for (let i = 0; i < vector.itemCount; i++) column[at + i] = vector.getItem(i) ?? Number.NaN
    return
  }
  column.set(items, at)
  if (data === null) return
  const known = new Uint8Array(data.buffer, data.byteOffset, data.byteLength)
  for (let i = 0; i < items.length; i++)
    if (((known[i >> 3]! >> (i & 7)) & 1) === 0) column[at + i] = Number.NaN
}
