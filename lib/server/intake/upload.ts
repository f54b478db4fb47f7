import { Readable } from 'node:stream'
import type { ReadableStream } from 'node:stream/web'
import { createGunzip } from 'node:zlib'
import { z } from 'zod'
import { PlumblineError } from '@/lib/domain/errors'
import { parsed } from '@/lib/domain/issues'
import { RECORD_FORMATS, recordFormat } from '@/lib/domain/record-files'
import type { ImportResult, RecordKind } from '@/lib/domain/records'
import { exposeTo } from '@/lib/server/auth/exposure'
import type { Viewer } from '@/lib/server/auth/viewer'
import { importRecords } from './import'
import type { ImportOutcome } from './job'
import { formatOfStart, peeked } from './sniff'

/** What may stand in the address of an upload. */
const querySchema = z.strictObject({
  dry_run: z.enum(['0', '1']).default('0'),
  on_error: z.enum(['refuse', 'skip']).default('refuse'),
  format: z.enum([...RECORD_FORMATS, 'jsonl']).optional(),
  file_name: z.string().max(300).optional(),
})

/**
 * Imports the body of a request into an audit. A dry run of ratings exposes the viewer before anything is answered: its
 * counts tell which scores the record has.
 *
 * Throws PlumblineError: 'unprocessable' for a wrong parameter, 'invalid' for an encoding that is not known, 'forbidden'
 * where a dry run would show results to somebody who rates in the audit.
 */
export async function importUpload(
  request: Request,
  to: { auditId: number; viewer: Viewer; kind: RecordKind; preview?: number },
): Promise<ImportOutcome> {
  const { auditId, viewer, kind, preview = 0 } = to
  const query = parsed(querySchema, Object.fromEntries(new URL(request.url).searchParams))
  const dryRun = query.dry_run === '1'
  if (dryRun && kind !== 'outputs') await exposeTo(auditId, viewer)
  const fileName = query.file_name ?? null
  const told = recordFormat({
    format: query.format,
    contentType: request.headers.get('content-type'),
    fileName,
  })
  const { start, stream } = await peeked(bodyOf(request))
  return importRecords({
    ...{ auditId, userId: viewer.userId, kind, stream, fileName, dryRun, preview },
    format: told ?? formatOfStart(start),
    onError: query.on_error,
    signal: request.signal,
  })
}

/** The counts, or where the file was refused a problem that has them besides the errors. */
export function answerOf(outcome: ImportOutcome, more: object = {}): Response {
  const { received, inserted, updated, unchanged, rejected, errors, revision } = outcome
  const result: ImportResult = { received, inserted, updated, unchanged, rejected, errors, revision }
  if (outcome.accepted) return Response.json({ ...result, ...more })
  const first = errors[0]
  const detail = `Nothing was written. Line ${first?.line}: ${[first?.path, first?.message].filter(Boolean).join(': ')}`
  const problem = { type: 'about:blank', title: 'Wrong input', status: 422, detail, ...result, ...more }
  return Response.json(problem, { status: 422, headers: { 'content-type': 'application/problem+json' } })
}

function bodyOf(request: Request): AsyncIterable<Uint8Array> {
  const encoding = request.headers.get('content-encoding')?.toLowerCase() ?? 'identity'
  if (encoding !== 'identity' && encoding !== 'gzip')
    throw new PlumblineError('invalid', `Content-Encoding may be gzip, not ${encoding}.`)
  const body = request.body ? Readable.fromWeb(request.body as ReadableStream<Uint8Array>) : Readable.from([])
  return encoding === 'gzip' ? unzipped(body) : body
}

async function* unzipped(body: Readable): AsyncGenerator<Uint8Array> {
  const gunzip = createGunzip()
  body.on('error', (error) => gunzip.destroy(error)).pipe(gunzip)
  try {
    yield* gunzip
  } catch (error) {
    const broken = error instanceof Error && 'code' in error && String(error.code).startsWith('Z_')
    if (broken) throw new PlumblineError('invalid', 'The body is not what gzip writes, or ends too early.')
    throw error
  } finally {
    body.destroy()
  }
}
