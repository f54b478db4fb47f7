import type { NextApiRequest, NextApiResponse } from 'next'
import NextAuth from 'next-auth'
import { beforeEach, expect, it } from 'vitest'
import { testDatabase } from '@/lib/server/db/testing'
import { takeAttempt } from './attempts'
import { authOptions } from './options'
import { addPerson, setActive, setPassword, setRole } from './people'
import { cookieClaims, cookieViewer, endSession, sessionCookieName } from './session'
import { changeOwnPassword } from './sign-in'
import { testPerson } from './testing'

const { pool } = testDatabase()
const password = 'correct horse battery'

beforeEach(() => {
  globalThis.plumblineAttempts = undefined
})

type Cookies = Record<string, string>

/** One call of next-auth's own handler, as its route makes it. */
async function call(
  action: string,
  given: { body?: Record<string, unknown>; cookies?: Cookies; from?: string } = {},
) {
  const { body, cookies = {}, from = '192.0.2.1' } = given
  const set: string[] = []
  const answer = { body: undefined as unknown, redirect: '' }
  const response = {
    status: () => response,
    getHeader: () => set,
    setHeader: (name: string, value: string | string[]) => {
      if (name === 'Set-Cookie') set.splice(0, set.length, ...[value].flat())
      if (name === 'Location') answer.redirect = String(value)
      return response
    },
    json: (value: { url: string }) => {
      answer.redirect = value.url
    },
    send: (value: unknown) => {
      answer.body = value
    },
    end: () => {},
  }
  const request = {
    query: { nextauth: action.split('/') },
    method: body ? 'POST' : 'GET',
    headers: { 'x-forwarded-for': from, host: 'localhost:3000' },
    cookies,
    body,
  }
  await NextAuth(request as unknown as NextApiRequest, response as unknown as NextApiResponse, authOptions())
  const jar = Object.fromEntries(
    set.map((cookie) => {
      const [pair = ''] = cookie.split(';')
      const at = pair.indexOf('=')
      return [pair.slice(0, at), decodeURIComponent(pair.slice(at + 1))]
    }),
  )
  return { ...answer, jar, set }
}

/** Signs in as the sign-in page does. */
async function signInAs(email: string, typed: string, from?: string) {
  const csrf = await call('csrf')
  const { csrfToken } = csrf.body as { csrfToken: string }
  const answer = await call('callback/credentials', {
    body: { email, password: typed, csrfToken, json: 'true', callbackUrl: '/' },
    cookies: csrf.jar,
    from,
  })
  const error = new URL(answer.redirect, 'http://localhost').searchParams.get('error')
  return { session: answer.jar[sessionCookieName()], error, set: answer.set }
}

it('gives a cookie that scripts and other sites cannot use, and that speaks for the account', async () => {
  const { id, email } = await testPerson('analyst', { password })
  const { session, set } = await signInAs(` ${email.toUpperCase()} `, password)
  expect(await cookieViewer(session)).toMatchObject({ userId: id, email, role: 'analyst', via: 'session' })
  const cookie = set.find((one) => one.startsWith(sessionCookieName()))
  expect(cookie).toMatch(/; Path=\/; .*HttpOnly; SameSite=Lax$/)
  expect(cookie).not.toContain('Secure')
  expect((await call('session', { cookies: { [sessionCookieName()]: session ?? '' } })).body).toMatchObject({
    user: { email, role: 'analyst' },
  })
})

it.each([
  ['a wrong password', (email: string) => [email, 'not the password']],
  ['an unknown address', () => ['nobody@example.org', password]],
  ['no address at all', () => ['', password]],
  ['a NUL', (email: string) => [`${email}\0`, password]],
])('refuses %s, all alike', async (_name, typed) => {
  const { email } = await testPerson('rater', { password })
  const [address = '', word = ''] = typed(email)
  expect(await signInAs(address, word)).toMatchObject({ session: undefined, error: 'CredentialsSignin' })
})

