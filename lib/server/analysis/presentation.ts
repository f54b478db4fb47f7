import type { DuckDBConnection } from '@duckdb/node-api'
import type { PresentationEffect } from '@/lib/domain/report-presentation'
import { type Columns, readColumns } from '@/lib/server/snapshot/read'
import { ratingSource } from './agreement-ratings'
import { clusterSums } from './cluster-sums'
import { gather } from './gather'
import { DIFFERENCE, meanOf, UNIT, within } from './mean'
import type { Notes } from './notes'
import { placesSelected, type Selected, toAll } from './selected'
import type { Asked } from './source'
import { warmFor } from './warm'

const NAMES = ['output', 'prompt', 'rendered', 'plain', 'ratings'] as const
type ShownBothWays = Columns<(typeof NAMES)[number]>

/**
 * How far formatting itself moves human ratings: the difference between the means of the ratings given to an output as
 * formatted Markdown and as plain text, over the outputs that were shown both ways. Which way a rater saw an output was a
 * coin's choice, so the difference is an effect. Clustered by prompt (CR2). Null where no output was shown both ways.
 */
export async function presentationEffect(
  connection: DuckDBConnection,
  asked: Asked,
  selected: Selected,
  notes: Notes,
): Promise<PresentationEffect | null> {
  const all = toAll(asked)
  const whole = await warmFor('whole', all).part('presentation', () => readShown(connection, all))
  const places = placesSelected(selected, whole.output)
  const rows = places ? some(whole, places) : whole
  if (rows.length === 0) return null
  const differences = rows.rendered.map((value, i) => value - rows.plain[i]!)
  const [sums] = clusterSums(rows.prompt, [rows.rendered, rows.plain, differences])
  const [rendered, plain, difference] = [0, 1, 2].map((column) => meanOf(sums!, column, false))
  if (difference!.why) notes.add('presentation', difference!.why)
  return {
    n: rows.length,
    prompts: sums!.counts.length,
    ratings: rows.ratings.reduce((sum, n) => sum + n, 0),
    rendered_mean: rendered!.estimate,
    rendered_mean_ci: within(rendered!.ci, UNIT),
    plain_mean: plain!.estimate,
    plain_mean_ci: within(plain!.ci, UNIT),
    difference: difference!.estimate,
    se: difference!.se,
    df: difference!.df,
    ci: within(difference!.ci, DIFFERENCE),
  }
}

/** The outputs that were shown both ways, with the means of their ratings, sorted by prompt and output. */
function readShown(connection: DuckDBConnection, asked: Asked): Promise<ShownBothWays> {
  const { values, from } = ratingSource(asked, `counted AND source = 'session'`)
  const mean = (presentation: string) =>
    `avg(unit ORDER BY unit) FILTER (presentation = '${presentation}') AS ${presentation}`
  const sql = `SELECT output_no, prompt_no, rendered, plain, ratings FROM (
      SELECT any_value(prompt_no) AS prompt_no, output_no, ${mean('rendered')}, ${mean('plain')}, count(*)::INTEGER AS ratings
      ${from} GROUP BY output_no)
    WHERE rendered IS NOT NULL AND plain IS NOT NULL ORDER BY prompt_no, output_no`
  return readColumns(connection, { sql, values: values.list }, NAMES)
}

function some(rows: ShownBothWays, places: Int32Array): ShownBothWays {
  const columns = NAMES.map((name) => [name, gather(rows[name], places)])
  return { ...Object.fromEntries(columns), length: places.length }
}
