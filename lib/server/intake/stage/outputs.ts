import { hash } from 'node:crypto'
import { canonicalJson } from '@/lib/domain/canonical'
import type { OutputRecord } from '@/lib/domain/records'
import type { CopyRows } from '../copy-rows'
import type { Staged } from '../staging'

const COLUMNS = [
  ['line', 'int'],
  ['output_id', 'text'],
  ['prompt_id', 'text'],
  ['prompt_hash', 'uuid'],
  ['model', 'text'],
  ['body', 'text'],
  ['reference', 'text'],
  ['tags', 'text[]'],
  ['metadata', 'jsonb'],
  ['content_hash', 'uuid'],
  ['family', 'text'],
  // Null where an earlier line of the same prompt has it.
  ['prompt', 'text'],
] as const

const MOST_REMEMBERED = 5_000

export const stageOutputs: Staged<'outputs'> = {
  columns: COLUMNS,
  writer() {
    let seen = new Map<string, { text: string; hash: Buffer }>()
    return (record, line, rows) => {
      const known = seen.get(record.prompt_id)
      const told = known?.text === record.prompt ? known : null
      const prompt = told ?? { text: record.prompt, hash: digest(record.prompt) }
      if (!told) {
        if (seen.size >= MOST_REMEMBERED) seen = new Map()
        seen.set(record.prompt_id, prompt)
      }
      writeOutput(record, line, rows, prompt.hash, told !== null)
      return null
    }
  },
}

function writeOutput(
  record: OutputRecord,
  line: number,
  rows: CopyRows,
  promptHash: Buffer,
  promptTold: boolean,
): void {
  rows.row(COLUMNS.length)
  rows.int4(line)
  rows.text(record.output_id)
  // All that an import states of an output, each field with its length before it, is what the content hash covers.
  const start = rows.length
  rows.text(record.prompt_id)
  rows.uuid(promptHash)
  rows.text(record.model)
  rows.text(record.text)
  rows.text(record.reference)
  rows.texts(record.tags?.length ? [...new Set(record.tags)] : [])
  rows.jsonb(record.metadata ? canonicalJson(record.metadata) : null)
  rows.uuid(digest(rows.since(start)))
  rows.text(record.family)
  rows.text(promptTold ? null : record.prompt)
}

function digest(data: string | Buffer): Buffer {
  return hash('sha256', data, 'buffer')
}
