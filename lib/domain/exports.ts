import { z } from 'zod'
import { PlumblineError } from './errors'
import { parseParams, type Question, questionSchema } from './selection'

/** What an audit's exports are called, and what they are. */
export const EXPORT_TYPES = {
  'inflation.csv': 'text/csv; charset=utf-8',
  'by-model.csv': 'text/csv; charset=utf-8',
  'features.csv': 'text/csv; charset=utf-8',
  'bins.csv': 'text/csv; charset=utf-8',
  'gate.csv': 'text/csv; charset=utf-8',
  'agreement.csv': 'text/csv; charset=utf-8',
  'self-preference.csv': 'text/csv; charset=utf-8',
  'joint.csv': 'text/csv; charset=utf-8',
  'human-ratings.csv': 'text/csv; charset=utf-8',
  'preferences.csv': 'text/csv; charset=utf-8',
  'comparisons.csv': 'text/csv; charset=utf-8',
  'codebook.csv': 'text/csv; charset=utf-8',
  'outputs.jsonl': 'application/x-ndjson',
  'facts.parquet': 'application/vnd.apache.parquet',
  'ratings.parquet': 'application/vnd.apache.parquet',
  'comparisons.parquet': 'application/vnd.apache.parquet',
  'audit.zip': 'application/zip',
} as const

export type ExportName = keyof typeof EXPORT_TYPES

export const EXPORT_NAMES = Object.keys(EXPORT_TYPES) as ExportName[]

export const exportQuestionSchema = z.strictObject({
  ...questionSchema.shape,
  /** `1`: text cells as they are, without the `'` that keeps spreadsheets from running them. */
  raw: z.enum(['0', '1']).default('0'),
})

/**
 * An export's name and URL → what is asked for. Throws PlumblineError('not-found') for a name that no export has, and
 * 'invalid' that names each wrong parameter.
 */
export function parseExportQuestion(
  name: string,
  params: URLSearchParams,
): { name: ExportName; question: Question; raw: boolean } {
  if (!isExportName(name))
    throw new PlumblineError(
      'not-found',
      `There is no export ${name}; there are: ${EXPORT_NAMES.join(', ')}.`,
    )
  const { raw, ...question } = parseParams(exportQuestionSchema, params)
  return { name, question, raw: raw === '1' }
}

function isExportName(name: string): name is ExportName {
  return Object.hasOwn(EXPORT_TYPES, name)
}
