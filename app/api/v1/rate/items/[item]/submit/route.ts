import { apiRoute } from '@/lib/server/http'
import { answerSubmit } from '@/lib/server/rating/handlers'

export const POST = apiRoute(answerSubmit, { action: 'rate' })
