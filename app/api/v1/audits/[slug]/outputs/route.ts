import { parseOutputsQuestion } from '@/lib/domain/outputs'
import { outputs } from '@/lib/server/analysis/outputs'
import { findAudit } from '@/lib/server/audits/find'
import { exposeTo } from '@/lib/server/auth/exposure'
import { apiRoute, param } from '@/lib/server/http'
import { answerImport } from '@/lib/server/intake/handlers'

export const GET = apiRoute(
  async ({ request, viewer, params }) => {
    const { id } = await findAudit(param(params, 'slug'))
    const question = parseOutputsQuestion(new URL(request.url).searchParams)
    await exposeTo(id, viewer)
    return Response.json(await outputs(id, question))
  },
  { action: 'results:read' },
)

export const POST = apiRoute(answerImport('outputs'), { action: 'audit:import' })
