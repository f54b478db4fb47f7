import { createWriteStream } from 'node:fs'
import { rename, rm } from 'node:fs/promises'
import { Readable } from 'node:stream'
import { pipeline } from 'node:stream/promises'
import type { ReadableStream } from 'node:stream/web'
import type { Command } from 'commander'
import { EXPORT_NAMES, parseExportQuestion } from '@/lib/domain/exports'

/** `plumbline export`: writes an export to a file, whole or not at all, or to standard output. */
export function addExport(program: Command): void {
  program
    .command('export')
    .description(`writes an export of an audit: ${EXPORT_NAMES.join(', ')}`)
    .argument('<audit>', "the audit's slug or id")
    .argument('<what>', 'the export, perhaps with a query: "inflation.csv?signal=self&model=gpt-4o"')
    .option('-o, --output <file>', 'where to write it; by default standard output')
    .option('--query <query>', 'contrast and selection, as in the address of a report')
    .action(async (slug: string, what: string, options: { output?: string; query?: string }) => {
      const [file = '', query = ''] = what.split(/\?(.*)/s)
      const params = new URLSearchParams(
        [query, options.query?.replace(/^\?/, '') ?? ''].filter(Boolean).join('&'),
      )
      const { name, question, raw } = parseExportQuestion(file, params)
      const { findAudit } = await import('@/lib/server/audits/find')
      const { refuseSealed } = await import('@/lib/server/blinding/seal')
      const { exportOf } = await import('@/lib/server/export/export')
      const { id } = await findAudit(slug)
      await refuseSealed(id)
      const { stream } = await exportOf(id, name, { question, raw })
      await write(Readable.fromWeb(stream as ReadableStream), options.output)
    })
}

async function write(source: Readable, file: string | undefined): Promise<void> {
  if (file === undefined) return pipeline(source, process.stdout, { end: false })
  const unfinished = `${file}.unfinished`
  try {
    await pipeline(source, createWriteStream(unfinished))
    await rename(unfinished, file)
  } catch (error) {
    await rm(unfinished, { force: true })
    throw error
  }
}
