import { beforeAll, describe, expect, it } from 'vitest'
import { GET as getAudit, PATCH as patchRoute } from '@/app/api/v1/audits/[slug]/route'
import { GET as getAudits, POST as postAudits } from '@/app/api/v1/audits/route'
import type { Audit } from '@/lib/domain/audit'
import { exposeTo } from '@/lib/server/auth/exposure'
import { apiRequest, type TestPerson, testPerson, withParams } from '@/lib/server/auth/testing'
import type { Db } from '@/lib/server/db/pool'
import { testDatabase } from '@/lib/server/db/testing'
import { findAudit } from './find'

const { pool } = testDatabase()

let analyst: TestPerson
let rater: TestPerson
beforeAll(async () => {
  analyst = await testPerson('analyst')
  rater = await testPerson('rater')
})

const quality = { key: 'quality', name: 'Quality', min: 1, max: 5, step: 1, labels: { 1: 'Bad', 5: 'Good' } }
const input = {
  name: 'Summaries, June',
  kind: 'self-rating',
  intent: 'Say what the text says.',
  criteria: [quality],
}

async function read(response: Response) {
  return { status: response.status, body: await response.json() }
}
async function post(body: unknown, token = analyst.token) {
  return read(await postAudits(apiRequest('/api/v1/audits', { method: 'POST', token, body }), withParams()))
}
async function patch(slug: string, body: unknown, token = analyst.token) {
  const request = apiRequest(`/api/v1/audits/${slug}`, { method: 'PATCH', token, body })
  return read(await patchRoute(request, withParams({ slug })))
}
async function get(slug: string, token = analyst.token) {
  return read(await getAudit(apiRequest(`/api/v1/audits/${slug}`, { token }), withParams({ slug })))
}
async function list(token: string) {
  return (await read(await getAudits(apiRequest('/api/v1/audits', { token }), withParams()))).body.audits
}
async function newAudit(extra: object = {}): Promise<Audit> {
  const { status, body } = await post({ ...input, ...extra })
  expect(status).toBe(201)
  return body
}

/** An output of the audit as an import leaves it; answers its id. */
async function output(slug: string, name: string, slots = 3): Promise<number> {
  const { id } = await findAudit(slug)
  const { rows } = await pool.query(
    `WITH m AS (INSERT INTO models (audit_id, name, family) VALUES ($1, 'm', 'm')
        ON CONFLICT (audit_id, name) DO UPDATE SET family = 'm' RETURNING id),
      p AS (INSERT INTO prompts (audit_id, external_id, body) VALUES ($1, $2, 'p') RETURNING id),
      o AS (INSERT INTO outputs (audit_id, external_id, open_slots) VALUES ($1, $2, $3) RETURNING id),
      v AS (INSERT INTO output_versions (audit_id, output_id, prompt_id, model_id, tags, content_hash)
        SELECT $1, o.id, p.id, m.id, '{}', gen_random_uuid() FROM o, p, m)
     SELECT id FROM o`,
    [id, name, slots],
  )
  return rows[0].id
}
async function score(slug: string, outputId: number): Promise<void> {
  const { id, criteria } = await findAudit(slug)
  await pool.query(
    `WITH s AS (INSERT INTO signals (audit_id, name) VALUES ($1, 'metric:a') RETURNING id)
     INSERT INTO signal_scores (audit_id, output_id, criterion_id, signal_id, score, scale_min, scale_max, unit)
     SELECT $1, $2, $3, id, 3, 1, 5, 0.5 FROM s`,
    [id, outputId, criteria[0]?.id],
  )
}
async function claim(
  slug: string,
  outputId: number,
  person: TestPerson,
  status = 'leased',
  db: Db = pool,
): Promise<void> {
  const { id } = await findAudit(slug)
  await db.query(
    `WITH r AS (INSERT INTO raters (audit_id, pseudonym, user_id) VALUES ($1, $5, $3)
        ON CONFLICT (audit_id, user_id) DO UPDATE SET pseudonym = raters.pseudonym RETURNING id),
      o AS (UPDATE outputs SET open_slots = open_slots - 1 WHERE id = $2)
     INSERT INTO assignments (audit_id, output_id, rater_id, presentation, lease_expires_at, status, submitted_at, idempotency_key)
     SELECT $1, $2, id, 'plain', now() + interval '30 minutes', $4::assignment_status, now(), 'k' FROM r`,
    [id, outputId, person.id, status, person.email],
  )
}
/** Somebody waits for a lock in this test's database. */
const WAITING = `SELECT 1 FROM pg_stat_activity WHERE wait_event_type = 'Lock' AND datname = current_database()`
const slots = async (outputId: number) =>
  (await pool.query('SELECT open_slots FROM outputs WHERE id = $1', [outputId])).rows[0].open_slots

