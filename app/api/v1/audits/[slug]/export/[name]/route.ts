import { parseExportQuestion } from '@/lib/domain/exports'
import { findAudit } from '@/lib/server/audits/find'
import { exposeTo } from '@/lib/server/auth/exposure'
import { exportOf } from '@/lib/server/export/export'
import { apiRoute, param } from '@/lib/server/http'

export const GET = apiRoute(
  async ({ request, viewer, params }) => {
    const { id, slug } = await findAudit(param(params, 'slug'))
    const { name, question, raw } = parseExportQuestion(
      param(params, 'name'),
      new URL(request.url).searchParams,
    )
    await exposeTo(id, viewer)
    const { type, fileName, revision, stream } = await exportOf(id, name, { question, raw })
    return new Response(stream, {
      headers: {
        'content-type': type,
        'content-disposition': `attachment; filename="${slug}-${fileName}"`,
        'x-plumbline-revision': String(revision),
      },
    })
  },
  { action: 'results:read' },
)
