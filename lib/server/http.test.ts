import { Writable } from 'node:stream'
import { afterEach, beforeAll, expect, it } from 'vitest'
import { z } from 'zod'
import { PlumblineError } from '@/lib/domain/errors'
import { setActive } from '@/lib/server/auth/people'
import { apiRequest, type TestPerson, testPerson, withParams } from '@/lib/server/auth/testing'
import { readJson } from '@/lib/server/body'
import { pool } from '@/lib/server/db/pool'
import { prisma } from '@/lib/server/db/prisma'
import { testDatabase } from '@/lib/server/db/testing'
import { apiRoute, publicRoute, sessionRoute } from './http'
import { makeLog } from './log'
import { metrics } from './metrics'

testDatabase()

let analyst: TestPerson
let rater: TestPerson
beforeAll(async () => {
  analyst = await testPerson('analyst')
  rater = await testPerson('rater')
})
afterEach(() => {
  globalThis.plumblineLog = undefined
})

const whoAmI = apiRoute(({ viewer }) => Response.json({ email: viewer.email, via: viewer.via }), {
  action: 'audit:read',
})
const ownPage = sessionRoute(({ viewer }) => Response.json({ email: viewer.email }), {
  action: 'audit:write',
})

function request(headers: Record<string, string>, method = 'GET', path = '/api/v1/audits'): Request {
  return new Request(`http://localhost:3000${path}`, {
    method,
    headers: { host: 'localhost:3000', ...headers },
  })
}

async function answerOf(response: Response) {
  return { status: response.status, body: await response.json(), headers: response.headers }
}

it('answers the owner of a token', async () => {
  const { status, body, headers } = await answerOf(
    await whoAmI(apiRequest('/', { token: analyst.token }), withParams()),
  )
  expect([status, body]).toEqual([200, { email: analyst.email, via: 'token' }])
  expect(headers.get('cache-control')).toBe('no-store')
})

it.each([
  ['no credentials', () => ({})],
  ['another scheme', () => ({ authorization: `Basic ${analyst.token}` })],
  ['an unknown token', () => ({ authorization: `Bearer plb_${'x'.repeat(43)}` })],
  [
    'a wrong token beside a good cookie',
    () => ({ authorization: 'Bearer x', cookie: analyst.cookie, 'sec-fetch-site': 'same-origin' }),
  ],
  ['a cookie alone', () => ({ cookie: analyst.cookie })],
  ['a cookie by a link of another site', () => ({ cookie: analyst.cookie, referer: 'http://evil.example/' })],
  [
    'a cookie by a link of another site that names this one',
    () => ({ cookie: analyst.cookie, referer: 'http://evil.example/http://localhost:3000/' }),
  ],
  [
    'a cookie from another site, whatever the referer says',
    () => ({ cookie: analyst.cookie, referer: 'http://localhost:3000/', 'sec-fetch-site': 'cross-site' }),
  ],
  ['a cookie from another site', () => ({ cookie: analyst.cookie, 'sec-fetch-site': 'cross-site' })],
  ['a cookie from a sibling site', () => ({ cookie: analyst.cookie, 'sec-fetch-site': 'same-site' })],
  ['a cookie typed into the address bar', () => ({ cookie: analyst.cookie, 'sec-fetch-site': 'none' })],
])('answers 401 as problem+json to %s', async (_name, headers) => {
  const { status, body, headers: answered } = await answerOf(await whoAmI(request(headers()), withParams()))
  expect(status).toBe(401)
  expect(answered.get('content-type')).toBe('application/problem+json')
  expect(answered.get('www-authenticate')).toBe('Bearer')
  expect(body).toMatchObject({
    type: 'about:blank',
    title: 'Not signed in',
    status: 401,
    detail: expect.any(String),
  })
})

it('serves a session only what it reads, and only to its own pages', async () => {
  const own = { cookie: `theme=dark; ${analyst.cookie}`, 'sec-fetch-site': 'same-origin' }
  expect((await answerOf(await whoAmI(request(own), withParams()))).body).toEqual({
    email: analyst.email,
    via: 'session',
  })
  // On plain http, but for localhost, browsers state no Sec-Fetch-Site.
  const plain = { cookie: analyst.cookie, referer: 'http://localhost:3000/audits/a' }
  expect((await whoAmI(request(plain), withParams())).status).toBe(200)
  for (const method of ['POST', 'PUT', 'PATCH', 'DELETE'])
    expect(
      (await whoAmI(request({ ...own, origin: 'http://localhost:3000' }, method), withParams())).status,
    ).toBe(401)
})

