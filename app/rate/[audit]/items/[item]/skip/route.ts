import { sessionRoute } from '@/lib/server/http'
import { answerSkip } from '@/lib/server/rating/handlers'

export const POST = sessionRoute(answerSkip, { action: 'rate' })
