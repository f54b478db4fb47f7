import { gzipSync } from 'node:zlib'
import { afterAll, beforeAll, beforeEach, describe, expect, it } from 'vitest'
import { importResultSchema, RECORD_KINDS } from '@/lib/domain/records'
import { isExposed } from '@/lib/server/auth/exposure'
import { type TestPerson, testPerson, withParams } from '@/lib/server/auth/testing'
import { testDatabase } from '@/lib/server/db/testing'
import { newAudit, output } from '@/lib/server/intake/testing'
import { endIdleThreads } from '@/lib/server/intake/threads'
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

type Sending = { query?: string; token?: string; headers?: Record<string, string> }

async function post(
  kind: keyof typeof routes,
  body: string | Uint8Array<ArrayBuffer>,
  sending: Sending = {},
) {
  const { query = '', token = analyst.token, headers = { 'content-type': 'application/x-ndjson' } } = sending
  const request = new Request(`http://localhost:3000/api/v1/audits/${slug}/${kind}?${query}`, {
    method: 'POST',
    headers: { authorization: `Bearer ${token}`, ...headers },
    body,
  })
  const response = await routes[kind](request, withParams({ slug }))
  return { status: response.status, type: response.headers.get('content-type'), body: await response.json() }
}

const ndjson = (...records: object[]) => records.map((record) => JSON.stringify(record)).join('\n')
const csv = 'output_id,prompt_id,prompt,model,text\no1,p1,What?,m,A cat.\n'
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
    expect(wrong).toMatchObject({ status: 422, body: { errors: [{ path: 'dryrun' }] } })
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

  it('a dry run of ratings counts as seeing results; of outputs, and a real import, does not', async () => {
    const person = await testPerson('analyst')
    const sending = { token: person.token }
    await post('outputs', ndjson(output('o1')), { ...sending, query: 'dry_run=1' })
    await post('outputs', ndjson(output('o1')), sending)
    await post('human-ratings', ndjson(rating), sending)
    expect(await isExposed(auditId, person.id)).toBe(false)
    await post('human-ratings', ndjson(rating), { ...sending, query: 'dry_run=1' })
    expect(await isExposed(auditId, person.id)).toBe(true)
  })
})
