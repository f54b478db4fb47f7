import type { DuckDBConnection, DuckDBValue } from '@duckdb/node-api'

/** SQL with `$1`, `$2`, … and the values bound to them: what users name is always a value, never text of the SQL. */
export type Query = { sql: string; values: DuckDBValue[] }

/** Rows as objects, for small answers. Cast counts to INTEGER: a BIGINT arrives as a bigint. */
export async function readRows<T>(connection: DuckDBConnection, { sql, values }: Query): Promise<T[]> {
  const reader = await connection.runAndReadAll(sql, values)
  return reader.getRowObjectsJS() as T[]
}

/** Numeric columns of equal length; null is NaN. */
export type Columns<K extends string> = Record<K, Float64Array> & { length: number }

/** The numeric columns `names` of a query that selects exactly these, in this order; the event loop stays free. */
export async function readColumns<K extends string>(
  connection: DuckDBConnection,
  { sql, values }: Query,
  names: readonly K[],
): Promise<Columns<K>> {
  const result = await connection.stream(sql, values)
  if (result.columnCount !== names.length) throw new Error(`Columns do not match: ${result.columnNames()}`)
  const parts: Float64Array[][] = names.map(() => [])
  let length = 0
  for (;;) {
    const chunk = await result.fetchChunk()
    if (!chunk || chunk.rowCount === 0) break
    length += chunk.rowCount
    parts.forEach((part, column) => {
      const vector = chunk.getColumnVector(column)
      const numbers = new Float64Array(chunk.rowCount)
      for (let i = 0; i < numbers.length; i++) numbers[i] = numberOf(vector.getItem(i))
      part.push(numbers)
    })
  }
  const columns = Object.fromEntries(names.map((name, column) => [name, joined(parts[column]!, length)]))
  return { ...columns, length } as Columns<K>
}

function numberOf(value: DuckDBValue): number {
  if (typeof value === 'number') return value
  if (value === null) return Number.NaN
  throw new Error(`Not a number: ${value}`)
}

function joined(parts: Float64Array[], length: number): Float64Array {
  const whole = new Float64Array(length)
  let at = 0
  for (const part of parts) {
    whole.set(part, at)
    at += part.length
  }
  return whole
}
