import type { DuckDBConnection } from '@duckdb/node-api'
import { readColumns } from '@/lib/server/snapshot/read'
import { IN_MEANS } from '@/lib/server/snapshot/record'
import type { Estimate } from '@/lib/stats/estimate'
import { twoWayClusteredMean } from '@/lib/stats/two-way-mean'
import { ratingSource } from './agreement-ratings'
import { MINIMA } from './notes'
import { placesOf, type Rows } from './rows'
import type { Selected } from './selected'
import { Values } from './selection'
import type { Asked } from './source'

/** The human ratings behind the rows: one entry a rating that counts; those of an output stand together, by rater. */
export type Ratings = {
  /** The place of the rating's output among the rows. */
  row: Int32Array
  rater: Int32Array
  unit: Float64Array
  /** Whether it was imported, and whether it is an extra or a further one: bits. */
  marks: Uint8Array
}

const NAMES = ['output', 'rater', 'unit', 'marks'] as const
const IMPORTED = 1
const EXTRA = 2
const ADJUDICATION = 4

/** All ratings that make up the human means of the rows; none where neither side is human. */
export async function readRatings(
  connection: DuckDBConnection,
  { snapshot, contrast, selection }: Asked,
  rows: Rows,
): Promise<Ratings> {
  const values = new Values()
  const from = `read_parquet(${values.bind(snapshot.ratings)})`
  const conditions = ['counted', `criterion = ${values.bind(contrast.criterion)}`]
  if (!isHuman(contrast)) conditions.push('false')
  if (selection.rater_group.length > 0) conditions.push(`"group" IN ${values.bindAll(selection.rater_group)}`)
  // No ORDER BY: the file is sorted by criterion, prompt, output and rater, and one thread keeps its order.
  const marks = `CASE source WHEN 'import' THEN ${IMPORTED} ELSE 0 END + CASE purpose WHEN 'extra' THEN ${EXTRA} WHEN 'adjudication' THEN ${ADJUDICATION} ELSE 0 END`
  const sql = `SELECT output_no, rater_no, unit, (${marks})::INTEGER FROM ${from} WHERE ${conditions.join(' AND ')}`
  const query = { sql, values: values.list }
  const read = await readColumns(connection, query, NAMES, snapshot.meta.counts.ratings)
  const places = placesOf(rows)
  const row = new Int32Array(read.length)
  for (let i = 0; i < read.length; i++) row[i] = places[read.output[i]!] ?? -1
  return some({ ...read, row })
}

function isHuman({ signal, goal }: Asked['contrast']): boolean {
  return goal === 'human' || signal === 'human'
}

/** Those of some of the rows. @param among for each row its place among these, or −1. */
export function ratingsAmong({ row, ...all }: Ratings, among: Int32Array): Ratings {
  const own = new Int32Array(row.length)
  for (let i = 0; i < row.length; i++) own[i] = among[row[i]!]!
  return some({ ...all, row: own })
}

/** Without those of row −1. */
function some(all: { row: Int32Array } & Record<'rater' | 'unit' | 'marks', ArrayLike<number>>): Ratings {
  let size = 0
  for (let i = 0; i < all.row.length; i++) if (all.row[i]! >= 0) size += 1
  const row = new Int32Array(size)
  const rater = new Int32Array(size)
  const unit = new Float64Array(size)
  const marks = new Uint8Array(size)
  let at = 0
  for (let i = 0; i < all.row.length; i++) {
    if (all.row[i]! < 0) continue
    row[at] = all.row[i]!
    rater[at] = all.rater[i]!
    unit[at] = all.unit[i]!
    marks[at++] = all.marks[i]!
  }
  return { row, rater, unit, marks }
}

/** How many raters and ratings stand behind the rows. */
export function countRatings({ rater, marks }: Ratings) {
  let imported = 0
  let extra = 0
  let adjudication = 0
  for (let i = 0; i < marks.length; i++) {
    if (marks[i]! & IMPORTED) imported += 1
    if (marks[i]! & EXTRA) extra += 1
    if (marks[i]! & ADJUDICATION) adjudication += 1
  }
  return { raters: countDistinct(rater), ratings: rater.length, imported, extra, adjudication }
}

/**
 * What raters gave whose work is set aside: rater and output of each rating, none where neither side is human; and of each
 * comparison, with both outputs.
 */
