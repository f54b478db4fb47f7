import { mkdtempSync, rmSync } from 'node:fs'
import { tmpdir } from 'node:os'
import path from 'node:path'
import { afterAll, beforeEach, describe, expect, it } from 'vitest'
import { POST as claimOnPage } from '@/app/rate/[audit]/next/route'
import { madeUpAudit } from '@/lib/server/analysis/testing'
import { isExposed } from '@/lib/server/auth/exposure'
import { apiRequest, type TestPerson, testPerson, withParams } from '@/lib/server/auth/testing'
import { createToken } from '@/lib/server/auth/tokens'
import { testDatabase } from '@/lib/server/db/testing'
import { seedAudit } from '@/lib/server/snapshot/testing'
import { POST as claimByApi } from '../../rate/[audit]/next/route'
import { GET as readExport } from './export/[name]/route'
import { GET as readOutputs } from './outputs/route'
import { GET as readReport } from './report/route'

process.env.PLUMBLINE_DATA = mkdtempSync(path.join(tmpdir(), 'plumbline-both-ways-'))
afterAll(() => rmSync(process.env.PLUMBLINE_DATA ?? '', { recursive: true }))
const { pool } = testDatabase()

let id: number
let slug: string
let publicId: string
let person: TestPerson
beforeEach(async () => {
  slug = `both-ways-${crypto.randomUUID().slice(0, 8)}`
  id = (await seedAudit(pool, { ...madeUpAudit({ prompts: 6 }), slug })).id
  const { rows } = await pool.query<{ publicId: string }>(
    `UPDATE audits SET status = 'open', ratings_per_output = 9 WHERE id = $1 RETURNING public_id AS "publicId"`,
    [id],
  )
  publicId = rows[0]!.publicId
  await pool.query('UPDATE outputs SET open_slots = 3 WHERE audit_id = $1', [id])
  person = await testPerson('analyst')
})

/** The request in the name of the person's session, from Plumbline's own pages. */
function fromPage(method: 'GET' | 'POST'): Request {
  const headers = { cookie: person.cookie, host: 'localhost:3000', 'sec-fetch-site': 'same-origin' }
  return new Request('http://localhost:3000/', { method, headers })
}

const proofs = {
  'a token': async () => apiRequest('/', { token: person.token }),
  'another token': async () =>
    apiRequest('/', { token: await createToken({ userId: person.id, madeById: person.id }) }),
  'the session': async () => fromPage('GET'),
}
const results = {
  report: (request: Request) => readReport(request, withParams({ slug })),
  outputs: (request: Request) => readOutputs(request, withParams({ slug })),
  export: (request: Request) => readExport(request, withParams({ slug, name: 'human-ratings.csv' })),
  ratings: (request: Request) => readExport(request, withParams({ slug, name: 'ratings.parquet' })),
  texts: (request: Request) => readExport(request, withParams({ slug, name: 'outputs.jsonl' })),
  everything: (request: Request) => readExport(request, withParams({ slug, name: 'audit.zip' })),
}
const claims = {
  'by the API': () =>
    claimByApi(apiRequest('/', { method: 'POST', token: person.token }), withParams({ audit: slug })),
  'on the page': () => claimOnPage(fromPage('POST'), withParams({ audit: publicId })),
}

const pairs = <A extends object, B extends object>(as: A, bs: B) =>
  (Object.keys(as) as (keyof A)[]).flatMap((a) =>
    (Object.keys(bs) as (keyof B)[]).map((b) => [a, b] as const),
  )

describe('whoever has seen results cannot rate', () => {
  it.each(pairs(results, proofs))('%s, read with %s', async (what, proof) => {
    expect((await results[what](await proofs[proof]())).status).toBe(200)
    for (const claim of Object.values(claims)) {
      const answer = await claim()
      expect(answer.status).toBe(403)
      expect((await answer.json()).detail).toContain("seen this audit's results")
    }
  })
})

describe('whoever rates sees no results until the audit closes', () => {
  it.each(pairs(claims, proofs))('claimed %s, asked for with %s', async (claim, proof) => {
    expect((await claims[claim]()).status).toBe(200)
    for (const read of Object.values(results)) expect((await read(await proofs[proof]())).status).toBe(403)
    expect(await isExposed(id, person.id)).toBe(false)
    await pool.query(`UPDATE audits SET status = 'closed' WHERE id = $1`, [id])
    for (const read of Object.values(results)) expect((await read(await proofs[proof]())).status).toBe(200)
  })
})

describe('whoever asks for sealed results', () => {
  it.each(pairs(results, proofs))(
    '%s, with %s, is told how many ratings are missing',
    async (what, proof) => {
      await pool.query('UPDATE audits SET sealed = true WHERE id = $1', [id])
      const answer = await results[what](await proofs[proof]())
      expect(answer.status).toBe(403)
      expect((await answer.json()).detail).toMatch(/sealed .* \d+\sratings are missing/)
      expect(await isExposed(id, person.id)).toBe(false)
      expect((await claims['by the API']()).status).toBe(200)
    },
  )
})

it('the report says what was planned, and marks all else as exploratory', async () => {
  await pool.query(
    `UPDATE audits a SET plan_locked_at = now(), plan = jsonb_build_object('primary', jsonb_build_object(
       'criterion', (SELECT key FROM criteria c WHERE c.audit_id = a.id ORDER BY position LIMIT 1),
       'signal', 'self', 'goal', 'human')) WHERE id = $1`,
    [id],
  )
  const ask = async (query: string) =>
    (await readReport(apiRequest(`/?${query}`, { token: person.token }), withParams({ slug }))).json()
  const planned = await ask('signal=self&goal=human')
  expect(planned).toMatchObject({ analysis: 'planned', plan: { primary: { signal: 'self' }, sealed: false } })
  expect(await ask('signal=any')).toMatchObject({ analysis: 'exploratory', plan: planned.plan })
  expect(await ask('signal=self&min_human_n=2')).toMatchObject({ analysis: 'exploratory' })
})
