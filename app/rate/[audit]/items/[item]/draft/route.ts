import { sessionRoute } from '@/lib/server/http'
import { answerDraft } from '@/lib/server/rating/handlers'

export const PUT = sessionRoute(answerDraft, { action: 'rate' })
