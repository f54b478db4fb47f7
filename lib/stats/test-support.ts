import { seededRandom } from './random'

/** Standard normal numbers from a seed, for tests that need data. */
export function normals(seed: number): () => number {
  const random = seededRandom(seed)
  return () => Math.sqrt(-2 * Math.log(1 - random())) * Math.cos(2 * Math.PI * random())
}

/** Values about their mean over their standard deviation (n − 1). */
export function standardised(values: readonly number[]): number[] {
  const mean = values.reduce((a, b) => a + b, 0) / values.length
  const sd = Math.sqrt(values.reduce((total, v) => total + (v - mean) ** 2, 0) / (values.length - 1))
  return values.map((v) => (v - mean) / sd)
}

/** Rows gathered by a key, in the order of first appearance. */
export function groupBy<T>(rows: readonly T[], key: (row: T) => string | number): [string | number, T[]][] {
  const groups = new Map<string | number, T[]>()
  for (const row of rows) {
    const name = key(row)
    groups.set(name, [...(groups.get(name) ?? []), row])
  }
  return [...groups]
}

/** Paths of numbers that are not finite. */
export function notFinite(value: unknown, path = ''): string[] {
  if (typeof value === 'number') return Number.isFinite(value) ? [] : [`${path} = ${value}`]
  if (value === null || typeof value !== 'object') return []
  return Object.entries(value).flatMap(([key, each]) => notFinite(each, `${path}.${key}`))
}
