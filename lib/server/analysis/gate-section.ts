import type { DuckDBConnection } from '@duckdb/node-api'
import type { Report } from '@/lib/domain/report'
import type { Question } from '@/lib/domain/selection'
import type { GateTable } from '@/lib/stats/gate/gate-table'
import { calibrationOf } from './calibration'
import { certificationOf, sampleOf, sampleSeed } from './certification'
import { classificationOf } from './classification'
import { gateOf, tableOf, type Untargeted } from './gate'
import { type Judged, judgedOf } from './judged'
import type { Notes } from './notes'
import { predictionPoweredOf } from './prediction-powered'
import type { Ratings } from './raters'
import type { Rows } from './rows'
import type { Asked } from './source'
import type { Unjudged } from './unjudged'

/** `ratings` reads those behind the rows, which few questions need. */
type Known = { rows: Rows; ratings: () => Promise<Ratings>; unjudged: Unjudged; notes: Notes }

/** What it would cost to trust the proxy, whatever the target: as a reading of the goal, as a help to the raters, as a flag. */
export type GateSection = Pick<Report, 'calibration' | 'prediction_powered' | 'classification'> & {
  judged: Judged
  sample: GateTable
  gate: Untargeted
}

export async function gateSection(
  connection: DuckDBConnection,
  asked: Asked,
  { rows, ratings, unjudged, notes }: Known,
): Promise<GateSection> {
  const { snapshot, contrast } = asked
  const criterion = snapshot.meta.criteria.find(({ key }) => key === contrast.criterion)!
  const judged = judgedOf(rows, unjudged, criterion)
  const { signal, judge, goal, common_scale: commonScale } = contrast
  const seed = sampleSeed([snapshot.revision, criterion.key, signal, judge ?? '', goal].join('\n'))
  const gate = gateOf(judged, notes)
  const sample = sampleOf(judged, tableOf(judged), seed)
  const calibration = calibrationOf(judged, { commonScale, seed, notes })
  const prediction_powered = predictionPoweredOf(judged, snapshot.meta, notes)
  const classification = await classificationOf(connection, asked, judged, ratings, notes)
  return { judged, sample, gate, calibration, prediction_powered, classification }
}

/** The gate with the threshold that holds the target. */
export function targeted(
  { judged, sample, gate }: GateSection,
  { max_false_accept: maximum, delta }: Pick<Question, 'max_false_accept' | 'delta'>,
  notes: Notes,
): Report['gate'] {
  const certified = certificationOf(judged, sample, gate.curve, { maximum, delta, notes })
  return { ...gate, max_false_accept: maximum, delta, ...certified }
}
