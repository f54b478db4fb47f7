import { auditPatchSchema } from '@/lib/domain/audit'
import { analystAudit, findAudit } from '@/lib/server/audits/find'
import { readAudit } from '@/lib/server/audits/list'
import { patchAudit } from '@/lib/server/audits/patch'
import { readJson } from '@/lib/server/body'
import { apiRoute, param } from '@/lib/server/http'

export const GET = apiRoute(
  async ({ viewer, params }) => Response.json(await readAudit(param(params, 'slug'), viewer)),
  { action: 'audit:list' },
)

export const PATCH = apiRoute(
  async ({ request, viewer, params }) => {
    const { id, slug } = await findAudit(param(params, 'slug'))
    await patchAudit(id, await readJson(request, auditPatchSchema), viewer.userId)
    return Response.json(analystAudit(await findAudit(slug)))
  },
  { action: 'audit:write' },
)
