import { randomUUID } from 'node:crypto'
import { beforeAll, describe, expect, it } from 'vitest'
import { POST as sessionNext } from '@/app/rate/[audit]/next/route'
import { addPerson } from '@/lib/server/auth/people'
import { apiRequest, type TestPerson, testPerson, withParams } from '@/lib/server/auth/testing'
import { createToken } from '@/lib/server/auth/tokens'
import { testDatabase } from '@/lib/server/db/testing'
import { metrics } from '@/lib/server/metrics'
import { letLapse, makeAudit, SCORES } from '@/lib/server/rating/testing'
import { POST as next } from './[audit]/next/route'
import { PUT as draft } from './items/[item]/draft/route'
import { POST as skip } from './items/[item]/skip/route'
import { POST as submit } from './items/[item]/submit/route'

const { pool } = testDatabase()

let rater: TestPerson
beforeAll(async () => {
  rater = await testPerson('rater')
})

async function answerOf(answer: Promise<Response>) {
  const response = await answer
  const text = await response.text()
  return { status: response.status, headers: response.headers, body: text ? JSON.parse(text) : null }
}
const claimNext = (audit: string, token = rater.token) =>
  answerOf(next(apiRequest('/', { method: 'POST', token }), withParams({ audit })))
const put = (item: string, body: unknown, token = rater.token) =>
  answerOf(draft(apiRequest('/', { method: 'PUT', token, body }), withParams({ item })))
const give = (item: string, body: unknown, key: string | null = randomUUID(), token = rater.token) => {
  const request = apiRequest('/', { method: 'POST', token, body })
  if (key !== null) request.headers.set('idempotency-key', key)
  return answerOf(submit(request, withParams({ item })))
}
const giveUp = (item: string, body: unknown) =>
  answerOf(skip(apiRequest('/', { method: 'POST', token: rater.token, body }), withParams({ item })))

it('refuses a criterion called __proto__ by name, as any that there is not', async () => {
  const { slug } = await makeAudit(pool, { outputs: 1 })
  const { item_id: item } = (await claimNext(slug)).body
  const scores = JSON.parse(JSON.stringify(SCORES).replace('{', '{"__proto__":1,'))
  const refused = {
    status: 422,
    body: { errors: [{ path: 'scores.__proto__', message: 'There is no criterion "__proto__"' }] },
  }
  expect(await put(item, { scores })).toMatchObject(refused)
  expect(await give(item, { scores })).toMatchObject(refused)
  expect(await give(item, { scores: SCORES })).toMatchObject({ status: 201 })
})

describe('the way of an item', () => {
  it('is next, draft, submit, next, skip, and 204 when nothing is left', async () => {
    const { slug, publicId } = await makeAudit(pool, { outputs: 2 })
    const first = await claimNext(slug)
    expect(first).toMatchObject({ status: 200, body: { presentation: 'rendered', draft: null } })
    expect(first.headers.get('cache-control')).toBe('no-store')
    const { item_id: item } = first.body
    expect(await put(item, { scores: { quality: 2 } })).toMatchObject({
      status: 200,
      body: { lease_expires_at: expect.stringMatching(/Z$/) },
    })
    expect((await claimNext(publicId)).body).toMatchObject({
      item_id: item,
      draft: { scores: { quality: 2 } },
    })

    const key = randomUUID()
    const body = { scores: SCORES, seconds: 3.5 }
    expect(await give(item, body, key)).toMatchObject({ status: 201, body: { status: 'counted' } })
    expect(await give(item, body, key)).toMatchObject({ status: 201, body: { status: 'counted' } })
    expect(await give(item, { scores: SCORES }, key)).toMatchObject({ status: 422 })
    expect(await give(item, body)).toMatchObject({ status: 409 })

    const second = await claimNext(slug)
    expect(second.body.progress).toEqual({ done: 1, total: 2 })
    expect(await giveUp(second.body.item_id, { reason: 'Broken text' })).toMatchObject({ status: 200 })
    expect(await claimNext(slug)).toMatchObject({ status: 204, body: null })
  })

  it('answers extra when the place was taken, and counts each submission once in the metrics', async () => {
    const { slug } = await makeAudit(pool, { outputs: 1 })
    const { body: item } = await claimNext(slug)
    await letLapse(pool, item)
    const other = await testPerson('rater')
    expect((await claimNext(slug, other.token)).status).toBe(200)
    const count = async () =>
      (await metrics().ratings.get()).values.find(({ labels }) => labels.status === 'extra')?.value ?? 0
    const before = await count()
    const key = randomUUID()
    for (let i = 0; i < 2; i++)
      expect(await give(item.item_id, { scores: SCORES }, key)).toMatchObject({
        status: 201,
        body: { status: 'extra' },
      })
    expect((await count()) - before).toBe(1)
  })
})

