'use server'

import { cookies, headers } from 'next/headers'
import { redirect } from 'next/navigation'
import { filled } from '@/app/filled'
import { addressSchema, formAction } from '@/app/form-action'
import { beginSession } from '@/app/session'
import { tried } from '@/app/tried'
import { PlumblineError } from '@/lib/domain/errors'
import { newcomerSchema } from '@/lib/domain/invitation'
import { parsed } from '@/lib/domain/issues'
import { attemptAddress } from '@/lib/server/auth/peer'
import { permit } from '@/lib/server/auth/permit'
import { sessionViewer } from '@/lib/server/auth/viewer'
import { acceptAsNew, acceptAsUser } from '@/lib/server/invitations/accept'
import { enterFromPanel } from '@/lib/server/invitations/panel'
import { PARTICIPANT_COOKIE, participantFrom } from '@/lib/server/invitations/panel-cookie'

/** Makes an account for who opened the link, signs it in, and goes where the link leads. */
export const join = formAction([addressSchema], async (token, data) => {
  return tried(async () => {
    const person = parsed(newcomerSchema, filled(data))
    const { claims, path } = await acceptAsNew(token, person, attemptAddress(await headers()))
    await beginSession(claims)
    redirect(path)
  }, '')
})

/** Lets the viewer in where the link leads. */
export const accept = formAction([addressSchema], async (token) => {
  return tried(async () => {
    const viewer = await sessionViewer()
    permit(viewer, 'self:manage')
    const { path } = await acceptAsUser(token, viewer.userId, attemptAddress(await headers()))
    redirect(path)
  }, '')
})

/** Lets a panel's participant in, who came by `/panel/…` a moment ago, and goes to what they are to rate. */
export const enter = formAction([addressSchema], async (token) => {
  return tried(async () => {
    const hash = participantFrom((await cookies()).get(PARTICIPANT_COOKIE)?.value)
    if (!hash)
      throw new PlumblineError('conflict', 'This page was open for long. Open the study on the panel again.')
    const { claims, path } = await enterFromPanel(token, hash, attemptAddress(await headers()))
    await beginSession(claims)
    redirect(path)
  }, '')
})
