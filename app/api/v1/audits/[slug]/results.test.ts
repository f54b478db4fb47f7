import { mkdtempSync, rmSync } from 'node:fs'
import { tmpdir } from 'node:os'
import path from 'node:path'
import { parse } from 'csv-parse/sync'
import { afterAll, beforeAll, describe, expect, it } from 'vitest'
import { outputPageSchema } from '@/lib/domain/outputs'
import { reportSchema } from '@/lib/domain/report'
import { madeUpAudit } from '@/lib/server/analysis/testing'
import { isExposed } from '@/lib/server/auth/exposure'
import { apiRequest, type TestPerson, testPerson, withParams } from '@/lib/server/auth/testing'
import { testDatabase } from '@/lib/server/db/testing'
import { seedAudit } from '@/lib/server/snapshot/testing'
import { GET as readExport } from './export/[name]/route'
import { GET as readOutputs } from './outputs/route'
import { GET as readReport } from './report/route'

process.env.PLUMBLINE_DATA = mkdtempSync(path.join(tmpdir(), 'plumbline-results-'))
afterAll(() => rmSync(process.env.PLUMBLINE_DATA ?? '', { recursive: true }))
const { pool } = testDatabase()

const made = madeUpAudit({ prompts: 15 })
let id: number
let analyst: TestPerson
beforeAll(async () => {
  id = (await seedAudit(pool, { ...made, slug: 'made-up' })).id
  analyst = await testPerson('analyst')
})

const get = (path: string, token?: string) => apiRequest(path, { token })
const calls = {
  report: (query = '', token?: string, slug = 'made-up') =>
    readReport(get(`/?${query}`, token), withParams({ slug })),
  outputs: (query = '', token?: string, slug = 'made-up') =>
    readOutputs(get(`/?${query}`, token), withParams({ slug })),
  export: (query = '', token?: string, slug = 'made-up', name = 'inflation.csv') =>
    readExport(get(`/?${query}`, token), withParams({ slug, name })),
}
const each = Object.entries(calls)

describe('report, outputs and exports', () => {
  it('answer an analyst', async () => {
    const report = await calls.report('signal=any', analyst.token)
    expect(report.status).toBe(200)
    expect(reportSchema.parse(await report.json())).toMatchObject({ audit: { slug: 'made-up' }, revision: 1 })

    const outputs = await calls.outputs('limit=3', analyst.token)
    expect(outputPageSchema.parse(await outputs.json()).outputs).toHaveLength(3)

    const csv = await calls.export('signal=any', analyst.token)
    expect(csv.headers.get('content-type')).toBe('text/csv; charset=utf-8')
    expect(csv.headers.get('content-disposition')).toBe('attachment; filename="made-up-inflation.csv"')
    expect(csv.headers.get('x-plumbline-revision')).toBe('1')
    expect(parse(await csv.text(), { columns: true }).length).toBeGreaterThan(0)
  })

  it.each(each)('%s takes a range up to any number', async (_, call) => {
    const answer = await call('where=words:-1e300..1e300', analyst.token)
    expect(answer.status).toBe(200)
    expect(await answer.text()).not.toBe('')
  })

  it.each(each)('%s refuses a target that no number of outputs could ever meet', async (_, call) => {
    for (const query of ['max_false_accept=1e-300', 'delta=1e-300', 'max_false_accept=1'])
      expect((await call(query, analyst.token)).status).toBe(400)
    expect((await call('max_false_accept=0.0001&delta=0.0001', analyst.token)).status).toBe(200)
  })

  it.each(each)(
    '%s refuses a parameter called __proto__ as any other that it does not know',
    async (_, call) => {
      expect((await call('__proto__=1', analyst.token)).status).toBe(400)
    },
  )

  it.each(each)('%s counts as seeing results, also for the owner of a token', async (_, call) => {
    const reader = await testPerson('analyst')
    expect(await isExposed(id, reader.id)).toBe(false)
    expect((await call('', reader.token)).status).toBe(200)
    expect(await isExposed(id, reader.id)).toBe(true)
  })

  it.each(each)('%s refuses who rates in the audit, and exposes nobody by that', async (_, call) => {
    const rating = await testPerson('analyst')
    await pool.query(
      `WITH r AS (INSERT INTO raters (audit_id, pseudonym, user_id) VALUES ($1, 'p-' || $2::text, $2::uuid) RETURNING id)
       INSERT INTO assignments (audit_id, output_id, rater_id, presentation, lease_expires_at)
       SELECT $1, (SELECT min(id) FROM outputs WHERE audit_id = $1), r.id, 'plain', now() + interval '30 minutes' FROM r`,
      [id, rating.id],
    )
    const answer = await call('', rating.token)
    expect(answer.status).toBe(403)
    expect(await isExposed(id, rating.id)).toBe(false)
  })

  it.each(each)('%s is for analysts and admins', async (_, call) => {
    expect((await call()).status).toBe(401)
    expect((await call('', (await testPerson('rater')).token)).status).toBe(403)
    expect((await call('', (await testPerson('admin')).token)).status).toBe(200)
    expect((await call('', analyst.token, 'unknown')).status).toBe(404)
  })

  it.each(each)('%s says what is wrong with its address, without exposing', async (_, call) => {
    const reader = await testPerson('analyst')
    const answer = await call('unknown=1', reader.token)
    expect(answer.status).toBe(400)
    expect(await answer.json()).toMatchObject({ errors: [{ path: 'unknown' }] })
    expect(await isExposed(id, reader.id)).toBe(false)
    const name = await call('model=nobody', reader.token)
    expect(name.status).toBe(400)
    expect((await name.json()).detail).toContain('there are: ')
  })

  it('know which exports there are', async () => {
    const answer = await calls.export('', analyst.token, 'made-up', 'all.csv')
    expect(answer.status).toBe(404)
    expect((await answer.json()).detail).toContain('inflation.csv')
    expect((await calls.export('raw=1', analyst.token)).status).toBe(200)
  })
})
