'use server'

import { headers } from 'next/headers'
import { redirect } from 'next/navigation'
import { filled } from '@/app/filled'
import { beginSession } from '@/app/session'
import { tried } from '@/app/tried'
import type { FormState } from '@/lib/domain/form-state'
import { newcomerSchema } from '@/lib/domain/invitation'
import { parsed } from '@/lib/domain/issues'
import { attemptAddress } from '@/lib/server/auth/peer'
import { permit } from '@/lib/server/auth/permit'
import { sessionViewer } from '@/lib/server/auth/viewer'
import { acceptAsNew, acceptAsUser } from '@/lib/server/invitations/accept'

/** Makes an account for who opened the link, signs it in, and goes where the link leads. */
export async function join(token: string, _state: FormState, data: FormData): Promise<FormState> {
  return tried(async () => {
    const person = parsed(newcomerSchema, filled(data))
    const { claims, path } = await acceptAsNew(token, person, attemptAddress(await headers()))
    await beginSession(claims)
    redirect(path)
  }, '')
}

/** Lets the viewer in where the link leads. */
export async function accept(token: string, _state: FormState): Promise<FormState> {
  return tried(async () => {
    const viewer = await sessionViewer()
    permit(viewer, 'self:manage')
    const { path } = await acceptAsUser(token, viewer.userId, attemptAddress(await headers()))
    redirect(path)
  }, '')
}
