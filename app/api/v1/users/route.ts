import { personInputSchema } from '@/lib/domain/person'
import { addPerson } from '@/lib/server/auth/people'
import { createToken } from '@/lib/server/auth/tokens'
import { readJson } from '@/lib/server/body'
import { apiRoute } from '@/lib/server/http'

export const POST = apiRoute(
  async ({ request, viewer }) => {
    const { token: wanted, ...input } = await readJson(request, personInputSchema)
    const person = await addPerson(input, viewer.userId)
    const token = wanted && (await createToken({ userId: person.id, madeById: viewer.userId }))
    return Response.json({ ...person, ...(token && { token }) }, { status: 201 })
  },
  { action: 'people:manage' },
)
