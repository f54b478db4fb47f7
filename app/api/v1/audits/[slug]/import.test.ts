import { gzipSync } from 'node:zlib'
import { afterAll, beforeAll, beforeEach, describe, expect, it } from 'vitest'
import { importQuerySchema } from '@/lib/domain/import-query'
import { importResultSchema, RECORD_KINDS } from '@/lib/domain/records'
import { isExposed } from '@/lib/server/auth/exposure'
import { type TestPerson, testPerson, withParams } from '@/lib/server/auth/testing'
import type { Viewer } from '@/lib/server/auth/viewer'
import { testDatabase } from '@/lib/server/db/testing'
import { newAudit, output } from '@/lib/server/intake/testing'
import { endIdleThreads } from '@/lib/server/intake/threads'
import { importUpload } from '@/lib/server/intake/upload'
import { metrics } from '@/lib/server/metrics'
import { POST as postHumanRatings } from './human-ratings/route'
import { POST as postModelRatings } from './model-ratings/route'
import { POST as postOutputs } from './outputs/route'
import { POST as postVerified } from './verified/route'

const { pool } = testDatabase()
afterAll(endIdleThreads)

const routes = {
  outputs: postOutputs,
  'model-ratings': postModelRatings,
  'human-ratings': postHumanRatings,
  verified: postVerified,
}
let analyst: TestPerson
let slug: string
let auditId: number
beforeAll(async () => {
  analyst = await testPerson('analyst')
})
beforeEach(async () => {
  auditId = await newAudit(pool)
  slug = (await pool.query('SELECT slug FROM audits WHERE id = $1', [auditId])).rows[0].slug
})

type Sending = { query?: string; token?: string; headers?: Record<string, string>; signal?: AbortSignal }

async function post(kind: keyof typeof routes, body: BodyInit, sending: Sending = {}) {
  const {
    query = '',
    token = analyst.token,
    headers = { 'content-type': 'application/x-ndjson' },
    signal,
  } = sending
  const request = new Request(`http://localhost:3000/api/v1/audits/${slug}/${kind}?${query}`, {
    ...{ method: 'POST', body, signal, duplex: 'half' },
    headers: { authorization: `Bearer ${token}`, ...headers },
  })
  const response = await routes[kind](request, withParams({ slug }))
  return { status: response.status, type: response.headers.get('content-type'), body: await response.json() }
}

const ndjson = (...records: object[]) => records.map((record) => JSON.stringify(record)).join('\n')
const csv = 'output_id,prompt_id,prompt,model,text\no1,p1,What?,m,A cat.\n'
const ONE = {
  outputs: output('o2'),
  'model-ratings': { output_id: 'o1', rater_model: 'gpt-x', criterion: 'quality', score: 5 },
  'human-ratings': { output_id: 'o1', rater: 'ann', criterion: 'quality', score: 3 },
  verified: { output_id: 'o1', criterion: 'safe', score: 1 },
}
const rating = { output_id: 'o1', rater: 'ann', criterion: 'quality', score: 3 }

