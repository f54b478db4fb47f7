import type { Role } from '@/lib/domain/audit'
import { PlumblineError } from '@/lib/domain/errors'
import type { Person, PersonInput } from '@/lib/domain/person'
import { transaction } from '@/lib/server/db/pool'
import { prisma } from '@/lib/server/db/prisma'
import { recordEvent } from '@/lib/server/events'
import { Prisma, type User } from '@/prisma/generated/client'
import { hashPassword, madeUpPassword } from './password'

/** Makes an account. `byId` is who makes it, null for the command line. Throws 'conflict' for a known e-mail address. */
export async function addPerson(input: Omit<PersonInput, 'token'>, byId: string | null): Promise<Person> {
  const { email, name, role, password } = input
  const passwordHash = password === undefined ? null : await hashPassword(password)
  try {
    const user = await prisma().user.create({ data: { email, name, role, passwordHash } })
    await recordEvent({ action: 'person.add', userId: byId, detail: { person: user.id, role } })
    return person(user)
  } catch (error) {
    if (error instanceof Prisma.PrismaClientKnownRequestError && error.code === 'P2002')
      throw new PlumblineError(
        'conflict',
        `There is an account for ${email} already. Its role and password are changed under Admin.`,
      )
    throw error
  }
}

/** All accounts but those of panels' participants, by e-mail address. */
export async function listPeople(): Promise<Person[]> {
  const users = await prisma().user.findMany({ where: { participant: null }, orderBy: { email: 'asc' } })
  return users.map(person)
}

/** How many people panels have sent. */
export function countParticipants(): Promise<number> {
  return prisma().participant.count()
}

/** The account of an e-mail address. Throws 'not-found'. */
export async function findPerson(email: string): Promise<Person> {
  const user = await prisma().user.findUnique({ where: { email: email.trim().toLowerCase() } })
  if (!user) throw new PlumblineError('not-found', `There is no account for ${email}.`)
  return person(user)
}

/** Locks an account, which ends its sessions and tokens at once, or unlocks it. The last admin cannot be locked. */
export function setActive(id: string, active: boolean, byId: string | null): Promise<void> {
  return changePerson(id, byId, active ? 'person.unlock' : 'person.lock', {
    text: 'UPDATE users SET active = $2, session_version = session_version + 1 WHERE id = $1',
    values: [id, active],
  })
}

/** Gives an account another role, from its next request on. The last admin stays one. */
export function setRole(id: string, role: Role, byId: string | null): Promise<void> {
  return changePerson(id, byId, 'person.role', {
    text: 'UPDATE users SET role = $2 WHERE id = $1',
    values: [id, role],
  })
}

/** Sets a password, which ends all sessions of the account; its tokens live on. */
export async function setPassword(id: string, password: string, byId: string | null): Promise<void> {
  const hash = await hashPassword(password)
  await changePerson(id, byId, 'person.password', {
    text: 'UPDATE users SET password_hash = $2, session_version = session_version + 1 WHERE id = $1',
    values: [id, hash],
  })
}

/** Gives an account a new random password, which ends all its sessions, and answers it: it cannot be shown again. */
export async function resetPassword(id: string, byId: string | null): Promise<string> {
  const password = madeUpPassword()
  await setPassword(id, password, byId)
  return password
}

/** Runs one change of an account, and takes it back when no admin would be left. */
function changePerson(
  id: string,
  byId: string | null,
  action: string,
  change: { text: string; values: unknown[] },
): Promise<void> {
  return transaction(async (client) => {
    // Two admins who demote each other at the same time must not both succeed.
    const before = await client.query(
      `SELECT active FROM users WHERE role = 'admin' ORDER BY id FOR NO KEY UPDATE`,
    )
    const { rowCount } = await client.query(change)
    if (rowCount === 0) throw new PlumblineError('not-found', 'There is no such account.')
    const after = await client.query(`SELECT 1 FROM users WHERE role = 'admin' AND active LIMIT 1`)
    if (before.rows.some((admin) => admin.active) && after.rowCount === 0)
      throw new PlumblineError('conflict', 'This is the last admin. Make another one first.')
    await recordEvent({ action, userId: byId, detail: { person: id } }, client)
  })
}

function person({ id, email, name, role, active, createdAt }: User): Person {
  return { id, email, name, role, active, created_at: createdAt.toISOString() }
}
