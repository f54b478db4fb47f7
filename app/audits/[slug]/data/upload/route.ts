import { sessionRoute } from '@/lib/server/http'
import { answerUpload } from '@/lib/server/intake/handlers'

export const POST = sessionRoute(answerUpload, { action: 'audit:import' })
