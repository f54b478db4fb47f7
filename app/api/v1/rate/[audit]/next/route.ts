import { apiRoute } from '@/lib/server/http'
import { answerNext } from '@/lib/server/rating/handlers'

export const POST = apiRoute(answerNext, { action: 'rate' })
