'use server'

import { revalidatePath } from 'next/cache'
import { cookies, headers } from 'next/headers'
import { redirect } from 'next/navigation'
import { formAction, rowIdSchema } from '@/app/form-action'
import { tried } from '@/app/tried'
import { PlumblineError } from '@/lib/domain/errors'
import { parsed } from '@/lib/domain/issues'
import { lineSchema } from '@/lib/domain/text'
import { attemptAddress } from '@/lib/server/auth/peer'
import { permit } from '@/lib/server/auth/permit'
import { isHttps, sessionCookieName } from '@/lib/server/auth/session'
import { changeOwnPassword } from '@/lib/server/auth/sign-in'
import { createToken, revokeToken } from '@/lib/server/auth/tokens'
import { sessionViewer } from '@/lib/server/auth/viewer'

/** Changes the viewer's password and goes to where the new one is asked for, since all sessions have ended. */
export const changePassword = formAction([], async (data) => {
  return tried(async () => {
    const viewer = await sessionViewer()
    permit(viewer, 'self:manage')
    const [current, next, again] = ['current', 'next', 'again'].map((name) => String(data.get(name) ?? ''))
    if (next !== again) {
      const message = 'is not the same as above'
      throw new PlumblineError('unprocessable', `again: ${message}`, [{ path: 'again', message }])
    }
    await changeOwnPassword(
      { email: viewer.email, current: current!, next: next! },
      attemptAddress(await headers()),
    )
    const jar = await cookies()
    jar.set(sessionCookieName(), '', {
      maxAge: 0,
      path: '/',
      httpOnly: true,
      sameSite: 'lax',
      secure: isHttps(),
    })
    redirect('/sign-in?changed=password')
  }, '')
})

export const makeOwnToken = formAction([], async (data) => {
  return tried(async () => {
    const viewer = await sessionViewer()
    permit(viewer, 'self:manage')
    const name = parsed(lineSchema(200).optional(), String(data.get('name') ?? '').trim() || undefined)
    const secret = await createToken({ userId: viewer.userId, madeById: viewer.userId, name })
    revalidatePath('/account')
    return { secret }
  }, 'The token is made.')
})

export const revokeOwnToken = formAction([], async (data) => {
  return tried(async () => {
    const viewer = await sessionViewer()
    permit(viewer, 'self:manage')
    await revokeToken(viewer.userId, parsed(rowIdSchema, data.get('token')))
    revalidatePath('/account')
  }, 'Revoked.')
})
