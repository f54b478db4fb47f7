import { expect, it } from 'vitest'
import { testPerson, withParams } from '@/lib/server/auth/testing'
import { testDatabase } from '@/lib/server/db/testing'
import { makeInvitation } from '@/lib/server/invitations/make'
import { participantHash } from '@/lib/server/invitations/secret'
import { makeAudit } from '@/lib/server/rating/testing'
import { GET } from './[token]/route'

const { pool } = testDatabase()

async function panelLink(parameter = 'participant_id'): Promise<string> {
  const { id: byId } = await testPerson('analyst')
  const panel = { code: 'C1', return_url: 'https://panel.example/', parameter }
  const { id: auditId } = await makeAudit(pool)
  return makeInvitation({ role: 'rater', days: 7, panel }, { auditId, byId })
}

async function open(secret: string, query: string) {
  const request = new Request(`http://localhost:3000/panel/${secret}${query}`)
  const response = await GET(request, withParams({ token: secret }))
  expect(response.status).toBe(303)
  const all = [...response.headers, await response.text()].join('\n')
  return { to: response.headers.get('location'), cookie: response.headers.get('set-cookie') ?? '', all }
}

it('goes on to an address without the participant’s id, which it hands on as a hash alone', async () => {
  const secret = await panelLink()
  const { to, cookie, all } = await open(secret, '?PROLIFIC_PID=5f3c-secret&STUDY_ID=x')
  expect(to).toBe(`/invite/${secret}`)
  const value = participantHash(secret, '5f3c-secret').toString('base64url')
  expect(cookie).toBe(
    `plumbline-participant=${value}; Path=/invite/${secret}; Max-Age=900; HttpOnly; SameSite=Lax`,
  )
  expect(all).not.toContain('5f3c-secret')
})

it.each([
  ['', 'missing'],
  ['?participant_id={{%25PROLIFIC_PID%25}}', 'unfilled'],
  ['?participant_id=a&participant_id=b', 'twice'],
  [`?participant_id=${'x'.repeat(300)}`, 'too-long'],
])('says what is wrong with "%s": %s', async (query, fault) => {
  const secret = await panelLink()
  const { to, cookie } = await open(secret, query)
  expect(to).toBe(`/invite/${secret}?fault=${fault}`)
  expect(cookie).toContain('Max-Age=0')
})

it('goes on to the page of a link that nobody made, which says so', async () => {
  expect((await open('no such/link', '?participant_id=p1')).to).toBe('/invite/unknown')
})
