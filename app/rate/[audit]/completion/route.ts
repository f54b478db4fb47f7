import { sessionRoute } from '@/lib/server/http'
import { answerCompletion } from '@/lib/server/rating/handlers'

export const POST = sessionRoute(answerCompletion, { action: 'rate' })
