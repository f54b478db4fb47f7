'use server'

import { revalidatePath } from 'next/cache'
import { z } from 'zod'
import { filled } from '@/app/filled'
import { formAction, rowIdSchema } from '@/app/form-action'
import { tried } from '@/app/tried'
import { roleSchema } from '@/lib/domain/audit'
import { PlumblineError } from '@/lib/domain/errors'
import type { FormState } from '@/lib/domain/form-state'
import { invitationInputSchema } from '@/lib/domain/invitation'
import { parsed } from '@/lib/domain/issues'
import { personInputSchema } from '@/lib/domain/person'
import { lineSchema } from '@/lib/domain/text'
import { madeUpPassword } from '@/lib/server/auth/password'
import { addPerson, resetPassword, setActive, setRole } from '@/lib/server/auth/people'
import { permit } from '@/lib/server/auth/permit'
import { createToken, revokeToken } from '@/lib/server/auth/tokens'
import { sessionViewer, type Viewer } from '@/lib/server/auth/viewer'
import { makeInvitation, revokeInvitation } from '@/lib/server/invitations/make'

const idSchema = z.object({ id: z.uuid() })
const tokenSchema = z.object({ user: z.uuid(), name: lineSchema(200).optional() })

export const addAccount = formAction([], async (data) => {
  return asAdmin('The account is made.', async (viewer) => {
    const given = personInputSchema.pick({ email: true, name: true, role: true })
    const password = madeUpPassword()
    await addPerson({ ...parsed(given, filled(data)), password }, viewer.userId)
    return { secret: password }
  })
})

export const changeRole = formAction([], async (data) => {
  return asAdmin('The role is changed.', async (viewer) => {
    const { id, role } = parsed(idSchema.extend({ role: roleSchema }), filled(data))
    refuseOwn(id, viewer)
    await setRole(id, role, viewer.userId)
  })
})

export const changeActive = formAction([], async (data) => {
  return asAdmin('The account is changed.', async (viewer) => {
    const { id, active } = parsed(idSchema.extend({ active: z.enum(['0', '1']) }), filled(data))
    refuseOwn(id, viewer)
    await setActive(id, active === '1', viewer.userId)
  })
})

export const newPassword = formAction([], async (data) => {
  return asAdmin('The password is changed.', async (viewer) => {
    const { id } = parsed(idSchema, filled(data))
    refuseOwn(id, viewer)
    return { secret: await resetPassword(id, viewer.userId) }
  })
})

export const makeTokenFor = formAction([], async (data) => {
  return asAdmin('The token is made.', async (viewer) => {
    const { user, name } = parsed(tokenSchema, filled(data))
    return { secret: await createToken({ userId: user, madeById: viewer.userId, name }) }
  })
})

export const revokeAnyToken = formAction([], async (data) => {
  return asAdmin('Revoked.', async () => {
    const { user, token } = parsed(z.object({ user: z.uuid(), token: rowIdSchema }), filled(data))
    await revokeToken(user, token)
  })
})

/** Makes a link that makes accounts of a role, each for one person. */
export const inviteSomebody = formAction([], async (data) => {
  return asAdmin('The link is made.', async (viewer) => {
    const input = parsed(invitationInputSchema, { ...filled(data), places: 1 })
    const secret = await makeInvitation(input, { auditId: null, byId: viewer.userId })
    return { secret: `/invite/${secret}` }
  })
})

export const takeBackInvitation = formAction([], async (data) => {
  return asAdmin('Taken back.', async (viewer) => {
    const { id } = parsed(z.object({ id: rowIdSchema }), filled(data))
    await revokeInvitation(id, { auditId: null, byId: viewer.userId })
  })
})

/** A slip on one's own row would shut out the one who could mend it. */
function refuseOwn(id: string, { userId }: Viewer): void {
  if (id === userId)
    throw new PlumblineError(
      'conflict',
      'This is your own account: another admin can lock it or change its role. Your password is changed under Account.',
    )
}

function asAdmin(
  done: string,
  work: (viewer: Viewer) => Promise<{ secret: string } | undefined>,
): Promise<FormState> {
  return tried(async () => {
    const viewer = await sessionViewer()
    permit(viewer, 'people:manage')
    const answer = await work(viewer)
    revalidatePath('/admin')
    return answer
  }, done)
}