describe('making an audit', () => {
  it('fills in the defaults and a slug of its name', async () => {
    const audit = await newAudit({ name: 'Größe, 2026' })
    expect(audit).toEqual({
      ...input,
      id: expect.stringMatching(/^[0-9a-f-]{36}$/),
      name: 'Größe, 2026',
      slug: 'gro-e-2026',
      title: 'Rating task',
      guidelines: '',
      criteria: [{ ...quality, description: '', higher_is: 'better', accept_at: 3 }],
      ratings_per_output: 3,
      plan: {},
      presentation: 'rendered',
      status: 'draft',
      sealed: false,
      synthetic: false,
      revision: 0,
      created_at: expect.stringMatching(/^\d{4}-\d\d-\d\dT[\d:.]+Z$/),
    })
    expect((await get(audit.slug)).body).toEqual(audit)
    expect((await get(audit.id)).body).toEqual(audit)
  })

  it('finds a free slug for each of many of one name, made at once', async () => {
    const made = await Promise.all(Array.from({ length: 8 }, () => newAudit({ name: 'Same name' })))
    const expected = ['same-name', ...[2, 3, 4, 5, 6, 7, 8].map((n) => `same-name-${n}`)]
    expect(made.map(({ slug }) => slug).sort()).toEqual(expected)
  })

  it('refuses a slug that is taken, and one that looks like an id', async () => {
    await newAudit({ slug: 'taken' })
    expect(await post({ ...input, slug: 'taken' })).toMatchObject({
      status: 409,
      body: { title: 'Conflict' },
    })
    const { status, body } = await post({ ...input, slug: '0190b0f0-0000-7000-8000-000000000000' })
    expect([status, body.errors[0].path]).toEqual([422, 'slug'])
  })

  it.each<[string, object, string]>([
    ['an unknown field', { raters: 3 }, 'raters'],
    ['an unknown field of a criterion', { criteria: [{ ...quality, weight: 1 }] }, 'criteria.0.weight'],
    ['no intent', { intent: ' ' }, 'intent'],
    ['another kind', { kind: 'other' }, 'kind'],
    ['no criteria', { criteria: [] }, 'criteria'],
    ['a key twice', { criteria: [quality, quality] }, 'criteria'],
    ['an empty scale', { criteria: [{ ...quality, max: 1 }] }, 'criteria.0.max'],
    ['a step that does not fit', { criteria: [{ ...quality, step: 3 }] }, 'criteria.0.step'],
    ['an acceptance off the scale', { criteria: [{ ...quality, accept_at: 6 }] }, 'criteria.0.accept_at'],
    ['a NUL', { name: 'a\0b' }, 'name'],
    ['a slug with capitals', { slug: 'Ab' }, 'slug'],
  ])('refuses %s by name', async (_name, extra, path) => {
    const { status, body } = await post({ ...input, ...extra })
    expect(status).toBe(422)
    expect(body.errors.map((error: { path: string }) => error.path)).toContain(path)
  })

  it('is not for raters', async () => {
    expect((await post(input, rater.token)).status).toBe(403)
    expect((await patch((await newAudit()).slug, { name: 'x' }, rater.token)).status).toBe(403)
  })
})

