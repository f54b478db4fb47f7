import { publicRoute } from '@/lib/server/http'
import { openApiDocument } from '@/lib/server/openapi/document'

/** Says nothing of this server's audits, so anybody may read it. */
export const GET = publicRoute(() => Response.json(openApiDocument()))
