import { featureByKey } from '@/lib/features/registry'
import { COMPARISON_COLUMNS } from '@/lib/server/snapshot/comparisons-sql'
import { factColumns, RATING_COLUMNS } from '@/lib/server/snapshot/facts-sql'
import type { SnapshotMeta } from '@/lib/server/snapshot/meta'
import { AGREEMENT_COLUMNS, SELF_PREFERENCE_COLUMNS } from './agreement'
import { csvLine } from './cells'
import { COMPARISON_CSV_COLUMNS, PREFERENCE_COLUMNS } from './comparisons'
import { HUMAN_RATING_COLUMNS } from './human-ratings'
import { inflationColumns } from './inflation'
import { MEANINGS, type Meaning } from './meanings'
import { OUTPUT_FIELDS } from './outputs'
import { BINS_COLUMNS, BY_MODEL_COLUMNS, FEATURES_COLUMNS, GATE_COLUMNS, JOINT_CELL_COLUMNS } from './tables'

/** The columns of each file that is a table, in its own order. */
const FILES: Record<keyof typeof MEANINGS, (meta: SnapshotMeta) => readonly string[]> = {
  'inflation.csv': inflationColumns,
  'by-model.csv': () => BY_MODEL_COLUMNS,
  'features.csv': () => FEATURES_COLUMNS,
  'bins.csv': () => BINS_COLUMNS,
  'joint.csv': () => JOINT_CELL_COLUMNS,
  'gate.csv': () => GATE_COLUMNS,
  'agreement.csv': () => AGREEMENT_COLUMNS,
  'self-preference.csv': () => SELF_PREFERENCE_COLUMNS,
  'human-ratings.csv': () => HUMAN_RATING_COLUMNS,
  'preferences.csv': () => PREFERENCE_COLUMNS,
  'comparisons.csv': () => COMPARISON_CSV_COLUMNS,
  'outputs.jsonl': () => OUTPUT_FIELDS,
  'facts.parquet': ({ features }) => factColumns(features),
  'ratings.parquet': () => RATING_COLUMNS,
  'comparisons.parquet': () => COMPARISON_COLUMNS,
}

/** `codebook.csv`: what every column of every export means. */
export function codebookCsv(meta: SnapshotMeta, raw: boolean): string {
  const versions = new Map(meta.features.map(({ key, version }) => [key, version]))
  const lines = Object.entries(FILES).flatMap(([file, columnsOf]) =>
    columnsOf(meta).map((column) => {
      const own: Meaning | undefined = MEANINGS[file as keyof typeof MEANINGS][column]
      const { unit, meaning } = own ?? featureMeaning(column, versions.get(column))
      return [file, column, unit, meaning]
    }),
  )
  return [['file', 'column', 'unit', 'meaning'], ...lines].map((line) => csvLine(line, raw)).join('')
}

function featureMeaning(key: string, version: number | undefined): Meaning {
  if (version === undefined) throw new Error(`The codebook does not know the column ${key}`)
  const { unit, meaning } = featureByKey(key) ?? {
    unit: '',
    meaning: 'A feature that this version of Plumbline does not know.',
  }
  return { unit, meaning: `${meaning} (version ${version})` }
}
