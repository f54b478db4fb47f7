import { importRoute } from '@/lib/server/intake/route'

export const POST = importRoute('verified')
