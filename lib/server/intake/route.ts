import type { RecordKind } from '@/lib/domain/records'
import { findAudit } from '@/lib/server/audits/find'
import { apiRoute, param, type Route } from '@/lib/server/http'
import { answerOf, importUpload } from './upload'

/** The API's import of one kind of record. */
export function importRoute(kind: RecordKind): Route {
  return apiRoute(
    async ({ request, viewer, params }) => {
      const { id } = await findAudit(param(params, 'slug'))
      return answerOf(await importUpload(request, { auditId: id, viewer, kind }))
    },
    { action: 'audit:import' },
  )
}
