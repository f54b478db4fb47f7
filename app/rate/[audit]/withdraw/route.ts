import { sessionRoute } from '@/lib/server/http'
import { answerWithdraw } from '@/lib/server/rating/handlers'

export const POST = sessionRoute(answerWithdraw, { action: 'rate' })