describe('the audits of a rater', () => {
  it('are those that are open to them, and say nothing of models', async () => {
    await newAudit({ name: 'Draft' })
    const open = await newAudit({
      name: 'Claude against GPT',
      slug: 'claude-gpt',
      title: 'Texts',
      criteria: [{ ...quality, accept_at: 4 }],
    })
    await patch(open.slug, { status: 'open' })
    await output(open.slug, 'o1')
    const blind = {
      id: open.id,
      title: 'Texts',
      intent: input.intent,
      guidelines: '',
      criteria: [{ ...quality, description: '' }],
      status: 'open',
      progress: { done: 0, total: 1 },
    }
    expect((await list(rater.token)).filter(({ id }: Audit) => id === open.id)).toEqual([blind])
    expect(JSON.stringify(await list(rater.token))).not.toMatch(/claude|draft|self-rating|accept/i)
    expect(await get(open.id, rater.token)).toEqual({ status: 200, body: blind })
    expect((await get(open.slug, rater.token)).status).toBe(404)
    await patch(open.slug, { status: 'closed' })
    expect((await get(open.id, rater.token)).status).toBe(404)
  })

  it('leave out what they have seen the results of, and what others were invited to', async () => {
    const audit = await newAudit()
    await patch(audit.slug, { status: 'open' })
    const { id } = await findAudit(audit.slug)
    const sees = async (person: TestPerson) => (await get(audit.id, person.token)).status === 200
    const seen = await testPerson('rater')
    await exposeTo(id, seen.viewer)
    expect([await sees(rater), await sees(seen)]).toEqual([true, false])

    const invited = await testPerson('rater')
    await pool.query(
      `WITH i AS (INSERT INTO invitations (audit_id, hash, role, made_by, expires_at)
         VALUES ($1, '\\x00', 'rater', $2, now()) RETURNING id)
       INSERT INTO raters (audit_id, pseudonym, user_id, invitation_id) SELECT $1, 'r1', $3, id FROM i`,
      [id, analyst.id, invited.id],
    )
    expect([await sees(rater), await sees(invited)]).toEqual([false, true])
  })
})

