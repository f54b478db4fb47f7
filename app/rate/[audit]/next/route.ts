import { sessionRoute } from '@/lib/server/http'
import { answerNextTwo } from '@/lib/server/rating/handlers'

export const POST = sessionRoute(answerNextTwo, { action: 'rate' })
