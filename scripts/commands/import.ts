import { createReadStream } from 'node:fs'
import { stat } from 'node:fs/promises'
import path from 'node:path'
import { type Command, Option } from 'commander'
import { repeatedErrors } from '@/lib/domain/import-answer'
import {
  fieldsOfHead,
  kindOfFields,
  kindOfFileName,
  RECORD_FORMATS,
  type RecordFormat,
  recordFormat,
} from '@/lib/domain/record-files'
import { RECORD_KINDS, type RecordKind } from '@/lib/domain/records'
import type { ImportOutcome } from '@/lib/server/intake/job'
import { formatOfStart, peeked } from '@/lib/server/intake/sniff'
import { progressBar } from './progress-bar'

type Options = { kind?: RecordKind; format?: RecordFormat | 'jsonl'; dryRun?: boolean; skipErrors?: boolean }
type File = {
  name: string
  kind: RecordKind
  format: RecordFormat
  size: number
  stream: AsyncIterable<Uint8Array>
}

/** `plumbline import`: brings files of records into an audit, each whole or not at all. */
export function addImport(program: Command): void {
  program
    .command('import')
    .description('imports files of records into an audit: outputs, model-ratings, human-ratings, verified')
    .argument('<audit>', "the audit's slug or id")
    .argument('<files...>', 'NDJSON or CSV files')
    .addOption(
      new Option('--kind <kind>', 'what the files hold; by default told by name or fields').choices(
        RECORD_KINDS,
      ),
    )
    .addOption(
      new Option('--format <format>', 'by default told by name or content').choices([
        ...RECORD_FORMATS,
        'jsonl',
      ]),
    )
    .option('--dry-run', 'checks everything and writes nothing')
    .option('--skip-errors', 'writes the good records of a file that has wrong ones')
    .action(async (slug: string, names: string[], options: Options) => {
      const { findAudit } = await import('@/lib/server/audits/find')
      const { id } = await findAudit(slug)
      const files: File[] = []
      for (const name of names) files.push(await openFile(name, options))
      // Ratings name outputs, so outputs come first, in whatever order a shell lists the files.
      files.sort((a, b) => RECORD_KINDS.indexOf(a.kind) - RECORD_KINDS.indexOf(b.kind))
      let refused = 0
      for (const file of files) refused += (await importFile(id, file, options)) ? 0 : 1
      if (refused > 0)
        throw new Error(`${refused} of ${files.length} files refused; nothing of them was written.`)
    })
}

async function openFile(name: string, options: Options): Promise<File> {
  const { size } = await stat(name).catch((error: NodeJS.ErrnoException) => {
    throw error.code === 'ENOENT' ? new Error(`There is no file ${name}.`) : error
  })
  const { start, stream } = await peeked(createReadStream(name, { highWaterMark: 1 << 18 }))
  const kind = options.kind ?? kindOfFileName(path.basename(name)) ?? kindOfFields(fieldsOfHead(start))
  if (!kind) throw new Error(`${name}: say what it holds: --kind ${RECORD_KINDS.join('|')}`)
  const format = recordFormat({ format: options.format, fileName: name }) ?? formatOfStart(start)
  return { name, kind, format, size, stream }
}

/** Whether the file was taken (or, in a dry run, would be). */
async function importFile(auditId: number, file: File, { dryRun, skipErrors }: Options): Promise<boolean> {
  const bar = progressBar(file.name, file.size)
  const { importRecords } = await import('@/lib/server/intake/import')
  const outcome = await importRecords({
    ...{ auditId, userId: null, kind: file.kind, format: file.format },
    fileName: path.basename(file.name),
    stream: bar.through(file.stream),
    dryRun,
    onError: skipErrors ? 'skip' : 'refuse',
  }).finally(bar.end)
  // Only so many errors are told of a file, so more lines may have the same.
  const atLeast = new Set(outcome.errors.map(({ line }) => line)).size < outcome.rejected ? 'at least ' : ''
  for (const { line, path: field, message, lines } of repeatedErrors(outcome.errors)) {
    const on = lines > 1 ? ` (on ${atLeast}${lines} lines)` : ''
    process.stderr.write(`${file.name}:${line}: ${field ? `${field}: ` : ''}${message}${on}\n`)
  }
  for (const warning of outcome.warnings ?? []) process.stderr.write(`${file.name}: ${warning}\n`)
  process.stdout.write(`${summary(file, outcome, dryRun)}\n`)
  return outcome.accepted
}

function summary(file: File, outcome: ImportOutcome, dryRun: boolean | undefined): string {
  const counts = (['received', 'inserted', 'updated', 'unchanged', 'rejected'] as const)
    .map((name) => `${outcome[name]} ${name}`)
    .join(', ')
  const end = outcome.written
    ? `revision ${outcome.revision}`
    : dryRun
      ? 'nothing written (dry run)'
      : 'nothing written'
  return `${file.name}: ${file.kind}, ${counts}; ${end}`
}