export type SetAside = {
  ratings: { output: Float64Array; rater: Float64Array }
  comparisons: { left: Float64Array; right: Float64Array; rater: Float64Array }
}

export async function readSetAside(connection: DuckDBConnection, asked: Asked): Promise<SetAside> {
  const { values, from } = ratingSource(
    asked,
    `set_aside AND purpose ${IN_MEANS}${isHuman(asked.contrast) ? '' : ' AND false'}`,
  )
  const ratings = await readColumns(
    connection,
    { sql: `SELECT output_no, rater_no ${from}`, values: values.list },
    ['output', 'rater'],
  )
  const { snapshot, contrast, selection } = asked
  const compared = new Values()
  const groups =
    selection.rater_group.length > 0 ? `AND "group" IN ${compared.bindAll(selection.rater_group)}` : ''
  const sql = `SELECT left_output_no, right_output_no, rater_no FROM read_parquet(${compared.bind(snapshot.comparisons)})
    WHERE set_aside AND criterion = ${compared.bind(contrast.criterion)} ${groups}`
  const comparisons = await readColumns(connection, { sql, values: compared.list }, [
    'left',
    'right',
    'rater',
  ])
  return { ratings, comparisons }
}

/** How many of them are of selected outputs, and by how many raters. A comparison counts where both outputs are selected. */
export function countSetAside({ ratings, comparisons }: SetAside, selected: Selected) {
  const isSelected = (output: number) => selected === null || selected[output] === 1
  const rated = ratings.rater.filter((_, i) => isSelected(ratings.output[i]!))
  const compared = comparisons.rater.filter(
    (_, i) => isSelected(comparisons.left[i]!) && isSelected(comparisons.right[i]!),
  )
  return {
    set_aside_raters: new Set([...rated, ...compared]).size,
    set_aside_ratings: rated.length,
    set_aside_comparisons: compared.length,
  }
}

function countDistinct(numbers: Int32Array): number {
  let last = -1
  for (let i = 0; i < numbers.length; i++) if (numbers[i]! > last) last = numbers[i]!
  const seen = new Uint8Array(last + 1)
  let distinct = 0
  for (let i = 0; i < numbers.length; i++) {
    distinct += 1 - seen[numbers[i]!]!
    seen[numbers[i]!] = 1
  }
  return distinct
}

/**
 * Mean inflation clustered by prompt and by rater. Every rating is a row of weight 1 / (raters of the output × ratings
 * by this rater of it), so that the mean is the headline's. From five raters on.
 */
export function inflationForRatersLikeThese(
  rows: Rows,
  ratings: Ratings,
  contrast: Asked['contrast'],
): Estimate | { reason: string } {
  if (!isHuman(contrast)) return { reason: 'the goal is the verified label, not the raters' }
  const raters = countDistinct(ratings.rater)
  if (raters < MINIMA.raters)
    return { reason: `not enough data: ${raters} of at least ${MINIMA.raters} raters` }
  const weights = ratingWeights(ratings, rows)
  const humanIsGoal = contrast.goal === 'human'
  const weightedSums = new Float64Array(weights.length)
  const prompts = new Float64Array(weights.length)
  for (let i = 0; i < weights.length; i++) {
    const at = ratings.row[i]!
    const unit = ratings.unit[i]!
    weightedSums[i] = weights[i]! * (humanIsGoal ? rows.proxy[at]! - unit : unit - rows.goal[at]!)
    prompts[i] = rows.prompt[at]!
  }
  return twoWayClusteredMean({ prompts, raters: ratings.rater, weights, weightedSums })
}

function ratingWeights({ row, rater }: Ratings, rows: Rows): Float64Array {
  const weights = new Float64Array(row.length)
  for (let start = 0, end = 0; start < row.length; start = end) {
    let raters = 0
    for (end = start; end < row.length && row[end] === row[start]; end++)
      if (end === start || rater[end] !== rater[end - 1]) raters += 1
    for (let i = start, next = i; i < end; i = next) {
      while (next < end && rater[next] === rater[i]) next += 1
      const weight = rows.weight[row[i]!]! / raters / (next - i)
      for (let k = i; k < next; k++) weights[k] = weight
    }
  }
  return weights
}