it('answers 403 to a role that may not, and 401 once the owner is locked', async () => {
  expect((await whoAmI(apiRequest('/', { token: rater.token }), withParams())).status).toBe(403)
  const { id, token } = await testPerson('analyst')
  await setActive(id, false, null)
  expect((await whoAmI(apiRequest('/', { token }), withParams())).status).toBe(401)
})

it.each<[string, Record<string, string>, number]>([
  ['the same origin', { 'sec-fetch-site': 'same-origin', origin: 'http://localhost:3000' }, 200],
  ['the same origin of a browser without Sec-Fetch', { origin: 'http://localhost:3000' }, 200],
  ['the same origin without Origin', { 'sec-fetch-site': 'same-origin' }, 200],
  ['another site', { 'sec-fetch-site': 'cross-site', origin: 'https://evil.example' }, 403],
  ['another port', { origin: 'http://localhost:3001' }, 403],
  ['a sandboxed frame', { origin: 'null' }, 403],
  [
    'another site that claims to be the same',
    { 'sec-fetch-site': 'same-origin', origin: 'https://evil.example' },
    403,
  ],
  ['nowhere', {}, 403],
  ['a referer alone', { referer: 'http://localhost:3000/' }, 403],
])('takes a change by session from %s: %#', async (_name, headers, status) => {
  const post = request({ cookie: analyst.cookie, ...headers }, 'POST')
  expect((await ownPage(post, withParams())).status).toBe(status)
})

it('lets a session read its own pages, and asks for one and for the role', async () => {
  expect((await ownPage(request({ cookie: analyst.cookie }), withParams())).status).toBe(200)
  expect((await ownPage(request({ cookie: rater.cookie }), withParams())).status).toBe(403)
  expect((await ownPage(request({}), withParams())).status).toBe(401)
  // A token is for programs: it does not open what is made for the pages.
  expect((await ownPage(apiRequest('/', { token: analyst.token }), withParams())).status).toBe(401)
})

const echo = publicRoute(async ({ request }) =>
  Response.json(await readJson(request, z.strictObject({ name: z.string(), n: z.number().optional() }), 100)),
)
const post = (body: string | Uint8Array<ArrayBuffer>) =>
  echo(new Request('http://localhost/api/v1/x', { method: 'POST', body }), withParams())

it('names the place at which a body stops being JSON', async () => {
  const { status, body } = await answerOf(await post('{"name": "a",\n "n": }'))
  expect(status).toBe(400)
  expect(body.detail).toBe('Malformed JSON: unexpected character at line 2, column 7.')
  expect((await post('')).status).toBe(400)
  expect((await answerOf(await post(new Uint8Array([0x22, 0xff, 0x22])))).body.detail).toContain('UTF-8')
})

it('names each field that is wrong, unknown or missing', async () => {
  const { status, body } = await answerOf(await post('{"n": "1", "nmae": "a", "x.y": 1}'))
  expect(status).toBe(422)
  expect(body.errors.map(({ path }: { path: string }) => path).sort()).toEqual(['n', 'name', 'nmae', 'x.y'])
  expect(body.errors).toContainEqual({ path: 'nmae', message: 'is not a known field' })
})

it('stops reading a body that is too large', async () => {
  expect((await post(JSON.stringify({ name: 'a'.repeat(100) }))).status).toBe(413)
  let pulled = 0
  const body = new ReadableStream<Uint8Array>({
    pull(controller) {
      pulled += 1
      controller.enqueue(new Uint8Array(64))
    },
  })
  const endless = new Request('http://localhost/', { method: 'POST', body, duplex: 'half' } as RequestInit)
  expect((await echo(endless, withParams())).status).toBe(413)
  expect(pulled).toBeLessThan(10)
})

