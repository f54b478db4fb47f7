import type { DuckDBConnection } from '@duckdb/node-api'
import type { Report } from '@/lib/domain/report'
import { readColumns } from '@/lib/server/snapshot/read'
import { gather } from './gather'
import type { Notes } from './notes'
import { wholePart } from './parts'
import { placesOf, type Rows } from './rows'
import { type Asked, sourceOf } from './source'

/** The places among `rows` of each tag's outputs, ascending; tags in bytewise order. */
export async function readTags(
  connection: DuckDBConnection,
  asked: Asked,
  rows: Pick<Rows, 'output'>,
): Promise<Map<string, Int32Array>> {
  const { tags } = asked.snapshot.meta
  if (tags.length === 0) return new Map()
  const source = sourceOf(asked, true)
  const list = tags.map((tag) => source.values.bind(tag))
  const sql = `${source.withHuman}
    SELECT number, output_no FROM (SELECT unnest(f.tags) AS tag, f.output_no ${source.from})
    JOIN (SELECT unnest([${list.join(', ')}]::VARCHAR[]) AS tag, unnest(range(${tags.length}))::INTEGER AS number)
      USING (tag)`
  const read = await readColumns(connection, { sql, values: source.values.list }, ['tag', 'output'])
  const counts = new Int32Array(tags.length)
  for (let i = 0; i < read.length; i++) counts[read.tag[i]!]! += 1
  const all = placesOf(rows)
  const places = Array.from(counts, (n) => new Int32Array(n))
  const filled = new Int32Array(tags.length)
  for (let i = 0; i < read.length; i++) {
    const tag = read.tag[i]!
    const place = all[read.output[i]!] ?? -1
    if (place >= 0) places[tag]![filled[tag]!++] = place
  }
  return new Map(tags.map((tag, i) => [tag, distinct(places[i]!.subarray(0, filled[i]!).sort())]))
}

/** The same among some of the rows. @param among for each row its place among these, or −1. */
export function tagsAmong(
  tagged: ReadonlyMap<string, Int32Array>,
  among: Int32Array,
): ReadonlyMap<string, Int32Array> {
  const own = (places: Int32Array) => {
    const kept = new Int32Array(places.length)
    let size = 0
    for (let i = 0; i < places.length; i++) {
      const place = among[places[i]!]!
      if (place >= 0) kept[size++] = place
    }
    return kept.subarray(0, size)
  }
  return new Map([...tagged].map(([tag, places]) => [tag, own(places)]))
}

/** An output is read once for each judge. */
function distinct(sorted: Int32Array): Int32Array {
  let kept = 0
  for (let i = 0; i < sorted.length; i++)
    if (i === 0 || sorted[i] !== sorted[i - 1]) sorted[kept++] = sorted[i]!
  return sorted.subarray(0, kept)
}

/** Proxy, goal and inflation of the outputs of each tag; an output with several is in each. */
export function byTag(
  rows: Rows,
  tagged: ReadonlyMap<string, Int32Array>,
  commonScale: boolean,
  notes: Notes,
): Report['by_tag'] {
  return [...tagged].flatMap(([tag, places]) => {
    if (places.length === 0) return []
    const of = (column: Float64Array) => gather(column, places)
    const { prompt, proxy, goal, inflation, weight } = rows
    const own = {
      ...{ prompt: of(prompt), proxy: of(proxy), goal: of(goal) },
      ...{ inflation: of(inflation), weight: of(weight) },
    }
    return { tag, ...wholePart(own, `by_tag.${tag}`, { commonScale, notes }) }
  })
}
