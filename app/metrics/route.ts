import { peerOf } from '@/lib/server/auth/peer'
import { permit } from '@/lib/server/auth/permit'
import { apiViewer } from '@/lib/server/auth/viewer'
import { publicRoute } from '@/lib/server/http'
import { metrics } from '@/lib/server/metrics'

/** For admins' tokens, and for whatever runs on this machine and asks without a proxy between. */
export const GET = publicRoute(async ({ request }) => {
  if (!peerOf(request.headers)?.local) permit(await apiViewer(request), 'metrics:read')
  const { registry } = metrics()
  return new Response(await registry.metrics(), { headers: { 'content-type': registry.contentType } })
})
