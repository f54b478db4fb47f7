import { Readable } from 'node:stream'
import { createGunzip } from 'node:zlib'
import { PlumblineError } from '@/lib/domain/errors'
import type { ImportQuery } from '@/lib/domain/import-query'
import { recordFormat } from '@/lib/domain/record-files'
import type { ImportResult, RecordKind } from '@/lib/domain/records'
import { exposeTo } from '@/lib/server/auth/exposure'
import type { Viewer } from '@/lib/server/auth/viewer'
import { sealOf } from '@/lib/server/blinding/seal'
import { countImport } from '@/lib/server/metrics'
import { importRecords } from './import'
import type { ImportOutcome } from './job'
import { formatOfStart, peeked } from './sniff'

/** How long an upload may send nothing, in ms, before it is given up: it keeps others from importing meanwhile. */
const LONGEST_SILENCE = 60_000

/**
 * Imports the body of a request into an audit. Who sends or checks ratings or labels knows scores, and a check's counts
 * tell which of them the record has: it exposes the viewer before anything is answered.
 *
 * Throws PlumblineError: 'invalid' for an encoding that is not known and for an upload that breaks off, 'timed-out' for one
 * that sends nothing for a minute (`longestSilence`, in ms), 'forbidden' where the viewer rates in the audit and would see scores of it.
 */
export async function importUpload(
  request: Request,
  to: {
    auditId: number
    viewer: Viewer
    kind: RecordKind
    query: ImportQuery
    preview?: number
    longestSilence?: number
  },
): Promise<ImportOutcome> {
  const { auditId, viewer, kind, query, preview = 0, longestSilence = LONGEST_SILENCE } = to
  const dryRun = query.dry_run === '1'
  // What a sealed audit has is not told; but it takes in what somebody has.
  if (kind !== 'outputs') await exposeTo(auditId, viewer, { whileSealed: true })
  const hides = kind !== 'outputs' && (await sealOf(auditId)) !== null
  const fileName = query.file_name ?? null
  const told = recordFormat({
    format: query.format,
    contentType: request.headers.get('content-type'),
    fileName,
  })
  const { start, stream } = await peeked(bodyOf(request, longestSilence))
  const outcome = await importRecords({
    ...{ auditId, userId: viewer.userId, kind, stream, fileName, dryRun, preview: hides ? 0 : preview },
    format: told ?? formatOfStart(start),
    onError: query.on_error,
    signal: request.signal,
  }).catch((error: unknown) => {
    throw request.signal.aborted ? brokenOff() : error
  })
  if (!dryRun) countImport(kind, outcome.written ? 'written' : 'refused')
  return outcome
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

function bodyOf(request: Request, longestSilence: number): AsyncIterable<Uint8Array> {
  const encoding = request.headers.get('content-encoding')?.toLowerCase() ?? 'identity'
  if (encoding !== 'identity' && encoding !== 'gzip')
    throw new PlumblineError('invalid', `Content-Encoding may be gzip, not ${encoding}.`)
  const body = Readable.from(wholeBody(request, longestSilence), { objectMode: false })
  return encoding === 'gzip' ? unzipped(body) : body
}

/** The body as it comes in. One that ends before its stated length is broken off, however quietly. */
async function* wholeBody(
  { body, headers, signal }: Request,
  longestSilence: number,
): AsyncGenerator<Uint8Array> {
  if (!body) return
  const reader = body.getReader()
  const stop = () => void reader.cancel().catch(() => {})
  signal.addEventListener('abort', stop)
  let bytes = 0
  let isSilent = false
  try {
    for (;;) {
      const silence = setTimeout(() => {
        isSilent = true
        stop()
      }, longestSilence)
      const { done, value } = await reader
        .read()
        .catch(() => {
          throw brokenOff()
        })
        .finally(() => clearTimeout(silence))
      if (isSilent) throw tooSlow(longestSilence)
      if (done) break
      bytes += value.byteLength
      yield value
    }
    if (signal.aborted || bytes < Number(headers.get('content-length') ?? 0)) throw brokenOff()
  } finally {
    signal.removeEventListener('abort', stop)
    stop()
  }
}

function brokenOff(): PlumblineError {
  return new PlumblineError('invalid', 'The upload broke off. Nothing of it was written: send it again.')
}

function tooSlow(ms: number): PlumblineError {
  return new PlumblineError(
    'timed-out',
    `The upload sent nothing for ${Math.ceil(ms / 1000)} seconds. Nothing of it was written: send it again.`,
  )
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
