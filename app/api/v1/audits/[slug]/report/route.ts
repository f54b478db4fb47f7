import { parseQuestion } from '@/lib/domain/selection'
import { report } from '@/lib/server/analysis/report'
import { findAudit } from '@/lib/server/audits/find'
import { exposeTo } from '@/lib/server/auth/exposure'
import { apiRoute, param } from '@/lib/server/http'

export const GET = apiRoute(
  async ({ request, viewer, params }) => {
    const audit = await findAudit(param(params, 'slug'))
    const question = parseQuestion(new URL(request.url).searchParams)
    await exposeTo(audit.id, viewer)
    return Response.json(await report({ audit, question }))
  },
  { action: 'results:read' },
)