it('refuses a locked account and one without a password', async () => {
  const locked = await testPerson('rater', { password })
  await setActive(locked.id, false, null)
  expect((await signInAs(locked.email, password)).error).toBe('CredentialsSignin')
  const { email } = await testPerson('rater')
  expect((await signInAs(email, 'nobody has this password')).error).toBe('CredentialsSignin')
})

it('refuses a sign-in without the token that its own page was given', async () => {
  const { email } = await testPerson('rater', { password })
  const body = { email, password, csrfToken: 'made up', json: 'true' }
  const answer = await call('callback/credentials', { body })
  expect(answer.jar[sessionCookieName()]).toBeUndefined()
  expect(answer.redirect).toContain('csrf=true')
})

it('stops the eleventh guess at an account from one place, also when all are made at once, and lets others in', async () => {
  const { email } = await testPerson('rater', { password })
  const guesses = Array.from({ length: 14 }, () => signInAs(email, 'guess', '192.0.2.1'))
  const errors = (await Promise.all(guesses)).map(({ error }) => error)
  expect(errors.filter((error) => error === 'CredentialsSignin')).toHaveLength(10)
  expect(errors.filter((error) => error === 'TooManyAttempts')).toHaveLength(4)
  expect((await signInAs(email, password, '192.0.2.1')).error).toBe('TooManyAttempts')
  expect((await signInAs(email, password, '192.0.2.99')).error).toBeNull()
  const other = await testPerson('rater', { password })
  expect((await signInAs(other.email, password, '192.0.2.1')).error).toBeNull()
})

it('stops guesses at an account from many places after a hundred, whoever signs in meanwhile', async () => {
  const { email } = await testPerson('rater', { password })
  const addresses = Array.from({ length: 11 }, (_, i) => `192.0.2.${i}`)
  const guess = (address: string) => takeAttempt(email, address)
  for (const address of addresses.slice(0, 10)) for (let i = 0; i < 10; i += 1) await guess(address)
  await expect(guess(addresses[10]!)).rejects.toMatchObject({ code: 'too-many' })
  globalThis.plumblineAttempts = undefined
  for (const address of addresses.slice(0, 9)) for (let i = 0; i < 10; i += 1) await guess(address)
  expect((await signInAs(email, password, addresses[9])).error).toBeNull()
  for (let i = 0; i < 10; i += 1) await guess(addresses[9]!)
  await expect(guess(addresses[10]!)).rejects.toMatchObject({ code: 'too-many' })
})

it('stops an address that tries many accounts, an IPv6 one by its network', async () => {
  const guesses = Array.from({ length: 52 }, (_, i) =>
    signInAs(`a${i}@example.org`, 'guess', `2001:db8::1:${i}`),
  )
  const errors = (await Promise.all(guesses)).map(({ error }) => error)
  expect(errors.filter((error) => error === 'TooManyAttempts')).toHaveLength(2)
  const { email } = await testPerson('rater', { password })
  expect((await signInAs(email, password, '2001:db8:0:0:5::')).error).toBe('TooManyAttempts')
  expect((await signInAs(email, password, '2001:db8:0:1::')).error).toBeNull()
})

it('counts failures, not uses', async () => {
  const { email } = await testPerson('rater', { password })
  for (let i = 0; i < 12; i += 1) expect((await signInAs(email, password)).error).toBeNull()
})

it('ends sessions at once with a lock, a new password or a new version, and knows a new role at once', async () => {
  const { id, email } = await testPerson('admin', { password })
  await testPerson('admin')
  const { session } = await signInAs(email, password)
  await setRole(id, 'rater', null)
  expect(await cookieViewer(session)).toMatchObject({ role: 'rater' })
  await setPassword(id, 'another password', null)
  expect(await cookieViewer(session)).toBeNull()

  const { session: second } = await signInAs(email, 'another password')
  expect(await cookieViewer(second)).not.toBeNull()
  await setActive(id, false, null)
  expect(await cookieViewer(second)).toBeNull()
  const answer = await call('session', { cookies: { [sessionCookieName()]: second ?? '' } })
  expect(answer.body).toEqual({})
  await setActive(id, true, null)
  expect(await cookieViewer(second)).toBeNull()
})

