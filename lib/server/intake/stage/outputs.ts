import { hash } from 'node:crypto'
import { canonicalJson } from '@/lib/domain/canonical'
import type { OutputRecord } from '@/lib/domain/records'
import { CopyRows } from '../copy-rows'
import type { Staged } from '../staging'

const COLUMNS = [
  ['line', 'int'],
  ['output_id', 'text'],
  ['prompt_id', 'text'],
  ['prompt_hash', 'uuid'],
  ['model', 'text'],
  ['tags', 'text[]'],
  ['content_hash', 'uuid'],
  ['family', 'text'],
  // Null where an earlier line of the same prompt has it.
  ['prompt', 'text'],
] as const

const TEXT_COLUMNS = [
  ['line', 'int'],
  ['body', 'text'],
  ['reference', 'text'],
  ['metadata', 'jsonb'],
] as const

const MOST_REMEMBERED = 5_000

export const stageOutputs: Staged<'outputs'> = {
  columns: COLUMNS,
  textColumns: TEXT_COLUMNS,
  writer() {
    const stated = new CopyRows()
    let seen = new Map<string, { text: string; hash: Buffer }>()
    return (record, line, rows, texts) => {
      const known = seen.get(record.prompt_id)
      const told = known?.text === record.prompt ? known : null
      const prompt = told ?? { text: record.prompt, hash: digest(record.prompt) }
      if (!told) {
        if (seen.size >= MOST_REMEMBERED) seen = new Map()
        seen.set(record.prompt_id, prompt)
      }
      writeOutput(record, line, { rows, texts, stated }, prompt.hash, told !== null)
      return null
    }
  },
}

function writeOutput(
  record: OutputRecord,
  line: number,
  { rows, texts, stated }: { rows: CopyRows; texts: CopyRows; stated: CopyRows },
  promptHash: Buffer,
  promptTold: boolean,
): void {
  // All that an import states of an output, each field with its length before it, is what the content hash covers.
  stated.clear()
  const start = stated.length
  stated.text(record.prompt_id)
  stated.uuid(promptHash)
  stated.text(record.model)
  const afterModel = stated.length
  stated.text(record.text)
  stated.text(record.reference)
  const afterTexts = stated.length
  stated.texts(record.tags?.length ? [...new Set(record.tags)] : [])
  const afterTags = stated.length
  stated.jsonb(record.metadata ? canonicalJson(record.metadata) : null)
  const end = stated.length

  rows.row(COLUMNS.length)
  rows.int4(line)
  rows.text(record.output_id)
  rows.raw(stated.part(start, afterModel))
  rows.raw(stated.part(afterTexts, afterTags))
  rows.uuid(digest(stated.part(start, end)))
  rows.text(record.family)
  rows.text(promptTold ? null : record.prompt)

  texts.row(TEXT_COLUMNS.length)
  texts.int4(line)
  texts.raw(stated.part(afterModel, afterTexts))
  texts.raw(stated.part(afterTags, end))
}

function digest(data: string | Buffer): Buffer {
  return hash('sha256', data, 'buffer')
}
