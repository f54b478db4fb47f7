import type { Bin, Interval, JointCell, ModelRow } from '@/lib/domain/report'
import type { FeatureEffect } from '@/lib/domain/report-features'
import type { GatePoint } from '@/lib/domain/report-gate'
import type { Answer } from '@/lib/server/analysis/report'
import { type Cell, csvLine } from './cells'

/** A column of a table of the report, or the two columns `…_lo` and `…_hi` of an interval. */
export type Column<Row> =
  | { name: string; cell: (row: Row) => Cell }
  | { name: string; interval: (row: Row) => Interval }

const MODEL_COLUMNS: Column<ModelRow>[] = [
  ...cells<ModelRow>('model', 'family', 'n', 'prompts'),
  ...cells<ModelRow>('proxy_mean'),
  ...intervals<ModelRow>('proxy_mean_ci'),
  ...cells<ModelRow>('goal_mean'),
  ...intervals<ModelRow>('goal_mean_ci'),
  ...cells<ModelRow>('inflation', 'se', 'df'),
  ...intervals<ModelRow>('ci'),
  ...cells<ModelRow>('p_wild'),
  ...parts<ModelRow>('controlled', ({ controlled }) => controlled, ['estimate', 'se', 'df']),
]

const EFFECTS = ['inflation', 'proxy', 'goal', 'verified'] as const

const FEATURE_COLUMNS: Column<FeatureEffect>[] = [
  ...cells<FeatureEffect>('feature', 'group', 'transform', 'mean', 'sd'),
  ...EFFECTS.flatMap((outcome) =>
    parts<FeatureEffect>(`effect_on_${outcome}`, (row) => row[`effect_on_${outcome}`], [
      ...(['estimate', 'se', 'df', 'p', 'p_adjusted'] as const),
    ]),
  ),
  ...EFFECTS.flatMap((outcome) =>
    parts<FeatureEffect>(
      `effect_per_doubling_${outcome}`,
      (row) => row.effect_per_doubling?.[outcome] ?? null,
      ['estimate'],
    ),
  ),
  ...cells<FeatureEffect>('r2_share'),
]

type FeatureBin = Bin & { feature: string; held_equal: string }

const BIN_COLUMNS: Column<FeatureBin>[] = [
  ...cells<FeatureBin>('feature', 'lo', 'hi', 'n', 'x_mean', 'proxy_mean'),
  ...intervals<FeatureBin>('proxy_ci'),
  ...cells<FeatureBin>('goal_mean'),
  ...intervals<FeatureBin>('goal_ci'),
  ...cells<FeatureBin>('inflation'),
  ...intervals<FeatureBin>('ci'),
  ...cells<FeatureBin>('held_equal'),
]

const JOINT_COLUMNS: Column<JointCell>[] = [
  ...cells<JointCell>('proxy'),
  ...intervals<JointCell>('proxy_range'),
  ...cells<JointCell>('goal'),
  ...intervals<JointCell>('goal_range'),
  ...cells<JointCell>('n'),
]

const POINT_COLUMNS: Column<GatePoint>[] = [
  ...cells<GatePoint>('t', 'outputs', 'pass_rate'),
  ...intervals<GatePoint>('pass_rate_ci'),
  ...cells<GatePoint>('n', 'rejected', 'false_accept_rate'),
  ...intervals<GatePoint>('ci'),
  ...cells<GatePoint>('recall'),
  ...intervals<GatePoint>('recall_ci'),
  ...cells<GatePoint>('false_reject_rate'),
  ...intervals<GatePoint>('false_reject_rate_ci'),
  ...cells<GatePoint>('false_positive_rate'),
  ...intervals<GatePoint>('false_positive_rate_ci'),
]

export const BY_MODEL_COLUMNS = MODEL_COLUMNS.flatMap(namesOf).concat('criterion')
export const FEATURES_COLUMNS = FEATURE_COLUMNS.flatMap(namesOf).concat('criterion')
export const BINS_COLUMNS = BIN_COLUMNS.flatMap(namesOf).concat('criterion')
export const JOINT_CELL_COLUMNS = JOINT_COLUMNS.flatMap(namesOf).concat('criterion')
export const GATE_COLUMNS = POINT_COLUMNS.flatMap(namesOf).concat('criterion')

