import type { DuckDBConnection } from '@duckdb/node-api'
import type { ComparisonsReport, ModelPair, Preferred } from '@/lib/domain/report-comparisons'
import { type Columns, readColumns } from '@/lib/server/snapshot/read'
import { preferenceShare } from '@/lib/stats/proportion'
import { clusterSums } from './cluster-sums'
import { MINIMA, type Notes, tooFew } from './notes'
import { type Asked, sourceOf } from './source'

const NAMES = [
  'prompt',
  'left',
  'right',
  'leftModel',
  'rightModel',
  'rater',
  'preference',
  'proxy',
  'goal',
  'words',
] as const
type Compared = Columns<(typeof NAMES)[number]>

/** Two unit scores closer than this are a tie. */
const TIE = 1e-9

/**
 * What people prefer of two outputs side by side: by pair of models, by the side on which an output stood, by length, and
 * whether the proxy and the ratings of single outputs point the same way. A comparison counts where both its outputs are
 * selected. Shares have a tie as half and intervals clustered by prompt. Null where nothing was compared on the criterion.
 */
export async function comparisonsOf(
  connection: DuckDBConnection,
  asked: Asked,
  notes: Notes,
): Promise<ComparisonsReport | null> {
  const { meta } = asked.snapshot
  const criterion = meta.criteria.find(({ key }) => key === asked.contrast.criterion)!
  if (criterion.compared === 0) return null
  const rows = await readCompared(connection, asked)
  if (rows.length === 0) return null
  const better = criterion.higher_is === 'better' ? 1 : -1
  /** Per comparison: above 0 where the side at stake is on the right, below where on the left, 0 or NaN where nowhere. */
  const sides = {
    left: rows.preference.map(() => -1),
    longer: rows.words.map((difference) => difference),
    proxy: rows.proxy.map((difference) => (Math.abs(difference) > TIE ? better * difference : 0)),
    goal: rows.goal.map((difference) => (Math.abs(difference) > TIE ? better * difference : 0)),
  }
  const share = (name: keyof typeof sides) => preferredSide(rows, sides[name], `comparisons.${name}`, notes)
  return {
    n: rows.length,
    pairs: distinct(rows.length, (i) => [rows.left[i]!, rows.right[i]!].sort().join()),
    prompts: distinct(rows.length, (i) => rows.prompt[i]!),
    raters: distinct(rows.length, (i) => rows.rater[i]!),
    ties: rows.preference.filter((preference) => preference === 0).length,
    by_pair: byPair(
      rows,
      meta.models.map(({ model }) => model),
      notes,
    ),
    ...{ left: share('left'), longer: share('longer'), proxy: share('proxy'), goal: share('goal') },
  }
}

/** How often what is on the side at stake is preferred; comparisons without such a side are left out. */
function preferredSide(rows: Compared, side: Float64Array, field: string, notes: Notes): Preferred {
  const places = [...side.keys()].filter((i) => Math.abs(side[i]!) > 0)
  const prompts = Float64Array.from(places, (i) => rows.prompt[i]!)
  // 1 where it is preferred, 0 where the other is, ½ where neither.
  const wins = Float64Array.from(places, (i) => (1 + Math.sign(rows.preference[i]! * side[i]!)) / 2)
  const [sums] = clusterSums(prompts, [wins])
  const { estimate, ci } = preferenceShare(sums!.counts, sums!.sums[0]!)
  const found = { n: places.length, prompts: sums!.counts.length }
  const why = tooFew(found.n, found.prompts, MINIMA.mean, 'comparisons')
  if (why) notes.add(field, why)
  return why ? { ...found, share: null, ci: null } : { ...found, share: estimate, ci }
}

/** Every two models that met, in the order of their names; how often the first is preferred. */
function byPair(rows: Compared, models: readonly string[], notes: Notes): ModelPair[] {
  const met = new Map<string, [number, number]>()
  for (let i = 0; i < rows.length; i++) {
    const [first, second] = [rows.leftModel[i]!, rows.rightModel[i]!].sort((a, b) => a - b)
    met.set(`${first} ${second}`, [first!, second!])
  }
  return [...met.values()]
    .sort((a, b) => a[0] - b[0] || a[1] - b[1])
    .map(([a, b]) => {
      const [first, second] = [models[a]!, models[b]!]
      const side = rows.leftModel.map((left, i) => {
        const right = rows.rightModel[i]!
        if (left === a && right === b) return -1
        return left === b && right === a ? 1 : 0
      })
      return { first, second, ...preferredSide(rows, side, `comparisons.by_pair.${first} ${second}`, notes) }
    })
}

/** The comparisons, by prompt, with the differences right − left of what is known of the outputs. */
async function readCompared(connection: DuckDBConnection, asked: Asked): Promise<Compared> {
  const { snapshot, contrast, selection } = asked
  const { values, withHuman, from, proxy, humanMean } = sourceOf(asked)
  const words = snapshot.meta.features.some(({ key }) => key === 'words') ? 'f."words"' : 'NULL::DOUBLE'
  const conditions = ['d.counted', `d.criterion = ${values.bind(contrast.criterion)}`]
  if (selection.rater_group.length > 0)
    conditions.push(`d."group" IN ${values.bindAll(selection.rater_group)}`)
  const judged = `judged AS (SELECT f.output_no, ${proxy} AS proxy, any_value(${humanMean}) AS goal, any_value(${words}) AS words
    ${from} GROUP BY f.output_no)`
  const sql = `${withHuman ? `${withHuman}, ${judged}` : `WITH ${judged}`}
    SELECT d.prompt_no, d.left_output_no, d.right_output_no, d.left_model_no, d.right_model_no, d.rater_no, d.preference,
      r.proxy - l.proxy, r.goal - l.goal, r.words - l.words
    FROM read_parquet(${values.bind(snapshot.comparisons)}) d
    JOIN judged l ON l.output_no = d.left_output_no JOIN judged r ON r.output_no = d.right_output_no
    WHERE ${conditions.join(' AND ')}
    ORDER BY d.prompt_no, d.left_output_no, d.right_output_no, d.rater_no, d.rated_at`
  return readColumns(connection, { sql, values: values.list }, NAMES)
}

function distinct(length: number, keyOf: (i: number) => string | number): number {
  return new Set(Array.from({ length }, (_, i) => keyOf(i))).size
}
