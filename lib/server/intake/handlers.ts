import type { UploadAnswer } from '@/lib/domain/import-answer'
import { importQuerySchema, uploadQuerySchema } from '@/lib/domain/import-query'
import type { RecordKind } from '@/lib/domain/records'
import { parseParams } from '@/lib/domain/selection'
import { findAuditId } from '@/lib/server/audits/find'
import type { Viewer } from '@/lib/server/auth/viewer'
import { type Params, param } from '@/lib/server/http'
import { shortened } from './shortened'
import { answerOf, importUpload } from './upload'

type Context = { request: Request; viewer: Viewer; params: Params }

/** How many records the upload page shows before it writes. */
const PREVIEW = 10

/** The API's import of one kind of record. */
export function answerImport(kind: RecordKind) {
  return async ({ request, viewer, params }: Context): Promise<Response> => {
    const auditId = await findAuditId(param(params, 'slug'))
    const query = parseParams(importQuerySchema, new URL(request.url).searchParams)
    return answerOf(await importUpload(request, { auditId, viewer, kind, query }))
  }
}

/** The upload page's import. The page shows the faults of a file that is refused: that too is answered with 200. */
export async function answerUpload({ request, viewer, params }: Context): Promise<Response> {
  const auditId = await findAuditId(param(params, 'slug'))
  const { kind, ...query } = parseParams(uploadQuerySchema, new URL(request.url).searchParams)
  const preview = query.dry_run === '1' ? PREVIEW : 0
  const outcome = await importUpload(request, { auditId, viewer, kind, query, preview })
  return Response.json({ ...outcome, preview: outcome.preview?.map(shortened) } satisfies UploadAnswer)
}
