import { type Slice, type Slices, standsOut } from '@/lib/domain/report-slices'
import { clusteredMean } from '@/lib/stats/clustered-mean'
import { holm } from '@/lib/stats/regression/p-adjust'
import { differencesFromRest } from '@/lib/stats/segment-differences'
import { mean } from '@/lib/stats/sum'
import { clusterSums } from './cluster-sums'
import { DIFFERENCE, unequalWeights, within } from './mean'
import { MINIMA, NO_COMMON_SCALE, type Notes, tooFew } from './notes'
import type { Rows } from './rows'
import { dimensionsOf, type Segment, segmentsOf } from './slice-segments'
import type { Asked } from './source'

/** Features of the regression whose quarters are looked at: each more would take power from every slice. */
const SLICED_FEATURES = ['words', 'hedge_rate', 'booster_rate', 'list_items']

/** How many slices are shown, and how many where none stands out. */
const SHOWN = 10
const SHOWN_IF_NONE = 5

/**
 * The slices with the largest inflation. Each is compared with all other outputs of the question (CR2 clustered by
 * prompt), and its p-value corrected for all that were looked at (Holm). Null with a note where that cannot be done.
 */
export function slicesOf(
  rows: Rows,
  tagged: ReadonlyMap<string, Int32Array>,
  asked: Asked,
  notes: Notes,
): Slices | null {
  const features = SLICED_FEATURES.filter((feature) => rows.features.has(feature))
  const why = whyNot(rows, asked.contrast.common_scale)
  if (why) {
    notes.add('slices', why)
    return null
  }
  const models = asked.snapshot.meta.models.map(({ model }) => model)
  const dimensions = dimensionsOf(rows, models, tagged, features)
  const { segments, membership } = segmentsOf(dimensions)
  const differences = differencesFromRest(rows.prompt, rows.inflation, membership)
  const tested = segments.flatMap((segment, i) => {
    const difference = differences[i]!
    const { n, clusters, estimate, ci, p } = difference
    if (estimate === null || ci === null || tooFew(n, clusters, MINIMA.mean)) return []
    return { segment, n, prompts: clusters, difference: estimate, difference_ci: ci, p }
  })
  const adjusted = holm(tested.map(({ p }) => p))
  const overall = mean(rows.inflation)!
  const above = tested
    .map((one, i) => ({ ...one, p_adjusted: adjusted[i]! }))
    .filter(({ difference }) => difference > 0)
    // The slice's own mean: overall = share × mean + (1 − share) × (mean − difference).
    .map((one) => ({ ...one, inflation: overall + one.difference * (1 - one.n / rows.length) }))
    .sort((a, b) => Number(standsOut(b)) - Number(standsOut(a)) || b.inflation - a.inflation)
  const found = above.filter(standsOut).slice(0, SHOWN)
  const shown = found.length > 0 ? found : above.slice(0, SHOWN_IF_NONE)
  return {
    tested: tested.length,
    features,
    rows: shown.map(({ segment, ...slice }) => ({
      ...nameOf(segment),
      ...slice,
      ci: intervalOf(rows, segment),
    })),
  }
}

function whyNot(rows: Rows, commonScale: boolean): string | null {
  if (!commonScale) return NO_COMMON_SCALE
  if (unequalWeights(rows.weight)) return 'outputs were sampled with unequal chances: slices are not compared'
  // Enough for a slice and for the rest.
  return tooFew(rows.length, Number.POSITIVE_INFINITY, { outputs: 2 * MINIMA.mean.outputs, prompts: 0 })
}

function nameOf({ parts }: Segment): Pick<Slice, 'model' | 'tag' | 'where'> {
  const named: Pick<Slice, 'model' | 'tag' | 'where'> = { model: null, tag: null, where: [] }
  for (const part of parts) {
    if ('model' in part) named.model = part.model
    else if ('tag' in part) named.tag = part.tag
    else named.where.push(part.range)
  }
  return named
}

function intervalOf({ prompt, inflation, length }: Rows, { codes }: Segment): Slice['ci'] {
  const prompts = new Float64Array(length)
  const values = new Float64Array(length)
  let n = 0
  const [first, second = first] = codes
  for (let i = 0; i < length; i++) {
    if (first!.of[i] !== first!.is || second!.of[i] !== second!.is) continue
    prompts[n] = prompt[i]!
    values[n++] = inflation[i]!
  }
  const [sums] = clusterSums(prompts.subarray(0, n), [values.subarray(0, n)])
  return within(clusteredMean(sums!.counts, sums!.sums[0]!).ci, DIFFERENCE)
}
