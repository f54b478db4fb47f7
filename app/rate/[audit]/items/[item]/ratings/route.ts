import { sessionRoute } from '@/lib/server/http'
import { answerAmend, answerLast } from '@/lib/server/rating/handlers'

export const GET = sessionRoute(answerLast, { action: 'rate' })
export const PUT = sessionRoute(answerAmend, { action: 'rate' })
