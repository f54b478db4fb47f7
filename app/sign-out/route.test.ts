import { expect, it } from 'vitest'
import { GET } from '@/app/api/v1/audits/route'
import { sessionCookieName, sessionCookieValue } from '@/lib/server/auth/session'
import { testPerson, withParams } from '@/lib/server/auth/testing'
import { testDatabase } from '@/lib/server/db/testing'
import { POST } from './route'

const { pool } = testDatabase()
const ours = { 'sec-fetch-site': 'same-origin' }

async function read(cookie: string): Promise<number> {
  const request = new Request('http://localhost:3000/api/v1/audits', { headers: { ...ours, cookie } })
  return (await GET(request, withParams())).status
}

async function signOut(cookie: string, headers: Record<string, string> = ours): Promise<Response> {
  const request = new Request('http://localhost:3000/sign-out', {
    method: 'POST',
    headers: { ...headers, ...(cookie && { cookie }) },
  })
  return POST(request, withParams())
}

it('ends this session, copies of its cookie too, and none of the others', async () => {
  const { id, cookie } = await testPerson('analyst')
  const elsewhere = `${sessionCookieName()}=${await sessionCookieValue({ sub: id, version: 1 })}`
  expect(await read(cookie)).toBe(200)
  const answer = await signOut(cookie)
  expect(answer.status).toBe(303)
  expect(answer.headers.get('set-cookie')).toContain(`${sessionCookieName()}=; Path=/; Max-Age=0`)
  expect(await read(cookie)).toBe(401)
  expect(await read(elsewhere)).toBe(200)
  // Again, as from a second tab.
  expect((await signOut(cookie)).status).toBe(303)
})

it('lets go whose session is over, and ends none for a page from elsewhere', async () => {
  expect((await signOut('')).status).toBe(303)
  expect((await signOut(`${sessionCookieName()}=forged`)).status).toBe(303)
  const { cookie } = await testPerson('rater')
  expect((await signOut(cookie, { 'sec-fetch-site': 'cross-site' })).status).toBe(403)
  expect(await read(cookie)).not.toBe(401)
})

it('keeps an ended session for as long as a cookie of it could live', async () => {
  const { cookie } = await testPerson('analyst')
  await signOut(cookie)
  await pool.query(`UPDATE ended_sessions SET ended_at = now() - interval '13 days 23 hours'`)
  await signOut((await testPerson('analyst')).cookie)
  expect(await read(cookie)).toBe(401)
  await pool.query(`UPDATE ended_sessions SET ended_at = now() - interval '15 days'`)
  await signOut((await testPerson('analyst')).cookie)
  expect((await pool.query('SELECT FROM ended_sessions')).rowCount).toBe(1)
})
