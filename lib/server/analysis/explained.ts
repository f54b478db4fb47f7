import type { FeatureRegression } from '@/lib/domain/report-features'
import { FEATURE_GROUPS } from '@/lib/features/definition'
import type { Cluster, Totals } from '@/lib/stats/regression/cluster'
import { clusteredRegression } from '@/lib/stats/regression/clustered-regression'
import type { ColumnDesign } from '@/lib/stats/regression/column-design'
import { termContrast } from '@/lib/stats/regression/column-regression'
import { lmgShares } from '@/lib/stats/regression/lmg-shares'
import { holm } from '@/lib/stats/regression/p-adjust'
import { mean } from '@/lib/stats/sum'
import type { FeatureColumn } from './feature-columns'
import type { FeatureDesign } from './feature-design'

/** Up to so many prompts and outputs the joint test of all features is computed; it grows with features² × terms². */
const JOINT_TO = { prompts: 500, outputs: 20_000 }

/**
 * Whether inflation goes with any of the features at all: the HTZ test, or, where there are many prompts or it has too
 * few, Holm's smallest p over the features. Null where no feature has a p.
 */
export function jointTestOf(
  design: FeatureDesign,
  outcome: number,
  p: readonly (number | null)[],
): FeatureRegression['joint_test'] {
  const prompts = design.starts.length - 1
  if (prompts <= JOINT_TO.prompts && design.outcomes[outcome]!.length <= JOINT_TO.outputs) {
    const all = design.columns.map((_, j) => termContrast(design.groups + j, design))
    const options = { contrasts: all, jointTests: [all.map((_, j) => j)] }
    const [test] = clusteredRegression(clustersOf(design, outcome), design.terms, options).outcomes[0]!
      .jointTests
    if (test && test.p !== null)
      return { method: 'htz', f: test.f, df_num: test.dfNum, df_denom: test.dfDenom, p: test.p }
  }
  const adjusted = holm(p).filter((value) => value !== null)
  if (adjusted.length === 0) return null
  return { method: 'holm', f: null, df_num: adjusted.length, df_denom: null, p: Math.min(...adjusted) }
}

function clustersOf({ starts, group, groups, columns, outcomes }: ColumnDesign, outcome: number): Cluster[] {
  const width = groups + columns.length
  return Array.from({ length: starts.length - 1 }, (_, g) => {
    const [from, to] = [starts[g]!, starts[g + 1]!]
    const x = new Float64Array((to - from) * width)
    for (let row = from; row < to; row++) {
      const at = (row - from) * width
      if (group) x[at + group[row]!] = 1
      for (let k = 0; k < columns.length; k++) x[at + groups + k] = columns[k]![row]!
    }
    return { x, y: [outcomes[outcome]!.subarray(from, to)] }
  })
}

/** Shares of the variance of an outcome. */
export type Explained = {
  models: number
  features: number
  byFeature: number[]
  byGroup: { group: string; r2_share: number }[]
}

/**
 * What models and, beyond them, features explain of an outcome's variance, and how the latter divides (LMG): feature by
 * feature, and by group of features.
 *
 * @param whole the outcome before models' means were taken out.
 */
export function explainedBy(
  totals: Totals,
  design: FeatureDesign,
  outcome: number,
  whole: Float64Array,
  columns: readonly FeatureColumn[],
): Explained | null {
  const total = squaresAboutMean(whole)
  if (!(total > 0)) return null
  const k = columns.length
  const { cross, right, left } = withinModels(totals, design, outcome)
  // The outcome's own entry is its whole variance: shares are then of all that varies, with the models taken out.
  const size = k + 1
  const covariance = new Float64Array(size * size)
  covariance[0] = total
  for (let i = 0; i < k; i++) {
    covariance[i + 1] = covariance[(i + 1) * size] = right[i]!
    for (let j = 0; j < k; j++) covariance[(i + 1) * size + j + 1] = cross[i * k + j]!
  }
  const groups = FEATURE_GROUPS.map(({ key }) => ({
    group: key,
    members: columns.flatMap(({ feature }, i) => (feature.group === key ? i + 1 : [])),
  })).filter(({ members }) => members.length > 0)
  const single = lmgShares(
    covariance,
    size,
    columns.map((_, i) => [i + 1]),
  )
  const grouped = lmgShares(
    covariance,
    size,
    groups.map(({ members }) => members),
  )
  if (single.shares === null || grouped.shares === null || single.r2 === null) return null
  return {
    models: 1 - left / total,
    features: single.r2,
    byFeature: single.shares,
    byGroup: groups.map(({ group }, i) => ({ group, r2_share: grouped.shares![i]! })),
  }
}

/** Cross-products about the means of models, of the columns and with an outcome; `left` is the outcome's own. */
function withinModels({ cross, right, yy }: Totals, { groups, columns }: ColumnDesign, outcome: number) {
  const width = groups + columns.length
  const k = columns.length
  const y = right[outcome]!
  const within = { cross: new Float64Array(k * k), right: new Float64Array(k), left: yy[outcome]! }
  for (let i = 0; i < k; i++) {
    for (let j = 0; j < k; j++) within.cross[i * k + j] = cross[(groups + i) * width + groups + j]!
    within.right[i] = y[groups + i]!
  }
  for (let g = 0; g < groups; g++) {
    const count = cross[g * width + g]!
    for (let i = 0; i < k; i++) {
      const sum = cross[(groups + i) * width + g]!
      for (let j = 0; j < k; j++) within.cross[i * k + j]! -= (sum * cross[(groups + j) * width + g]!) / count
      within.right[i]! -= (sum * y[g]!) / count
    }
    within.left -= y[g]! ** 2 / count
  }
  return within
}

function squaresAboutMean(values: Float64Array): number {
  const centre = mean(values) ?? 0
  let squares = 0
  for (let i = 0; i < values.length; i++) squares += (values[i]! - centre) ** 2
  return squares
}
