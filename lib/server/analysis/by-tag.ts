import type { DuckDBConnection } from '@duckdb/node-api'
import type { Report } from '@/lib/domain/report'
import { readRows } from '@/lib/server/snapshot/read'
import type { Notes } from './notes'
import { wholePart } from './parts'
import type { Rows } from './rows'
import { type Asked, sourceOf } from './source'

/** The places among `rows` of each tag's outputs, ascending; tags in bytewise order. */
export async function readTags(
  connection: DuckDBConnection,
  asked: Asked,
  rows: Pick<Rows, 'output'>,
): Promise<Map<string, number[]>> {
  const source = sourceOf(asked, true)
  const sql = `${source.withHuman}
    SELECT tag, list(output_no) AS outputs
    FROM (SELECT DISTINCT unnest(f.tags) AS tag, f.output_no ${source.from}) GROUP BY tag ORDER BY tag`
  const tags = await readRows<{ tag: string; outputs: number[] }>(connection, {
    sql,
    values: source.values.list,
  })
  const places = new Map(Array.from(rows.output, (output, place) => [output, place]))
  const placesOf = (outputs: number[]) => {
    const found = outputs.flatMap((output) => places.get(output) ?? [])
    return found.sort((a, b) => a - b)
  }
  return new Map(tags.map(({ tag, outputs }) => [tag, placesOf(outputs)]))
}

/** Proxy, goal and inflation of the outputs of each tag; an output with several is in each. */
export function byTag(
  rows: Rows,
  tagged: ReadonlyMap<string, readonly number[]>,
  commonScale: boolean,
  notes: Notes,
): Report['by_tag'] {
  return [...tagged].flatMap(([tag, places]) => {
    if (places.length === 0) return []
    const of = (column: Float64Array) => Float64Array.from(places, (place) => column[place]!)
    const { prompt, proxy, goal, inflation, weight } = rows
    const own = {
      ...{ prompt: of(prompt), proxy: of(proxy), goal: of(goal) },
      ...{ inflation: of(inflation), weight: of(weight) },
    }
    return { tag, ...wholePart(own, `by_tag.${tag}`, { commonScale, notes }) }
  })
}
