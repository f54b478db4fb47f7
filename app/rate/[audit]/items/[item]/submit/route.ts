import { sessionRoute } from '@/lib/server/http'
import { answerSubmit } from '@/lib/server/rating/handlers'

export const POST = sessionRoute(answerSubmit, { action: 'rate' })
