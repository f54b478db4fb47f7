import { apiRoute } from '@/lib/server/http'
import { answerDraft } from '@/lib/server/rating/handlers'

export const PUT = apiRoute(answerDraft, { action: 'rate' })
