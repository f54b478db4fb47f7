import { RECORD_KINDS, type RecordKind } from './records'

/** The formats in which records come: one JSON object a line, or a table with a header row. */
export const RECORD_FORMATS = ['ndjson', 'csv'] as const
export type RecordFormat = (typeof RECORD_FORMATS)[number]

/** How a CSV cell is read; empty cells of optional fields are fields left out. */
export type Cell = 'text' | 'number' | 'tags' | 'json'
export type RecordField = { name: string; cell: Cell; required: boolean }

const required = (name: string, cell: Cell = 'text'): RecordField => ({ name, cell, required: true })
const optional = (name: string, cell: Cell = 'text'): RecordField => ({ name, cell, required: false })
const scale = [optional('scale_min', 'number'), optional('scale_max', 'number')]

/** The fields of each kind of record, in the order of a template's columns. */
export const RECORD_FIELDS: Record<RecordKind, readonly RecordField[]> = {
  outputs: [
    ...['output_id', 'prompt_id', 'prompt', 'model', 'text'].map((name) => required(name)),
    optional('family'),
    optional('reference'),
    optional('tags', 'tags'),
    optional('metadata', 'json'),
  ],
  'model-ratings': [
    required('output_id'),
    optional('rater_model'),
    required('criterion'),
    required('score', 'number'),
    ...scale,
    ...['signal', 'rater_family', 'rationale', 'sample'].map((name) => optional(name)),
  ],
  'human-ratings': [
    required('output_id'),
    required('rater'),
    required('criterion'),
    required('score', 'number'),
    ...scale,
    optional('group'),
    optional('seconds', 'number'),
    optional('comment'),
    optional('rated_at'),
  ],
  verified: [
    required('output_id'),
    required('criterion'),
    required('score', 'number'),
    ...scale,
    optional('note'),
  ],
}

/** The kind that a file's name tells ("model-ratings.jsonl", "human_ratings (2).csv"), or null. */
export function kindOfFileName(fileName: string): RecordKind | null {
  const name = fileName.toLowerCase().replace(/[\s_]+/g, '-')
  return RECORD_KINDS.find((kind) => name.includes(kind)) ?? null
}

/** The kind of a record with these fields, or null where they fit none or say nothing. */
export function kindOfFields(fields: readonly string[]): RecordKind | null {
  const has = new Set(fields)
  if (has.has('text') || has.has('prompt_id')) return 'outputs'
  if (has.has('rater')) return 'human-ratings'
  if (has.has('rater_model') || has.has('signal')) return 'model-ratings'
  if (has.has('note') || (has.has('output_id') && has.has('score'))) return 'verified'
  return null
}

/** The field names that the first lines of a file state, whatever its format; none where they cannot be read. */
export function fieldsOfHead(head: string): string[] {
  const line = head.replace(/^\ufeff/, '').split(/\r?\n/, 1)[0] ?? ''
  if (!line.startsWith('{')) return line.split(',').map((cell) => cell.trim().replace(/^"(.*)"$/, '$1'))
  // The line may be cut short: the names are found without parsing it.
  return [...line.matchAll(/[{,]\s*"([a-z_]+)"\s*:/g)].map((match) => match[1]!)
}

/** The format by what was asked for, else by content type, else by file name; null where none tells. */
export function recordFormat(told: {
  format?: string | null
  contentType?: string | null
  fileName?: string | null
}): RecordFormat | null {
  const format = told.format?.toLowerCase()
  if (format) return format === 'csv' ? 'csv' : /^(ndjson|jsonl)$/.test(format) ? 'ndjson' : null
  const type = told.contentType?.split(';', 1)[0]?.trim().toLowerCase() ?? ''
  if (type === 'text/csv') return 'csv'
  if (/^application\/(x-ndjson|ndjson|jsonl|x-jsonlines|json-seq|json)$/.test(type)) return 'ndjson'
  const name = told.fileName?.toLowerCase() ?? ''
  if (name.endsWith('.csv')) return 'csv'
  return /\.(ndjson|jsonl|json)$/.test(name) ? 'ndjson' : null
}
