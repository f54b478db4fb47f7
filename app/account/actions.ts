'use server'

import { revalidatePath } from 'next/cache'
import { headers } from 'next/headers'
import { tried } from '@/app/tried'
import type { FormState } from '@/lib/domain/form-state'
import { parsed } from '@/lib/domain/issues'
import { lineSchema } from '@/lib/domain/text'
import { attemptAddress } from '@/lib/server/auth/peer'
import { permit } from '@/lib/server/auth/permit'
import { changeOwnPassword } from '@/lib/server/auth/sign-in'
import { createToken, revokeToken } from '@/lib/server/auth/tokens'
import { sessionViewer } from '@/lib/server/auth/viewer'

export async function changePassword(_state: FormState, data: FormData): Promise<FormState> {
  return tried(async () => {
    const viewer = await sessionViewer()
    permit(viewer, 'self:manage')
    const [current, next] = [String(data.get('current') ?? ''), String(data.get('next') ?? '')]
    await changeOwnPassword({ email: viewer.email, current, next }, attemptAddress(await headers()))
  }, 'The password is changed. Sign in again with the new one.')
}

export async function makeOwnToken(_state: FormState, data: FormData): Promise<FormState> {
  return tried(async () => {
    const viewer = await sessionViewer()
    permit(viewer, 'self:manage')
    const name = parsed(lineSchema(200).optional(), String(data.get('name') ?? '').trim() || undefined)
    const secret = await createToken({ userId: viewer.userId, madeById: viewer.userId, name })
    revalidatePath('/account')
    return { secret }
  }, 'The token is made.')
}

export async function revokeOwnToken(_state: FormState, data: FormData): Promise<FormState> {
  return tried(async () => {
    const viewer = await sessionViewer()
    permit(viewer, 'self:manage')
    await revokeToken(viewer.userId, Number(data.get('token')) || 0)
    revalidatePath('/account')
  }, 'Revoked.')
}