/** Last in each table: which criterion it is of. */
const CRITERION = { name: 'criterion', cell: ({ criterion }: { criterion: string }) => criterion }

/** The rows with the criterion of the answer. */
function ofCriterion<Row>(rows: readonly Row[], { contrast }: Answer): (Row & { criterion: string })[] {
  return rows.map((row) => ({ ...row, criterion: contrast.criterion }))
}

/** `by-model.csv`: the report's `by_model`. */
export function byModelCsv(answer: Answer, raw: boolean): string {
  return tableCsv([...MODEL_COLUMNS, CRITERION], ofCriterion(answer.by_model, answer), raw)
}

/** `features.csv`: the report's `features`. */
export function featuresCsv(answer: Answer, raw: boolean): string {
  return tableCsv([...FEATURE_COLUMNS, CRITERION], ofCriterion(answer.features, answer), raw)
}

/** `bins.csv`: the report's `bins`, in the order of its features and from low to high. */
export function binsCsv(answer: Answer, control: readonly string[], raw: boolean): string {
  const rows = Object.entries(answer.bins).flatMap(([feature, own]) => {
    const held_equal = control.filter((key) => key !== feature).join(';')
    return own.map((bin) => ({ feature, held_equal, ...bin }))
  })
  return tableCsv([...BIN_COLUMNS, CRITERION], ofCriterion(rows, answer), raw)
}

/** `joint.csv`: the report's `joint`, by proxy, then by goal. */
export function jointCsv(answer: Answer, raw: boolean): string {
  return tableCsv([...JOINT_COLUMNS, CRITERION], ofCriterion(answer.joint, answer), raw)
}

/** `gate.csv`: the curve of the report's `gate`, thresholds ascending. */
export function gateCsv(answer: Answer, raw: boolean): string {
  return tableCsv([...POINT_COLUMNS, CRITERION], ofCriterion(answer.gate.curve, answer), raw)
}

export function tableCsv<Row>(columns: Column<Row>[], rows: Row[], raw: boolean): string {
  const lines = rows.map((row) =>
    columns.flatMap((column) =>
      'cell' in column ? column.cell(row) : (column.interval(row) ?? [null, null]),
    ),
  )
  return [columns.flatMap(namesOf), ...lines].map((line) => csvLine(line, raw)).join('')
}

export function namesOf<Row>(column: Column<Row>): string[] {
  return 'cell' in column ? [column.name] : [`${column.name}_lo`, `${column.name}_hi`]
}

type KeysOf<Row, Value> = { [K in keyof Row]: Row[K] extends Value ? K : never }[keyof Row] & string

export function cells<Row>(...names: KeysOf<Row, Cell>[]): Column<Row>[] {
  return names.map((name) => ({ name, cell: (row) => row[name] as Cell }))
}

export function intervals<Row>(...names: KeysOf<Row, Interval>[]): Column<Row>[] {
  return names.map((name) => ({ name, interval: (row) => row[name] as Interval }))
}

type Estimated = { ci: Interval } & Record<string, Cell | Interval>

/** The parts of an estimate that a row holds, `ci` after the standard error where there is one. */
function parts<Row>(
  name: string,
  of: (row: Row) => Estimated | null,
  fields: readonly string[],
): Column<Row>[] {
  const ci: Column<Row> = { name: `${name}_ci`, interval: (row) => of(row)?.ci ?? null }
  const columns = fields.map(
    (field): Column<Row> => ({
      name: `${name}_${field}`,
      cell: (row) => (of(row)?.[field] as Cell | undefined) ?? null,
    }),
  )
  const before = columns.filter(({ name: own }) => !/_p(_adjusted)?$/.test(own))
  return [...before, ci, ...columns.filter((column) => !before.includes(column))]
}
