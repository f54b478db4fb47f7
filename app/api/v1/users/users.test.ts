import { beforeAll, expect, it } from 'vitest'
import { signIn } from '@/lib/server/auth/sign-in'
import { apiRequest, type TestPerson, testPerson, withParams } from '@/lib/server/auth/testing'
import { tokenViewer } from '@/lib/server/auth/tokens'
import { testDatabase } from '@/lib/server/db/testing'
import { POST } from './route'

const { pool } = testDatabase()

let admin: TestPerson
beforeAll(async () => {
  admin = await testPerson('admin')
})

async function post(body: unknown, token = admin.token) {
  const response = await POST(apiRequest('/api/v1/users', { method: 'POST', token, body }), withParams())
  return { status: response.status, body: await response.json() }
}

it('adds a person, and shows a token once where one is asked for', async () => {
  const { status, body } = await post({ email: ' Rae@Example.org', name: 'Rae', role: 'rater', token: true })
  expect(status).toBe(201)
  expect(body).toEqual({
    id: expect.any(String),
    email: 'rae@example.org',
    name: 'Rae',
    role: 'rater',
    active: true,
    created_at: expect.stringMatching(/Z$/),
    token: expect.stringMatching(/^plb_/),
  })
  // Ratings given with a token that another person made are marked so.
  expect(await tokenViewer(body.token)).toMatchObject({
    userId: body.id,
    role: 'rater',
    tokenMadeById: admin.id,
  })
  const { rows } = await pool.query('SELECT user_id, detail FROM events ORDER BY id DESC LIMIT 1')
  expect(rows).toEqual([{ user_id: admin.id, detail: { person: body.id, role: 'rater' } }])
})

it('takes a password, and neither keeps nor answers it', async () => {
  const { status, body } = await post({
    email: 'ann@example.org',
    role: 'analyst',
    password: 'correct horse',
  })
  expect(status).toBe(201)
  expect(JSON.stringify(body)).not.toMatch(/horse|hash|token/)
  expect(await signIn({ email: 'ann@example.org', password: 'correct horse' }, '::1')).not.toBeNull()
})

it.each<[string, object, number, string]>([
  ['an unknown field', { admin: true }, 422, 'admin'],
  ['another role', { role: 'owner' }, 422, 'role'],
  ['no address', { email: 'x' }, 422, 'email'],
  ['a short password', { password: '1234567' }, 422, 'password'],
  ['a token of another kind', { token: 'mine' }, 422, 'token'],
])('refuses %s by name', async (_name, extra, status, path) => {
  const answer = await post({ email: 'new@example.org', role: 'rater', ...extra })
  expect([answer.status, answer.body.errors[0].path]).toEqual([status, path])
})

it('is for admins, and refuses an address that has an account', async () => {
  expect((await post({ email: admin.email.toUpperCase(), role: 'rater' })).status).toBe(409)
  for (const role of ['analyst', 'rater'] as const) {
    const { token } = await testPerson(role)
    expect((await post({ email: 'own@example.org', role: 'admin' }, token)).status).toBe(403)
  }
})
