import { publicRoute } from '@/lib/server/http'

/** Alive: says nothing of the database, so that its outage does not get the server restarted. */
export const GET = publicRoute(() => Response.json({ status: 'alive' }))
