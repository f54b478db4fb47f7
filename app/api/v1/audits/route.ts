import { auditInputSchema } from '@/lib/domain/audit'
import { createAudit } from '@/lib/server/audits/create'
import { analystAudit } from '@/lib/server/audits/find'
import { listAudits } from '@/lib/server/audits/list'
import { readJson } from '@/lib/server/body'
import { apiRoute } from '@/lib/server/http'

export const GET = apiRoute(async ({ viewer }) => Response.json({ audits: await listAudits(viewer) }), {
  action: 'audit:list',
})

export const POST = apiRoute(
  async ({ request, viewer }) => {
    const audit = await createAudit(await readJson(request, auditInputSchema), viewer.userId)
    const headers = { location: `/api/v1/audits/${audit.slug}` }
    return Response.json(analystAudit(audit), { status: 201, headers })
  },
  { action: 'audit:write' },
)
