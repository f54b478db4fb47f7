import { sessionRoute } from '@/lib/server/http'
import { answerUndo } from '@/lib/server/rating/handlers'

export const POST = sessionRoute(answerUndo, { action: 'rate' })