it('keeps what it did not expect to itself, and logs it under the id that it answers', async () => {
  const lines: string[] = []
  globalThis.plumblineLog = makeLog(
    new Writable({ write: (line, _encoding, done) => done(void lines.push(String(line))) }),
  )
  globalThis.plumblineLog.level = 'info'
  const broken = publicRoute(() => {
    throw Object.assign(new Error('secret detail of table users'), { password: 'hunter2' })
  })
  const { status, body, headers } = await answerOf(await broken(apiRequest('/'), withParams()))
  expect(status).toBe(500)
  expect(JSON.stringify(body)).not.toContain('secret')
  const logged = JSON.parse(lines[0] ?? '')
  expect(logged.request_id).toBe(headers.get('x-request-id'))
  expect(logged.err.message).toContain('secret detail')
  expect(lines.join()).not.toContain('hunter2')
})

it('logs no row that the database refused', async () => {
  const lines: string[] = []
  globalThis.plumblineLog = makeLog(
    new Writable({ write: (line, _encoding, done) => done(void lines.push(String(line))) }),
  )
  globalThis.plumblineLog.level = 'info'
  const refused = publicRoute(async () => {
    await pool().query(`INSERT INTO audits (slug, name, kind, intent, guidelines, ratings_per_output, presentation)
      VALUES ('a', 'a name to keep', 'reward', 'an intent to keep', '', 1000, 'plain')`)
    return new Response()
  })
  expect((await refused(apiRequest('/'), withParams())).status).toBe(500)
  expect(JSON.parse(lines[0] ?? '').err).toMatchObject({
    code: '23514',
    constraint: 'audits_ratings_per_output',
  })
  expect(lines.join()).not.toContain('to keep')
  // Nor does the database itself, whose log would quote it beside the error.
  expect((await pool().query('SHOW log_error_verbosity')).rows).toEqual([{ log_error_verbosity: 'terse' }])
})

it.each([
  Object.assign(new Error('connect ECONNREFUSED 127.0.0.1:5432'), { code: 'ECONNREFUSED' }),
  new Error('Connection terminated unexpectedly'),
  new Error('Client has encountered a connection error and is not queryable'),
  Object.assign(new Error('the database system is shutting down'), { code: '57P03' }),
  new Error('query failed', { cause: Object.assign(new Error('gone'), { code: '08006' }) }),
  new AggregateError([Object.assign(new Error('x'), { code: 'ECONNREFUSED' })]),
])('answers 503 while the database is away: %#', async (error) => {
  const away = publicRoute(() => Promise.reject(error))
  const { status, headers } = await answerOf(await away(apiRequest('/'), withParams()))
  expect([status, headers.get('retry-after')]).toEqual([503, '5'])
})

it.each<[string, (text: string) => Promise<unknown>]>([
  ['pg', (text) => pool().query('SELECT $1::text', [text])],
  ['pg, in JSON', (text) => pool().query('SELECT $1::jsonb', [JSON.stringify({ text })])],
  ['Prisma', (text) => prisma().user.findFirst({ where: { email: text } })],
  ['Prisma, in JSON', (text) => prisma().$queryRaw`SELECT ${{ text }}::jsonb`],
])('answers 422 to text that the database cannot keep: %s', async (_name, ask) => {
  const route = publicRoute(async () => Response.json(await ask('a\0b')))
  const { status, body } = await answerOf(await route(apiRequest('/'), withParams()))
  expect(status).toBe(422)
  expect(body.detail).toContain('NUL')
})

it('answers what is meant for people as it is', async () => {
  const refused = publicRoute(() => {
    throw new PlumblineError('conflict', 'Choose another slug.', [{ path: 'slug', message: 'is taken' }])
  })
  expect((await answerOf(await refused(apiRequest('/'), withParams()))).body).toEqual({
    type: 'about:blank',
    title: 'Conflict',
    status: 409,
    detail: 'Choose another slug.',
    errors: [{ path: 'slug', message: 'is taken' }],
  })
})

it('measures by the route, never by what stands in for its parameters', async () => {
  const route = publicRoute(() => new Response('ok'))
  await route(
    apiRequest('/api/v1/audits/outputs/outputs/zebra%20one'),
    withParams({ slug: 'outputs', id: 'zebra one' }),
  )
  await route(apiRequest('/api/v1/audits/%7Ezebra'), withParams({ slug: '~zebra' }))
  await route(apiRequest('/api/v1/zebra/zebra'), withParams({ rest: ['zebra', 'zebra'] }))
  const text = await metrics().registry.metrics()
  expect(text).not.toContain('zebra')
  expect(text).toContain('route="/api/v1/{rest}"')
  expect(text).toContain('{id}')
})
