import type { DuckDBConnection } from '@duckdb/node-api'
import { readColumns } from '@/lib/server/snapshot/read'
import { type Asked, selectedSource } from './source'

/** Which outputs are selected, by their numbers in the snapshot: 1 where one is. Null: all are. */
export type Selected = Uint8Array | null

/** The same question to all outputs. The raters' groups stay: they change the goal itself. */
export function toAll({ selection, ...asked }: Asked): Asked {
  const { rater_group } = selection
  return { ...asked, selection: { model: [], family: [], tag: [], min_human_n: 1, where: [], rater_group } }
}

/** SQL says which outputs are selected, as everywhere. */
export async function readSelected(connection: DuckDBConnection, asked: Asked): Promise<Selected> {
  const { model, family, tag, where, min_human_n: minimum } = asked.selection
  const source = selectedSource(asked)
  if ([model, family, tag, where].every((list) => list.length === 0) && minimum <= 1) return null
  const read = await readColumns(
    connection,
    { sql: `${source.withHuman} SELECT f.output_no ${source.from}`, values: source.values.list },
    ['output'],
    asked.snapshot.meta.counts.facts,
  )
  const selected = new Uint8Array(highest(read.output) + 1)
  for (let i = 0; i < read.length; i++) selected[read.output[i]!] = 1
  return selected
}

/** The places of the selected ones among outputs, ascending; null where all are selected. */
export function placesSelected(selected: Selected, output: Float64Array): Int32Array | null {
  if (selected === null) return null
  const places = new Int32Array(output.length)
  let size = 0
  for (let i = 0; i < output.length; i++) if (selected[output[i]!] === 1) places[size++] = i
  return size === output.length ? null : places.subarray(0, size)
}

/** The greatest of some numbers that are not negative, or −1. */
export function highest(numbers: Float64Array): number {
  let last = -1
  for (let i = 0; i < numbers.length; i++) if (numbers[i]! > last) last = numbers[i]!
  return last
}
