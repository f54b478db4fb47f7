import type { DuckDBConnection } from '@duckdb/node-api'
import type { Report } from '@/lib/domain/report'
import type { Question } from '@/lib/domain/selection'
import { calibrationOf } from './calibration'
import { sampleSeed } from './certification'
import { classificationOf } from './classification'
import { gateOf } from './gate'
import { judgedOf } from './judged'
import type { Notes } from './notes'
import { predictionPoweredOf } from './prediction-powered'
import type { Ratings } from './raters'
import type { Rows } from './rows'
import type { Asked } from './source'
import { readUnjudged } from './unjudged'

type Known = { rows: Rows; ratings: Ratings; notes: Notes }
type Target = Pick<Question, 'max_false_accept' | 'delta'>

/** What it would cost to trust the proxy: as a gate, as a reading of the goal, as a help to the raters, as a flag. */
export async function gateSection(
  connection: DuckDBConnection,
  asked: Asked,
  { max_false_accept: maximum, delta }: Target,
  { rows, ratings, notes }: Known,
): Promise<Pick<Report, 'gate' | 'calibration' | 'prediction_powered' | 'classification'>> {
  const { snapshot, contrast } = asked
  const criterion = snapshot.meta.criteria.find(({ key }) => key === contrast.criterion)!
  const judged = judgedOf(rows, await readUnjudged(connection, asked), criterion)
  const { signal, judge, goal, common_scale: commonScale } = contrast
  const seed = sampleSeed([snapshot.revision, criterion.key, signal, judge ?? '', goal].join('\n'))
  const gate = gateOf(judged, { maximum, delta, seed, notes })
  const calibration = calibrationOf(judged, { commonScale, seed, notes })
  const prediction_powered = predictionPoweredOf(judged, snapshot.meta, notes)
  const classification = await classificationOf(connection, asked, judged, ratings, notes)
  return { gate, calibration, prediction_powered, classification }
}
