/** Runs every `bench/*.bench.ts`, or those whose names are given, one after the other, and prints one table. */
import { readdirSync } from 'node:fs'
import { pool } from '@/lib/server/db/pool'
import { type Figure, type Measure, tableOf } from './figure'

const wanted = process.argv.slice(2)
const names = readdirSync(new URL('.', import.meta.url))
  .filter((name) => name.endsWith('.bench.ts'))
  .filter((name) => wanted.length === 0 || wanted.some((word) => name.includes(word)))
  .sort()
const figures: Figure[] = []
for (const name of names) {
  process.stdout.write(`${name} …\n`)
  const { measure }: { measure: Measure } = await import(new URL(name, import.meta.url).href)
  figures.push(...(await measure()))
}
process.stdout.write(`\n${tableOf(figures)}\n`)
await pool().end()
