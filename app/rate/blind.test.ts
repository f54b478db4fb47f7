import { randomUUID } from 'node:crypto'
import { readdirSync } from 'node:fs'
import { fileURLToPath } from 'node:url'
import { beforeAll, beforeEach, expect, it } from 'vitest'
import { type TestPerson, testPerson } from '@/lib/server/auth/testing'
import { testDatabase } from '@/lib/server/db/testing'
import type { Route } from '@/lib/server/http'
import { BETRAYAL, CANARY, makeCanaryAudit } from '@/lib/server/rating/canaries'
import { letLapse, type MadeAudit, SCORES } from '@/lib/server/rating/testing'

const { pool } = testDatabase()
const app = fileURLToPath(new URL('..', import.meta.url))

/** Every route handler of the server, by its path under `app/`. */
const routes = readdirSync(app, { recursive: true, encoding: 'utf8' })
  .map((path) => path.replaceAll('\\', '/'))
  .filter((path) => path.endsWith('/route.ts') && !path.startsWith('api/auth/'))
  .sort()

let audit: MadeAudit
let rater: TestPerson
beforeAll(async () => {
  audit = await makeCanaryAudit(pool)
})
// One each: among the routes is the one that ends the session.
beforeEach(async () => {
  rater = await testPerson('rater')
})

/** Calls a route in one of the ways in which a rater can, and answers all the bytes that come back. */
async function bytesOf(
  path: string,
  method: string,
  params: Record<string, string>,
  { body, by = 'token', key = randomUUID() }: { body?: unknown; by?: 'token' | 'session'; key?: string } = {},
): Promise<{ status: number; all: string; json: unknown }> {
  const module: Record<string, Route> = await import(`${app}/${path}`)
  const headers = new Headers({ host: 'localhost:3000', 'idempotency-key': key })
  if (by === 'token') headers.set('authorization', `Bearer ${rater.token}`)
  else {
    headers.set('cookie', rater.cookie)
    headers.set('sec-fetch-site', 'same-origin')
  }
  const request = new Request(`http://localhost:3000/${path}`, {
    method,
    headers,
    ...(method !== 'GET' && method !== 'HEAD' && { body: JSON.stringify(body ?? {}) }),
  })
  const response = await module[method]!(request, { params: Promise.resolve(params) })
  const text = await response.text()
  const all = [response.status, response.statusText, ...response.headers, text].join('\n')
  return { status: response.status, all, json: text.startsWith('{') ? JSON.parse(text) : null }
}

it('has canaries to find', async () => {
  const { rows } = await pool.query(
    `SELECT a.slug, m.name, o.external_id FROM audits a JOIN models m ON m.audit_id = a.id JOIN outputs o ON o.audit_id = a.id
     WHERE a.id = $1 LIMIT 1`,
    [audit.id],
  )
  for (const value of Object.values(rows[0])) expect(value).toContain(CANARY)
})

it.each([
  { of: 'an item', options: {}, given: SCORES, wrong: { quality: 99 }, changed: { ...SCORES, quality: 1 } },
  {
    ...{ of: 'a comparison', options: { outputs: 10 } },
    ...{ given: { preference: 0.5 }, wrong: { preference: 99 }, changed: { preference: -1 } },
  },
])('shows a rater none of them on the whole way of $of', async ({ of, options, given, wrong, changed }) => {
  const audit = await makeCanaryAudit(pool, options)
  // Comparisons come once no output is left.
  if (of === 'a comparison')
    await pool.query('UPDATE outputs SET open_slots = 0 WHERE audit_id = $1', [audit.id])
  const seen: string[] = []
  const api = 'api/v1/rate'
  const call = async (...args: Parameters<typeof bytesOf>) => {
    const answer = await bytesOf(...args)
    seen.push(answer.all)
    return answer
  }
  for (const by of ['token', 'session'] as const) {
    const base = by === 'token' ? api : 'rate/[audit]'
    const next = async (ref: string) => {
      const path = by === 'token' ? `${api}/[audit]/next/route.ts` : 'rate/[audit]/next/route.ts'
      const { status, json } = await call(path, 'POST', { audit: ref }, { by })
      expect(status).toBe(200)
      return (by === 'token' ? json : (json as { items: unknown[] }).items[0]) as { item_id: string }
    }
    const { item_id: item } = await next(audit.publicId)
    expect(await next(audit.slug)).toMatchObject({ item_id: item })
    const at = { audit: audit.publicId, item }
    await call(`${base}/items/[item]/draft/route.ts`, 'PUT', at, { by, body: { comment: 'So far' } })
    await call(`${base}/items/[item]/draft/route.ts`, 'PUT', at, { by, body: { scores: wrong } })
    await call(`${base}/items/[item]/submit/route.ts`, 'POST', at, { by, body: { scores: {} } })
    const body = { scores: given }
    await call(`${base}/items/[item]/submit/route.ts`, 'POST', at, { by, body, key: 'k' })
    await call(`${base}/items/[item]/submit/route.ts`, 'POST', at, { by, body: { scores: {} }, key: 'k' })
    await call(`${base}/items/[item]/submit/route.ts`, 'POST', at, { by, body })
    await call(`${base}/items/[item]/skip/route.ts`, 'POST', at, { by, body: { reason: 'no' } })
    if (by === 'session') {
      const ratings = 'rate/[audit]/items/[item]/ratings/route.ts'
      expect(await call(ratings, 'GET', at, { by })).toMatchObject({ json: { draft: { scores: given } } })
      await call(ratings, 'PUT', at, { by, body: { scores: changed } })
    }
    const { item_id: other } = await next(audit.publicId)
    await letLapse(pool, { item_id: other })
    await next(audit.publicId)
    await call(
      `${base}/items/[item]/skip/route.ts`,
      'POST',
      { ...at, item: other },
      { by, body: { reason: 'no' } },
    )
  }
  expect(seen.length).toBeGreaterThan(20)
  if (of === 'a comparison') expect(seen[0]).toContain('"other_text":"Text of output')
  for (const bytes of seen) expect(bytes).not.toMatch(BETRAYAL)
})

it.each(routes)('shows a rater none of them: %s', async (path) => {
  const module: Record<string, Route> = await import(`${app}/${path}`)
  const methods = ['GET', 'POST', 'PUT', 'PATCH', 'DELETE'].filter((method) => method in module)
  expect(methods.length).toBeGreaterThan(0)
  const names = [...path.matchAll(/\[(?:\.\.\.)?(\w+)\]/g)].map((match) => match[1]!)
  const { rows } = await pool.query('SELECT id FROM assignments WHERE audit_id = $1 LIMIT 1', [audit.id])
  // What a rater could know or guess: the audit's address, its slug, the item of another, an output's number.
  for (const value of [audit.publicId, audit.slug, rows[0].id, String(audit.outputIds[0])])
    for (const method of methods)
      for (const by of ['token', 'session'] as const) {
        const { all } = await bytesOf(path, method, Object.fromEntries(names.map((n) => [n, value])), { by })
        expect(all).not.toMatch(BETRAYAL)
      }
})