describe('POST of records', () => {
  it('answers the counts, and the revision that has them', async () => {
    const first = await post('outputs', ndjson(output('o1'), output('o2')))
    expect(first.status).toBe(200)
    expect(importResultSchema.strict().parse(first.body)).toEqual({
      ...{ received: 2, inserted: 2, updated: 0, unchanged: 0, rejected: 0 },
      ...{ errors: [], revision: 1 },
    })
    expect((await post('human-ratings', ndjson(rating))).body).toMatchObject({ inserted: 1, revision: 2 })
    const self = { output_id: 'o1', rater_model: 'gpt-x', criterion: 'quality', score: 5 }
    expect((await post('model-ratings', ndjson(self))).body).toMatchObject({ inserted: 1, revision: 3 })
    const label = { output_id: 'o1', criterion: 'safe', score: 1 }
    expect((await post('verified', ndjson(label))).body).toMatchObject({ inserted: 1, revision: 4 })
    const { rows } = await pool.query('SELECT kind, user_id FROM imports WHERE audit_id = $1 ORDER BY id', [
      auditId,
    ])
    expect(rows.map(({ user_id }) => user_id)).toEqual(rows.map(() => analyst.id))
    expect(rows.map(({ kind }) => kind).sort()).toEqual([...RECORD_KINDS].sort())
  })

  it('answers 422 with the errors, and nothing is written', async () => {
    const { status, type, body } = await post(
      'outputs',
      ndjson(output('o1'), output('o2', { colour: 'red' })),
    )
    expect([status, type]).toEqual([422, 'application/problem+json'])
    expect(body).toMatchObject({
      title: 'Wrong input',
      status: 422,
      detail: 'Nothing was written. Line 2: colour: is not a known field',
      errors: [{ line: 2, path: 'colour', message: 'is not a known field' }],
      ...{ received: 2, inserted: 0, rejected: 1, revision: 0 },
    })
    expect((await pool.query('SELECT FROM outputs WHERE audit_id = $1', [auditId])).rowCount).toBe(0)
    const skipped = await post('outputs', ndjson(output('o1'), output('o2', { colour: 'red' })), {
      query: 'on_error=skip',
    })
    expect(skipped).toMatchObject({ status: 200, body: { inserted: 1, rejected: 1, revision: 1 } })
    expect(skipped.body.errors).toHaveLength(1)
  })

  it.each([
    ['the content type', '', { 'content-type': 'text/csv; charset=utf-8' }],
    ['format=csv', 'format=csv', { 'content-type': 'application/octet-stream' }],
    ['the file name', 'file_name=outputs.csv', { 'content-type': 'application/octet-stream' }],
    ['its first characters', '', { 'content-type': 'application/x-www-form-urlencoded' }],
  ])('takes CSV by %s', async (_, query, headers) => {
    expect(await post('outputs', csv, { query, headers })).toMatchObject({
      status: 200,
      body: { inserted: 1 },
    })
  })

  it('takes gzip, and says when it is none', async () => {
    const headers = { 'content-type': 'text/csv', 'content-encoding': 'gzip' }
    expect(await post('outputs', new Uint8Array(gzipSync(csv)), { headers })).toMatchObject({
      body: { inserted: 1 },
    })
    const cut = new Uint8Array(gzipSync(csv.repeat(99)).subarray(0, 60))
    for (const body of [csv, cut])
      expect(await post('outputs', body, { headers })).toMatchObject({ status: 400 })
    expect(await post('outputs', csv, { headers: { 'content-encoding': 'br' } })).toMatchObject({
      status: 400,
    })
  })

  it('checks only, with dry_run=1', async () => {
    const good = await post('outputs', ndjson(output('o1')), { query: 'dry_run=1' })
    expect(good).toMatchObject({ status: 200, body: { inserted: 1, revision: 0 } })
    const bad = await post('outputs', ndjson(output('o1'), {}), { query: 'dry_run=1' })
    expect(bad).toMatchObject({ status: 422, body: { received: 2, rejected: 1 } })
    expect((await pool.query('SELECT FROM outputs WHERE audit_id = $1', [auditId])).rowCount).toBe(0)
  })

  it('refuses unknown parameters by name, other roles, and strangers', async () => {
    const wrong = await post('outputs', csv, { query: 'dryrun=1' })
    expect(wrong).toMatchObject({ status: 400, body: { errors: [{ path: 'dryrun' }] } })
    const rater = await testPerson('rater')
    expect((await post('outputs', csv, { token: rater.token })).status).toBe(403)
    expect((await post('outputs', csv, { token: 'nope' })).status).toBe(401)
    const request = new Request('http://localhost:3000/', {
      method: 'POST',
      body: csv,
      headers: { authorization: `Bearer ${analyst.token}` },
    })
    expect((await postOutputs(request, withParams({ slug: 'no-such-audit' }))).status).toBe(404)
  })

  it.each(RECORD_KINDS)('of %s exposes where it holds scores, also when only checked', async (kind) => {
    await post('outputs', ndjson(output('o1')))
    for (const query of ['dry_run=1', '']) {
      const { id, token } = await testPerson('analyst')
      expect((await post(kind, ndjson(ONE[kind]), { token, query })).status).toBe(200)
      expect(await isExposed(auditId, id)).toBe(kind !== 'outputs')
    }
  })

  it('lets who rates in the audit bring in outputs alone', async () => {
    await post('outputs', ndjson(output('o1')))
    const { id, token } = await testPerson('analyst')
    await pool.query(
      `WITH r AS (INSERT INTO raters (audit_id, pseudonym, user_id) VALUES ($1, 'p', $2) RETURNING id)
       INSERT INTO assignments (audit_id, output_id, rater_id, presentation, lease_expires_at)
       SELECT $1, (SELECT min(id) FROM outputs WHERE audit_id = $1), r.id, 'plain', now() + interval '30 minutes' FROM r`,
      [auditId, id],
    )
    for (const kind of RECORD_KINDS)
      for (const query of ['dry_run=1', '']) {
        const { status } = await post(kind, ndjson(ONE[kind]), { token, query })
        expect([kind, status]).toEqual([kind, kind === 'outputs' ? 200 : 403])
      }
    expect(await isExposed(auditId, id)).toBe(false)
  })

  it('leaves nothing when the upload breaks off, however it does', async () => {
    const some = new TextEncoder().encode(`${ndjson(output('o2'), output('o3'))}\n`)
    const sent = (pull: (controller: ReadableStreamDefaultController) => void) =>
      new ReadableStream({ start: (controller) => controller.enqueue(some), pull })
    const stop = new AbortController()
    for (const broken of [
      { body: sent((controller) => controller.error(new Error('aborted'))) },
      // The sender is gone while more is awaited.
      { body: sent(() => stop.abort()), signal: stop.signal },
      { body: some, headers: { 'content-length': String(some.length + 1) } },
    ]) {
      const { status, body } = await post('outputs', broken.body, broken)
      expect([status, body.detail]).toEqual([
        400,
        'The upload broke off. Nothing of it was written: send it again.',
      ])
    }
    for (const table of ['outputs', 'imports'])
      expect((await pool.query(`SELECT FROM ${table} WHERE audit_id = $1`, [auditId])).rowCount).toBe(0)
  })

  it('gives up an upload that sends nothing for long, so that others go on', async () => {
    const some = new TextEncoder().encode(`${ndjson(output('o2'))}\n`)
    const silent = () => new ReadableStream({ start: (controller) => controller.enqueue(some) })
    const given = (headers: Record<string, string>) => {
      const request = new Request('http://localhost:3000/', {
        ...{ method: 'POST', body: silent(), duplex: 'half', headers },
      })
      const viewer = { userId: analyst.id, email: analyst.email, name: null, role: 'analyst', via: 'token' }
      return importUpload(request, {
        ...{ auditId, kind: 'outputs', query: importQuerySchema.parse({}), longestSilence: 20 },
        viewer: { ...viewer, tokenMadeById: null } as Viewer,
      })
    }
    const timedOut = { code: 'timed-out', status: 408 }
    await Promise.all(
      Array.from({ length: 5 }, () =>
        expect(given({ 'content-type': 'application/x-ndjson' })).rejects.toMatchObject(timedOut),
      ),
    )
    expect(await post('outputs', ndjson(output('o1')))).toMatchObject({ status: 200, body: { inserted: 1 } })
    expect((await pool.query('SELECT FROM outputs WHERE audit_id = $1', [auditId])).rowCount).toBe(1)
  })

  it('is counted, by kind and outcome', async () => {
    await post('outputs', ndjson(output('o1')))
    const count = async () => {
      const { values } = await metrics().imports.get()
      const verified = values.filter(({ labels }) => labels.kind === 'verified')
      return ['written', 'refused'].map(
        (one) => verified.find(({ labels }) => labels.outcome === one)?.value ?? 0,
      )
    }
    const before = await count()
    await post('verified', ndjson(ONE.verified))
    await post('verified', ndjson({ ...ONE.verified, score: 9 }))
    await post('verified', ndjson(ONE.verified), { query: 'dry_run=1' })
    expect(await count()).toEqual(before.map((n) => n + 1))
  })
})
