import { apiRoute } from '@/lib/server/http'
import { answerSkip } from '@/lib/server/rating/handlers'

export const POST = apiRoute(answerSkip, { action: 'rate' })