describe('changing an audit', () => {
  it('goes from draft to open to closed, and no other way', async () => {
    const { slug } = await newAudit()
    expect(await patch(slug, { status: 'closed' })).toMatchObject({ status: 409 })
    expect((await patch(slug, { status: 'open' })).body.status).toBe('open')
    expect((await patch(slug, { status: 'open' })).status).toBe(200)
    expect(await patch(slug, { status: 'draft' })).toMatchObject({ status: 409 })
    expect((await patch(slug, { status: 'closed' })).body.status).toBe('closed')
    expect(await patch(slug, { status: 'open' })).toMatchObject({ status: 409 })
    expect(await findAudit(slug)).toMatchObject({ openedAt: expect.any(Date), closedAt: expect.any(Date) })
  })

  it('changes only what it is given, and nothing where a part is refused', async () => {
    const audit = await newAudit()
    expect((await patch(audit.slug, { title: 'New', guidelines: 'Read all.' })).body).toEqual({
      ...audit,
      title: 'New',
      guidelines: 'Read all.',
    })
    expect((await patch(audit.slug, { name: 'Other', status: 'closed' })).status).toBe(409)
    expect((await get(audit.slug)).body.name).toBe(audit.name)
    for (const field of ['slug', 'kind', 'revision', 'synthetic']) {
      const { status, body } = await patch(audit.slug, { [field]: 'x' })
      expect([status, body.errors[0].path]).toEqual([422, field])
    }
    expect((await patch('nowhere', { title: 'x' })).status).toBe(404)
  })

  it('takes back what it gave out, and counts a revision for what analyses read', async () => {
    const { slug, criteria } = await newAudit()
    expect((await patch(slug, { criteria, name: 'Same' })).body.revision).toBe(0)
    const changed = await patch(slug, { criteria: [{ ...criteria[0], accept_at: 4, labels: { 1: 'Poor' } }] })
    expect(changed.body).toMatchObject({ revision: 1, criteria: [{ accept_at: 4, labels: { 1: 'Poor' } }] })
    const { rows } = await pool.query(
      'SELECT reason FROM cuts JOIN audits a ON a.id = audit_id WHERE slug = $1',
      [slug],
    )
    expect(rows).toEqual([{ reason: 'settings' }])
    const event = await pool.query(
      `SELECT detail FROM events JOIN audits a ON a.id = audit_id WHERE slug = $1 ORDER BY at DESC LIMIT 1`,
      [slug],
    )
    expect(event.rows[0].detail).toMatchObject({
      revision: 1,
      before: [{ accept_at: 3 }],
      after: [{ accept_at: 4 }],
    })
  })

  it('adds, removes, reorders and rescales criteria until they have scores', async () => {
    const { slug, criteria } = await newAudit()
    const brevity = { key: 'brevity', name: 'Brevity', min: 0, max: 1, higher_is: 'worse', step: null }
    const both = await patch(slug, { criteria: [brevity, { ...quality, max: 7 }] })
    expect(both.body.criteria.map(({ key, max, step }: typeof quality) => [key, max, step])).toEqual([
      ['brevity', 1, null],
      ['quality', 7, 1],
    ])
    expect((await patch(slug, { criteria })).body.criteria).toEqual(criteria)
  })

  it('fixes key, min, max and step from the first score on, and nothing else', async () => {
    const { slug, criteria } = await newAudit()
    await score(slug, await output(slug, 'o1'))
    const [only] = criteria
    for (const moved of [{ min: 0 }, { max: 6 }, { step: null }, { key: 'other' }]) {
      const { status, body } = await patch(slug, { criteria: [{ ...only, ...moved }] })
      expect(status).toBe(409)
      expect(body.detail).toContain('"quality" has scores')
    }
    const renamed = [{ ...only, name: 'Better name', higher_is: 'worse', accept_at: 2 }]
    expect((await patch(slug, { criteria: renamed })).body.criteria).toEqual(renamed)
    expect(
      (await patch(slug, { criteria: [...renamed, { key: 'new', name: 'New', min: 0, max: 1 }] })).status,
    ).toBe(200)
  })

  it('adds no criterion under people who rate', async () => {
    const { slug, criteria } = await newAudit()
    await claim(slug, await output(slug, 'o1'), rater)
    const more = [...criteria, { key: 'new', name: 'New', min: 0, max: 1 }]
    expect((await patch(slug, { criteria: more })).status).toBe(409)
  })

  it('opens and closes places for ratings with their number, never more than are free', async () => {
    const { slug } = await newAudit()
    const [none, some, full] = [await output(slug, 'a'), await output(slug, 'b'), await output(slug, 'c')]
    const others = [await testPerson('rater'), await testPerson('analyst')]
    for (const person of [rater, ...others]) await claim(slug, full, person, 'submitted')
    await claim(slug, some, rater)
    const open = async () => [await slots(none), await slots(some), await slots(full)]
    expect(await open()).toEqual([3, 2, 0])
    for (const [ratings, expected] of [
      [5, [5, 4, 2]],
      [1, [1, 0, 0]],
      [2, [2, 1, 0]],
      [3, [3, 2, 0]],
    ] as const) {
      expect((await patch(slug, { ratings_per_output: ratings })).status).toBe(200)
      expect(await open()).toEqual(expected)
    }
  })

  it('waits for a claim under way, and then counts it', async () => {
    const { slug } = await newAudit()
    const id = await output(slug, 'o1')
    const client = await pool.connect()
    await client.query('BEGIN')
    await claim(slug, id, rater, 'leased', client)
    const change = patch(slug, { ratings_per_output: 5 })
    await expect.poll(async () => (await pool.query(WAITING)).rowCount, { timeout: 10_000 }).toBe(1)
    await client.query('COMMIT')
    client.release()
    expect((await change).status).toBe(200)
    expect(await slots(id)).toBe(4)
  })

  it('lets changes of one audit wait for each other, so that each sees the one before', async () => {
    const { slug, criteria } = await newAudit()
    const changes = [2, 2.5, 3.5, 4].map((accept_at) =>
      patch(slug, { criteria: [{ ...criteria[0], accept_at }] }),
    )
    expect((await Promise.all(changes)).map(({ status }) => status)).toEqual([200, 200, 200, 200])
    expect((await findAudit(slug)).revision).toBe(4)
  })

  it('waits for a score that is being written, and then keeps its scale', async () => {
    const { slug, criteria } = await newAudit()
    const outputId = await output(slug, 'o1')
    const { id, criteria: rows } = await findAudit(slug)
    const client = await pool.connect()
    await client.query('BEGIN')
    await client.query(
      `INSERT INTO verified_labels (audit_id, output_id, criterion_id, score, scale_min, scale_max, unit)
       VALUES ($1, $2, $3, 5, 1, 5, 1)`,
      [id, outputId, rows[0]?.id],
    )
    const change = patch(slug, { criteria: [{ ...criteria[0], max: 6 }] })
    await expect.poll(async () => (await pool.query(WAITING)).rowCount, { timeout: 10_000 }).toBe(1)
    await client.query('COMMIT')
    client.release()
    expect((await change).status).toBe(409)
  })
})