describe('what is refused', () => {
  it.each([
    ['no scores', {}, 422, 'scores'],
    ['an unknown field', { scores: SCORES, mood: 1 }, 422, 'mood'],
    ['a missing criterion', { scores: { quality: 4 } }, 422, 'scores.truth'],
    ['a score off its scale', { scores: { ...SCORES, quality: 6 } }, 422, 'scores.quality'],
    ['a score that is no number', { scores: { ...SCORES, quality: '4' } }, 422, 'scores.quality'],
    ['negative seconds', { scores: SCORES, seconds: -1 }, 422, 'seconds'],
  ])('%s: by its name', async (_what, body, status, path) => {
    const { slug } = await makeAudit(pool)
    const { body: item } = await claimNext(slug)
    const refused = await give(item.item_id, body)
    expect(refused).toMatchObject({ status, body: { errors: [{ path }] } })
    expect(refused.headers.get('content-type')).toBe('application/problem+json')
  })

  it('a submission without a key, or with one that is too long', async () => {
    const { slug } = await makeAudit(pool)
    const { body: item } = await claimNext(slug)
    expect((await give(item.item_id, { scores: SCORES }, null)).status).toBe(400)
    expect((await give(item.item_id, { scores: SCORES }, 'x'.repeat(201))).status).toBe(400)
  })

  it("another person's item, as if it were not there", async () => {
    const { slug } = await makeAudit(pool)
    const { body: item } = await claimNext(slug)
    const other = await testPerson('admin')
    expect(await give(item.item_id, { scores: SCORES }, 'k', other.token)).toMatchObject({ status: 404 })
    expect(await put(item.item_id, {}, other.token)).toMatchObject({ status: 404 })
    expect(await give('nothing', { scores: SCORES })).toMatchObject({ status: 404 })
    expect(await claimNext('nothing')).toMatchObject({ status: 404 })
  })

  it('a session cookie on the API, and a foreign page on the routes of the rating screen', async () => {
    const { publicId } = await makeAudit(pool)
    const cookie = { cookie: rater.cookie, host: 'localhost:3000' }
    const own = new Request('http://localhost:3000/', {
      method: 'POST',
      headers: { ...cookie, 'sec-fetch-site': 'same-origin' },
    })
    expect((await next(own.clone(), withParams({ audit: publicId }))).status).toBe(401)
    const two = await sessionNext(own, withParams({ audit: publicId }))
    expect(await two.json()).toMatchObject({ items: [{ draft: null }, { draft: null }] })
    const foreign = new Request('http://localhost:3000/', {
      method: 'POST',
      headers: { ...cookie, 'sec-fetch-site': 'cross-site' },
    })
    expect((await sessionNext(foreign, withParams({ audit: publicId }))).status).toBe(403)
  })
})

it('marks ratings that were given with a token that another person made', async () => {
  const admin = await testPerson('admin')
  const { id } = await addPerson({ email: `${randomUUID()}@example.org`, role: 'rater' }, null)
  const { slug } = await makeAudit(pool)
  for (const [madeById, marked] of [
    [admin.id, true],
    [id, false],
  ] as const) {
    const token = await createToken({ userId: id, madeById })
    const { body: item } = await claimNext(slug, token)
    await give(item.item_id, { scores: SCORES }, 'k', token)
    const { rows } = await pool.query('SELECT by_other_token FROM assignments WHERE id = $1', [item.item_id])
    expect(rows).toEqual([{ by_other_token: marked }])
  }
})
