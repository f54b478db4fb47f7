import { assertReady } from '@/lib/server/db/ready'
import { publicRoute } from '@/lib/server/http'

export const GET = publicRoute(async () => {
  await assertReady()
  return Response.json({ status: 'ready' })
})
