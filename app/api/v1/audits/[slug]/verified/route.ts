import { apiRoute } from '@/lib/server/http'
import { answerImport } from '@/lib/server/intake/handlers'

export const POST = apiRoute(answerImport('verified'), { action: 'audit:import' })
