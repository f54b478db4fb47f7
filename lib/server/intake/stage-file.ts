import type pg from 'pg'
import type { PreviewRow } from '@/lib/domain/import-answer'
import { RECORD_FIELDS } from '@/lib/domain/record-files'
import type { RecordKind } from '@/lib/domain/records'
import { CopyTable } from './copy-rows'
import { Faults } from './faults'
import type { FeatureQueue } from './features/queue'
import { csvParser } from './formats/csv'
import { type Entry, UnreadableFile } from './formats/entry'
import { parseNdjson } from './formats/ndjson'
import type { Job } from './job'
import type { Criteria } from './scales'
import { makeStage, STAGED, type Staged } from './staging'
import { type Checked, checkFields } from './validate'

export type StagedFile = {
  /** Records of the file, faulty ones included. */
  received: number
  faults: Faults
  /** The file breaks off: nothing of it may be taken. */
  unreadable: boolean
  /** Outputs whose text is empty, or white space alone. */
  emptyTexts: number
  preview: PreviewRow[]
}

/** Reads a file into the session's `stage`, checking each record by itself. Outputs go to `features` on the way. */
export async function stageFile(
  client: pg.ClientBase,
  job: Job,
  chunks: AsyncIterable<Uint8Array>,
  criteria: Criteria,
  features: FeatureQueue | null,
): Promise<StagedFile> {
  const { stage, texts } = await makeStage(client, job.kind)
  const tables = [new CopyTable(client, stage), new CopyTable(client, texts)] as const
  const staged: Staged = STAGED[job.kind]
  const write = staged.writer(criteria)
  const file: StagedFile = {
    received: 0,
    faults: new Faults(),
    unreadable: false,
    emptyTexts: 0,
    preview: [],
  }
  const parse = job.format === 'csv' ? csvParser(RECORD_FIELDS[job.kind]) : parseNdjson
  try {
    for await (const entries of parse(chunks)) {
      for (const entry of entries) {
        file.received += 1
        const record = checkEntry(job.kind, entry)
        const faults = Array.isArray(record)
          ? record
          : write(record, entry.line, tables[0].rows, tables[1].rows)
        if (faults) file.faults.add(entry.line, faults)
        else if (job.kind === 'outputs') {
          const output = record as Checked<'outputs'>
          if (features) addText(features, entry.line, output)
          if (!/\S/.test(output.text)) file.emptyTexts += 1
        }
        if (file.preview.length < job.preview) file.preview.push(previewOf(entry, faults !== null))
        for (const table of tables) if (table.isFull) await table.send()
      }
      await features?.pause()
    }
  } catch (error) {
    if (!(error instanceof UnreadableFile)) throw error
    file.unreadable = true
    file.faults.add(error.line, error.faults)
    file.faults.lines -= 1
  }
  for (const table of tables) await table.flush()
  // Without it the merge would plan for an empty table.
  await client.query('ANALYZE stage (line, output_id)')
  return file
}

/** The names of an output's author, as far as its line states them. */
function addText(features: FeatureQueue, line: number, { text, model, family }: Checked<'outputs'>): void {
  features.add(line, text, family && family !== model ? [model, family] : [model])
}

function checkEntry(kind: RecordKind, entry: Entry) {
  return 'faults' in entry ? entry.faults : checkFields(kind, entry.fields)
}

function previewOf(entry: Entry, rejected: boolean): PreviewRow {
  return {
    line: entry.line,
    fields: 'fields' in entry ? entry.fields : {},
    action: rejected ? 'rejected' : 'new',
  }
}
