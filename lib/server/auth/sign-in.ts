import { z } from 'zod'
import { PlumblineError } from '@/lib/domain/errors'
import { parsed } from '@/lib/domain/issues'
import { emailSchema, passwordSchema } from '@/lib/domain/person'
import { prisma } from '@/lib/server/db/prisma'
import { attemptSucceeded, returnAttempt, takeAttempt } from './attempts'
import { isPassword } from './password'
import { setPassword } from './people'

const credentialsSchema = z.object({
  email: emailSchema,
  password: z.string().min(1).max(1_000),
})

/** What a session is made from. */
export type SignedIn = { id: string; email: string; name: string | null; version: number }

/**
 * The account behind an e-mail address and a password, or null when they do not belong together or it is locked.
 * Throws PlumblineError('too-many') as `takeAttempt`.
 */
export async function signIn(credentials: unknown, address: string): Promise<SignedIn | null> {
  const given = credentialsSchema.safeParse(credentials)
  if (!given.success) return null
  const { email, password } = given.data
  await takeAttempt(email, address)
  const user = await verifiedUser(email, password).catch(async (error) => {
    // The database was away, say: nobody guessed wrong.
    await returnAttempt(email, address)
    throw error
  })
  if (user) await attemptSucceeded(email, address)
  return user
}

/**
 * Sets a person's own password, which ends all their sessions. Guesses at the present one count as failed sign-ins.
 * Throws PlumblineError: 'unprocessable' when `current` is wrong, 'too-many' as for a sign-in.
 */
export async function changeOwnPassword(
  { email, current, next }: { email: string; current: string; next: string },
  address: string,
): Promise<void> {
  const { next: password } = parsed(z.object({ next: passwordSchema }), { next })
  const user = await signIn({ email, password: current }, address)
  if (!user) {
    const message = 'is not your present password'
    throw new PlumblineError('unprocessable', `current: ${message}`, [{ path: 'current', message }])
  }
  await setPassword(user.id, password, user.id)
}

async function verifiedUser(email: string, password: string): Promise<SignedIn | null> {
  const user = await prisma().user.findUnique({ where: { email } })
  // A locked account does the same work: the answer's time must not tell that it exists.
  const matches = await isPassword(password, user?.passwordHash ?? null)
  if (!matches || !user?.active) return null
  return { id: user.id, email: user.email, name: user.name, version: user.sessionVersion }
}
