import type { DuckDBConnection } from '@duckdb/node-api'
import { type Columns, readColumns } from '@/lib/server/snapshot/read'
import { isOneJudge } from './rows'
import { type Asked, sourceOf } from './source'

const NAMES = ['output', 'prompt', 'model', 'proxy'] as const

/** Outputs with a proxy and no goal, sorted by prompt and output. */
export type Unjudged = Columns<(typeof NAMES)[number]>

/** Reads what a gate passes or stops and nobody has judged yet. */
export async function readUnjudged(connection: DuckDBConnection, asked: Asked): Promise<Unjudged> {
  const source = sourceOf(asked, true)
  const single = isOneJudge(asked)
  const any = (sql: string) => (single ? sql : `any_value(${sql})`)
  const sql = `${source.withHuman}
    SELECT f.output_no, ${any('f.prompt_no')} AS prompt_no, ${any('f.model_no')},
      ${single ? 'f.signal_score' : source.proxy} AS proxy
    ${source.from} AND ${source.goal} IS NULL ${single ? '' : 'GROUP BY f.output_no HAVING proxy IS NOT NULL'}
    ORDER BY prompt_no, output_no`
  return readColumns(connection, { sql, values: source.values.list }, NAMES)
}
