import { participantOf } from '@/lib/domain/panel'
import { param, publicRoute } from '@/lib/server/http'
import { findInvitation } from '@/lib/server/invitations/find'
import { endedParticipantCookie, participantCookie, pathOf } from '@/lib/server/invitations/panel-cookie'

/**
 * Where panels send their participants, with an id in the query. It goes on at once to the page of the link, whose
 * address does not hold the id; nothing is made here, since an address may be opened by what only looks at it.
 */
export const GET = publicRoute(async ({ request, params }) => {
  const secret = param(params, 'token')
  const invitation = await findInvitation(secret)
  // The page of links says so. What somebody made up is not answered back.
  if (!invitation) return goOn('/invite/unknown')
  if (!invitation.panel) return goOn(pathOf(secret))
  const query = new URL(request.url).searchParams
  const who = participantOf(
    Object.fromEntries([...query.keys()].map((name) => [name, query.getAll(name)])),
    invitation.panel.parameter,
  )
  return 'id' in who
    ? goOn(pathOf(secret), participantCookie(secret, who.id))
    : goOn(`${pathOf(secret)}?fault=${who.fault}`, endedParticipantCookie(secret))
})

function goOn(location: string, cookie?: string): Response {
  const headers = { location, 'referrer-policy': 'no-referrer', ...(cookie && { 'set-cookie': cookie }) }
  return new Response(null, { status: 303, headers })
}
