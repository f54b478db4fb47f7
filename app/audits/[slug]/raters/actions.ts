'use server'

import { revalidatePath } from 'next/cache'
import { z } from 'zod'
import { filled } from '@/app/filled'
import { addressSchema, formAction, rowIdSchema } from '@/app/form-action'
import { tried } from '@/app/tried'
import type { FormState } from '@/lib/domain/form-state'
import { invitationInputSchema } from '@/lib/domain/invitation'
import { parsed } from '@/lib/domain/issues'
import { findAuditId } from '@/lib/server/audits/find'
import { permit } from '@/lib/server/auth/permit'
import { sessionViewer } from '@/lib/server/auth/viewer'
import { makeInvitation, revokeInvitation } from '@/lib/server/invitations/make'

/** Makes a link that brings raters into the audit. */
export const inviteRaters = formAction([addressSchema], async (slug, data) => {
  return change(slug, 'The link is made.', async (of) => {
    const { for_panel, code, return_url, parameter, ...fields } = filled(data)
    const panel = for_panel && { code, return_url, parameter }
    const input = parsed(invitationInputSchema, { ...fields, role: 'rater', ...(panel && { panel }) })
    return { secret: `/${panel ? 'panel' : 'invite'}/${await makeInvitation(input, of)}` }
  })
})

export const takeBackLink = formAction([addressSchema], async (slug, data) => {
  return change(slug, 'Taken back.', async (of) => {
    const { id } = parsed(z.object({ id: rowIdSchema }), filled(data))
    await revokeInvitation(id, of)
  })
})

type Of = { auditId: number; byId: string }

function change(
  slug: string,
  done: string,
  work: (of: Of) => Promise<{ secret: string } | undefined>,
): Promise<FormState> {
  return tried(async () => {
    const viewer = await sessionViewer()
    permit(viewer, 'audit:write')
    const answer = await work({ auditId: await findAuditId(slug), byId: viewer.userId })
    revalidatePath(`/audits/${slug}/raters`)
    return answer
  }, done)
}
