import { EXPORT_TYPES, type ExportName } from '@/lib/domain/exports'
import type { Question } from '@/lib/domain/selection'
import { answerOf } from '@/lib/server/analysis/report'
import type { Snapshot } from '@/lib/server/snapshot/folders'
import { type Current, onCurrentSnapshot } from '@/lib/server/snapshot/refresh'
import { agreementCsv, selfPreferenceCsv } from './agreement'
import { auditZip } from './audit-zip'
import { csvLine } from './cells'
import { codebookCsv } from './codebook'
import { COMPARISON_CSV_COLUMNS, comparisonsQuery, preferencesCsv } from './comparisons'
import { HUMAN_RATING_COLUMNS, humanRatingsQuery } from './human-ratings'
import { inflationColumns, inflationQuery } from './inflation'
import { outputsParts } from './outputs'
import { csvParts, fileParts, type Parts, streamOf, textParts } from './stream'
import { binsCsv, byModelCsv, featuresCsv, gateCsv, jointCsv } from './tables'

export type Export = { type: string; fileName: string; revision: number; stream: ReadableStream<Uint8Array> }

type Asked = {
  auditId: number
  behind: Current['behind']
  snapshot: Snapshot
  question: Question
  raw: boolean
}

/**
 * An export of an audit's current snapshot, as a stream in constant memory. The same functions as the report's, so that
 * the same question gives the same numbers. Throws PlumblineError('invalid') for a name that the audit does not have.
 */
export function exportOf(
  auditId: number,
  name: ExportName,
  { question, raw = false }: { question: Question; raw?: boolean },
): Promise<Export> {
  return onCurrentSnapshot(auditId, async ({ snapshot, behind }) => ({
    type: EXPORT_TYPES[name],
    fileName: fileNameOf(name, snapshot, question),
    revision: snapshot.revision,
    stream: streamOf(await PARTS[name]({ auditId, behind, snapshot, question, raw })),
  }))
}

/** Of one criterion each, or where they say so of one feature: named by it, since the same name would hide another's. */
const OF_ONE_CRITERION: readonly ExportName[] = [
  ...(['by-model.csv', 'features.csv', 'bins.csv', 'gate.csv', 'agreement.csv'] as const),
  ...(['self-preference.csv', 'joint.csv', 'preferences.csv'] as const),
]

/** `helpfulness-words-bins.csv`, to stand after the audit's address. */
function fileNameOf(name: ExportName, { meta }: Snapshot, { criterion, feature }: Question): string {
  const isOfOne = OF_ONE_CRITERION.includes(name)
  const named = isOfOne ? (criterion ?? meta.criteria[0]?.key) : criterion
  const [only] = name === 'bins.csv' && feature.length === 1 ? feature : []
  return [named, only, name].filter((part) => part !== undefined).join('-')
}

const PARTS: Record<ExportName, (asked: Asked) => Parts | Promise<Parts>> = {
  'inflation.csv': ({ snapshot, question, raw }) =>
    csvParts(
      csvLine(inflationColumns(snapshot.meta), raw),
      snapshot,
      inflationQuery(snapshot, question, raw),
    ),
  'human-ratings.csv': ({ snapshot, question, raw }) =>
    csvParts(csvLine([...HUMAN_RATING_COLUMNS], raw), snapshot, humanRatingsQuery(snapshot, question, raw)),
  'by-model.csv': async ({ snapshot, question, raw }) =>
    textParts(byModelCsv(await answerOf(snapshot, question), raw)),
  'features.csv': async ({ snapshot, question, raw }) =>
    textParts(featuresCsv(await answerOf(snapshot, question), raw)),
  'bins.csv': async ({ snapshot, question, raw }) =>
    textParts(binsCsv(await answerOf(snapshot, question), question.control, raw)),
  'gate.csv': async ({ snapshot, question, raw }) =>
    textParts(gateCsv(await answerOf(snapshot, question), raw)),
  'agreement.csv': async ({ snapshot, question, raw }) =>
    textParts(agreementCsv(await answerOf(snapshot, question), raw)),
  'self-preference.csv': async ({ snapshot, question, raw }) =>
    textParts(selfPreferenceCsv(await answerOf(snapshot, question), raw)),
  'joint.csv': async ({ snapshot, question, raw }) =>
    textParts(jointCsv(await answerOf(snapshot, question), raw)),
  'preferences.csv': async ({ snapshot, question, raw }) =>
    textParts(preferencesCsv(await answerOf(snapshot, question), raw)),
  'comparisons.csv': ({ snapshot, question, raw }) =>
    csvParts(csvLine([...COMPARISON_CSV_COLUMNS], raw), snapshot, comparisonsQuery(snapshot, question, raw)),
  'codebook.csv': ({ snapshot, raw }) => textParts(codebookCsv(snapshot.meta, raw)),
  'outputs.jsonl': ({ auditId, snapshot, question }) => outputsParts(auditId, snapshot, question),
  'facts.parquet': ({ snapshot }) => fileParts(snapshot.facts, snapshot),
  'ratings.parquet': ({ snapshot }) => fileParts(snapshot.ratings, snapshot),
  'comparisons.parquet': ({ snapshot }) => fileParts(snapshot.comparisons, snapshot),
  'audit.zip': (asked) =>
    auditZip(asked, asked.question, (name, question) => PARTS[name]({ ...asked, question })),
}
