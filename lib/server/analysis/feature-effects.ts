import type { Interval, Report, ResolvedContrast } from '@/lib/domain/report'
import type { Effect, FeatureEffect } from '@/lib/domain/report-features'
import type { SnapshotMeta } from '@/lib/server/snapshot/meta'
import type { Estimate } from '@/lib/stats/estimate'
import {
  type ColumnRegression,
  columnRegression,
  termContrast,
} from '@/lib/stats/regression/column-regression'
import { benjaminiHochberg, holm } from '@/lib/stats/regression/p-adjust'
import { explainedBy, jointTestOf } from './explained'
import {
  type FeatureColumn,
  type FeatureColumns,
  featureColumns,
  regressionFeatures,
} from './feature-columns'
import { type FeatureDesign, featureDesign, someRows } from './feature-design'
import { gather } from './gather'
import { MINIMA, NO_COMMON_SCALE, type Notes } from './notes'
import type { Rows } from './rows'

/** The hypotheses that were named before any data was seen: Holm over these, Benjamini–Hochberg over all others. */
const CONFIRMATORY = ['words', 'booster_rate', 'list_items']

/** Up to here a joint test says that features explain something. */
const LEVEL = 0.05

/** What one outcome's effects are called in the report. */
type Outcome = 'proxy' | 'goal' | 'inflation' | 'verified'

type ControlledMean = { estimate: number; se: number; df: number; ci: Interval }

/** Each model's inflation at the features of all outputs, by the snapshot's number of the model; or why it has none. */
export type Controlled = { why: string } | { of: Map<number, ControlledMean | { why: string }> }

type Section = Pick<Report, 'features' | 'feature_regression'> & { controlled: Controlled }

/**
 * How proxy, goal and inflation go with the surface features of the text: one regression of each on all features at once
 * and a term for each model, over the same outputs; and of the verified label over those that have one. CR2 errors
 * clustered by prompt. Sections that cannot be computed are empty or null, and noted.
 */
export function featureEffects(
  rows: Rows,
  meta: Pick<SnapshotMeta, 'features'>,
  contrast: ResolvedContrast,
  notes: Notes,
): Section {
  const prepared = featureColumns(rows, regressionFeatures(meta), notes)
  const design = featureDesign(rows, prepared, [rows.proxy, rows.goal, rows.inflation])
  const why = tooFewFor(design, prepared)
  if (why) {
    notes.add('feature_regression', why)
    return { features: [], feature_regression: null, controlled: { why } }
  }
  const { columns } = prepared
  const fit = fitOf(design, columns)
  noteCollinear(fit, design, columns, notes)
  const kept = columns.filter(({ feature }) => !fit.dropped.some(({ term }) => term === feature.key))
  const of = (outcome: Outcome, estimates: readonly Estimate[]) =>
    effectsOf(outcome, columns, kept, estimates, notes)
  const effects: Record<Outcome, (Effect | null)[]> = {
    proxy: of('proxy', fit.estimates[0]!),
    goal: of('goal', fit.estimates[1]!),
    inflation: contrast.common_scale ? of('inflation', fit.estimates[2]!) : without(kept, notes),
    verified: [],
  }
  const verified = contrast.goal === 'verified' ? 'goal' : verifiedFit(rows, prepared, notes)
  effects.verified =
    verified === 'goal'
      ? effects.goal
      : verified
        ? of('verified', verified.estimates[0]!)
        : kept.map(() => null)
  const { shares, ...regression } = explained(
    fit,
    design,
    rows,
    prepared,
    kept,
    effects.inflation,
    notes,
    contrast,
  )
  return {
    features: kept.map(({ feature, mean, sd }, i) => ({
      feature: feature.key,
      group: feature.group,
      transform: feature.transform,
      mean,
      sd,
      effect_on_inflation: effects.inflation[i]!,
      effect_on_proxy: effects.proxy[i]!,
      effect_on_goal: effects.goal[i]!,
      effect_on_verified: effects.verified[i]!,
      effect_per_doubling: perDoubling(effects, i, kept[i]!),
      r2_share: shares?.[i] ?? null,
    })),
    feature_regression: {
      n: fit.n,
      prompts: fit.clusters,
      models: design.modelCount,
      verified:
        verified === 'goal'
          ? { n: fit.n, prompts: fit.clusters }
          : verified && { n: verified.n, prompts: verified.clusters },
      ...regression,
    },
    controlled: controlledOf(fit, design, columns.length, contrast.common_scale),
  }
}

/** Effects of the features, then the models' own levels. */
function fitOf(design: FeatureDesign, columns: readonly FeatureColumn[]): ColumnRegression {
  const contrasts = [
    ...columns.map((_, j) => termContrast(design.groups + j, design)),
    ...design.models.map((_, m) => termContrast(m, design)),
  ]
  return columnRegression(design, design.terms, contrasts)
}

function tooFewFor({ modelCount }: FeatureDesign, { rows, columns }: FeatureColumns): string | null {
  const least = MINIMA.regression.outputsPerTerm * (modelCount + Math.max(1, columns.length))
  if (rows.length < least)
    return `not enough data: ${rows.length} of at least ${least} outputs, five for each model and feature`
  return columns.length === 0 ? 'no feature varies enough' : null
}

