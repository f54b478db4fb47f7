import { sessionRoute } from '@/lib/server/http'
import { answerMine } from '@/lib/server/rating/handlers'

export const GET = sessionRoute(answerMine, { action: 'rate' })
