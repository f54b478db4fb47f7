import { sessionRoute } from '@/lib/server/http'
import { answerAmend, answerEarlier } from '@/lib/server/rating/handlers'

export const GET = sessionRoute(answerEarlier, { action: 'rate' })
export const PUT = sessionRoute(answerAmend, { action: 'rate' })