it('ends a session that is signed out of by next-auth itself', async () => {
  const { email } = await testPerson('rater', { password })
  const { session = '' } = await signInAs(email, password)
  const { session: elsewhere } = await signInAs(email, password)
  const csrf = await call('csrf')
  const { csrfToken } = csrf.body as { csrfToken: string }
  await call('signout', {
    body: { csrfToken, json: 'true' },
    cookies: { ...csrf.jar, [sessionCookieName()]: session },
  })
  expect(await cookieViewer(session)).toBeNull()
  expect(await cookieViewer(elsewhere)).not.toBeNull()
})

it('renews a cookie as the same session', async () => {
  const { email } = await testPerson('rater', { password })
  const { session = '' } = await signInAs(email, password)
  const renewed = (await call('session', { cookies: { [sessionCookieName()]: session } })).jar[
    sessionCookieName()
  ]
  expect(await cookieViewer(renewed)).not.toBeNull()
  await endSession(await cookieClaims(session))
  expect(await cookieViewer(renewed)).toBeNull()
})

it.each([undefined, '', 'x', 'eyJhbGciOiJub25lIn0.eyJzdWIiOiJ4In0.'])(
  'takes %j for no session',
  async (value) => {
    expect(await cookieViewer(value)).toBeNull()
  },
)

it('sends nobody to another site after sign-in', async () => {
  const redirect = authOptions().callbacks?.redirect
  const baseUrl = 'http://localhost:3000'
  for (const url of [
    'https://evil.example/',
    '//evil.example/',
    'javascript:alert(1)',
    '\\\\evil.example',
    'x:y',
  ])
    expect(new URL((await redirect?.({ url, baseUrl })) ?? '').origin).toBe(baseUrl)
  expect(await redirect?.({ url: '/audits/a?b=c', baseUrl })).toBe('http://localhost:3000/audits/a?b=c')
})

it('lets people change their password who know the present one', async () => {
  const { email, cookie } = await testPerson('rater', { password })
  const change = (current: string, next: string) => changeOwnPassword({ email, current, next }, '192.0.2.1')
  await expect(change('not it', 'a new password')).rejects.toMatchObject({ code: 'unprocessable' })
  await expect(change(password, 'short')).rejects.toMatchObject({ code: 'unprocessable' })
  await change(password, 'a new password')
  expect(await cookieViewer(cookie.split('=')[1])).toBeNull()
  expect((await signInAs(email, password)).error).toBe('CredentialsSignin')
  expect((await signInAs(email, 'a new password')).error).toBeNull()
})

it('keeps one admin, also when the last two go at the same time', async () => {
  await pool.query(`UPDATE users SET role = 'rater'`)
  const [first, second] = [await testPerson('admin'), await testPerson('admin')]
  const client = await pool.connect()
  await client.query('BEGIN')
  await client.query(`UPDATE users SET role = 'rater' WHERE id = $1`, [first.id])
  const locked = setActive(second.id, false, null).catch((error) => error.code)
  const waiting = `SELECT 1 FROM pg_stat_activity WHERE wait_event_type = 'Lock' AND datname = current_database()`
  await expect.poll(async () => (await pool.query(waiting)).rowCount, { timeout: 10_000 }).toBe(1)
  await client.query('COMMIT')
  client.release()
  expect(await locked).toBe('conflict')
  await expect(setRole(second.id, 'analyst', null)).rejects.toMatchObject({ code: 'conflict' })
})

it('keeps passwords as argon2id only, and one account for an address', async () => {
  const { email, id } = await testPerson('rater', { password })
  const { rows } = await pool.query('SELECT password_hash FROM users WHERE id = $1', [id])
  expect(rows[0].password_hash).toMatch(/^\$argon2id\$v=19\$m=19456,t=2,p=1\$/)
  await expect(addPerson({ email, role: 'admin' }, null)).rejects.toMatchObject({ code: 'conflict' })
})
