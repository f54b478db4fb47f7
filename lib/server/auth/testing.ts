import { randomUUID } from 'node:crypto'
import type { Role } from '@/lib/domain/audit'
import { addPerson } from './people'
import { cookieViewer, sessionCookieName, sessionCookieValue } from './session'
import { createToken } from './tokens'
import type { Viewer } from './viewer'

// Read when the environment is first asked for, which is after this module is loaded.
process.env.NEXTAUTH_SECRET ??= 'a secret that is for tests only'

/** A person for tests, and the two ways in which they prove who they are. */
export type TestPerson = { id: string; email: string; viewer: Viewer; token: string; cookie: string }

/** Makes an account of a role, with a token and a session cookie of its own. */
export async function testPerson(role: Role, options: { password?: string } = {}): Promise<TestPerson> {
  const email = `${role}-${randomUUID()}@example.org`
  const { id } = await addPerson({ email, role, ...options }, null)
  const value = await sessionCookieValue({ sub: id, version: 1 })
  const viewer = await cookieViewer(value)
  if (!viewer) throw new Error('A new account has no session')
  const token = await createToken({ userId: id, madeById: id })
  return { id, email, viewer, token, cookie: `${sessionCookieName()}=${value}` }
}

/** A request as a program sends it: with a token, a JSON body if any. */
export function apiRequest(
  path: string,
  { method = 'GET', token, body }: { method?: string; token?: string; body?: unknown } = {},
): Request {
  return new Request(`http://localhost:3000${path}`, {
    method,
    headers: {
      ...(token && { authorization: `Bearer ${token}` }),
      ...(body !== undefined && { 'content-type': 'application/json' }),
    },
    ...(body !== undefined && { body: typeof body === 'string' ? body : JSON.stringify(body) }),
  })
}

/** The second argument that Next gives to a route handler: without parameters it holds none at all. */
export function withParams(params?: Record<string, string | string[]>) {
  return { params: Promise.resolve(params) }
}