/** The effects of the kept features on an outcome, corrected for their number; what rests on too little is null. */
function effectsOf(
  outcome: Outcome,
  columns: readonly FeatureColumn[],
  kept: readonly FeatureColumn[],
  estimates: readonly Estimate[],
  notes: Notes,
): (Effect | null)[] {
  const raw = kept.map((column) => {
    const { estimate, se, df, ci, p, reason } = estimates[columns.indexOf(column)]!
    const field = `features.${column.feature.key}.effect_on_${outcome}`
    if (estimate === null || se === null || df === null) notes.add(field, reason ?? 'not computable')
    else if (df < MINIMA.regression.df)
      notes.add(field, `rests on too few prompts: ${df.toFixed(1)} degrees of freedom of at least 4`)
    else return { estimate, se, df, ci, p }
    return null
  })
  const isConfirmatory = kept.map(({ feature }) => CONFIRMATORY.includes(feature.key))
  const named = holm(raw.map((effect, i) => (isConfirmatory[i] ? (effect?.p ?? null) : null)))
  const others = benjaminiHochberg(raw.map((effect, i) => (isConfirmatory[i] ? null : (effect?.p ?? null))))
  return raw.map((effect, i) => effect && { ...effect, p_adjusted: named[i] ?? others[i] ?? null })
}

function without(kept: readonly FeatureColumn[], notes: Notes): null[] {
  return kept.map(({ feature }) => {
    notes.add(`features.${feature.key}.effect_on_inflation`, NO_COMMON_SCALE)
    return null
  })
}

/** The same design fitted to the outputs that have a verified label. */
function verifiedFit(rows: Rows, prepared: FeatureColumns, notes: Notes): ColumnRegression | null {
  const some = someRows(prepared, (row) => !Number.isNaN(rows.verified[row]!))
  const field = 'feature_regression.verified'
  if (some.rows.length === 0) {
    notes.add(field, 'no output has a verified label')
    return null
  }
  const design = featureDesign(rows, some, [rows.verified])
  const why = tooFewFor(design, some)
  if (why) {
    notes.add(field, why.replace('outputs', 'verified outputs'))
    return null
  }
  return fitOf(design, some.columns)
}

function perDoubling(
  effects: Record<Outcome, (Effect | null)[]>,
  at: number,
  { feature, sd }: FeatureColumn,
): FeatureEffect['effect_per_doubling'] {
  if (feature.transform !== 'log' && feature.transform !== 'log1p') return null
  const times = Math.LN2 / sd
  const scaled = (outcome: Outcome) => {
    const effect = effects[outcome][at]
    if (!effect) return null
    const { estimate, ci } = effect
    const limits: Effect['ci'] = ci && [ci[0] * times, ci[1] * times]
    return { estimate: estimate * times, ci: limits }
  }
  return {
    inflation: scaled('inflation'),
    proxy: scaled('proxy'),
    goal: scaled('goal'),
    verified: scaled('verified'),
  }
}

/** What the features explain of inflation, told only where they explain anything. */
function explained(
  { totals }: ColumnRegression,
  design: FeatureDesign,
  rows: Rows,
  prepared: FeatureColumns,
  kept: readonly FeatureColumn[],
  inflation: readonly (Effect | null)[],
  notes: Notes,
  { common_scale }: ResolvedContrast,
) {
  const field = 'feature_regression.r2_by_group'
  const nothing = { r2_models: null, r2_features: null, r2_by_group: null, joint_test: null, shares: null }
  if (!common_scale) {
    notes.add(field, NO_COMMON_SCALE)
    return nothing
  }
  const joint_test = jointTestOf(
    design,
    2,
    inflation.map((effect) => effect?.p ?? null),
  )
  const whole = gather(rows.inflation, prepared.rows)
  const found = explainedBy(totals, design, 2, whole, prepared.columns)
  if (found === null) {
    notes.add(field, 'inflation is the same for every output')
    return { ...nothing, joint_test }
  }
  const r2 = { r2_models: found.models, r2_features: found.features, joint_test }
  if (joint_test === null || joint_test.p >= LEVEL) {
    notes.add(field, 'inflation does not go with these features by more than chance')
    return { ...r2, r2_by_group: null, shares: null }
  }
  const shares = kept.map((column) => found.byFeature[prepared.columns.indexOf(column)]!)
  return { ...r2, r2_by_group: found.byGroup, shares }
}

function controlledOf(
  { estimates }: ColumnRegression,
  { models, modelCount }: FeatureDesign,
  features: number,
  commonScale: boolean,
): Controlled {
  if (!commonScale) return { why: NO_COMMON_SCALE }
  if (models.length === 0) return { why: `${modelCount} models are too many for a term each` }
  const of = new Map<number, ControlledMean | { why: string }>()
  models.forEach((model, m) => {
    const { estimate, se, df, ci, reason } = estimates[2]![features + m]!
    if (estimate === null || se === null || df === null) of.set(model, { why: reason ?? 'not computable' })
    else if (df < MINIMA.regression.df) of.set(model, { why: 'rests on too few prompts' })
    else of.set(model, { estimate, se, df, ci })
  })
  return { of }
}

/** Says of each column that the regression dropped what it is a combination of. */
function noteCollinear(
  { dropped, totals }: ColumnRegression,
  { groups, terms }: FeatureDesign,
  columns: readonly FeatureColumn[],
  notes: Notes,
): void {
  const width = terms.length
  const cross = (i: number, j: number) => totals.cross[i * width + j]!
  for (const { term } of dropped) {
    const own = terms.indexOf(term)
    const twin = columns.find(({ feature }, k) => {
      const other = groups + k
      const r = cross(own, other) / Math.sqrt(cross(own, own) * cross(other, other))
      return other < own && feature.key !== term && Math.abs(r) > 0.999
    })
    const why = twin
      ? `collinear with ${twin.feature.key}`
      : 'collinear: it follows from the model and the features before it'
    notes.add(`features.${term}`, `left out: ${why}`)
  }
}
