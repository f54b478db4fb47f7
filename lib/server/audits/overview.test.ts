import { beforeEach, expect, it } from 'vitest'
import { speedingOf } from '@/lib/domain/pace'
import { testDatabase } from '../db/testing'
import { claim } from '../rating/claim'
import { skip } from '../rating/skip'
import { submit } from '../rating/submit'
import { attempt, type MadeAudit, makeAudit, makeUser } from '../rating/testing'
import { auditProgress, auditsProgress } from './overview'
import { listRaters } from './raters'
import { scoredCriteria } from './scored'

const { pool } = testDatabase()

let audit: MadeAudit
let userId: string

beforeEach(async () => {
  audit = await makeAudit(pool, { outputs: 3, perOutput: 2 })
  userId = await makeUser(pool)
})

async function rate(seconds: number): Promise<void> {
  const item = (await claim({ auditId: audit.id, userId }))[0]!
  const { key, body, byOtherToken } = attempt()
  await submit({ itemId: item.item_id, userId }, { key, body: { ...body, seconds }, byOtherToken })
}

async function importRating(pseudonym: string, output = 0): Promise<void> {
  await pool.query(
    `WITH rater AS (
       INSERT INTO raters (audit_id, pseudonym, imported_name, "group") VALUES ($1, $2, 'Ada Lovelace of ' || $2, 'experts')
       ON CONFLICT (audit_id, pseudonym) DO UPDATE SET "group" = 'experts' RETURNING id)
     INSERT INTO human_ratings (audit_id, output_id, criterion_id, rater_id, source, score, scale_min, scale_max, unit, seconds)
     SELECT $1, $3, c.id, rater.id, 'import', 4, 1, 5, 0.75, 20 FROM rater, criteria c
     WHERE c.audit_id = $1 AND c.key = 'quality'`,
    [audit.id, pseudonym, audit.outputIds[output]],
  )
}

it('counts what was given and what the plan asks for, and knows who has seen results', async () => {
  expect(await auditProgress(audit.id, userId)).toMatchObject({
    ...{ slug: audit.slug, outputs: 3, imported: 0, raters: 0, submitted: 0, wanted: 6, exposed: false },
  })
  await rate(10)
  await importRating('calm-otter-417')
  await pool.query('INSERT INTO exposures (audit_id, user_id) VALUES ($1, $2)', [audit.id, userId])
  const mine = (await auditsProgress(userId)).get(audit.slug)
  expect(mine).toMatchObject({ imported: 1, raters: 1, submitted: 1, wanted: 6, exposed: true })
  expect(await auditProgress(audit.id, await makeUser(pool))).toMatchObject({ exposed: false })
  await expect(auditProgress(-1, userId)).rejects.toMatchObject({ code: 'not-found' })
})

it('lists raters by pseudonym with counts and times, and nothing by which to know them or their scores', async () => {
  await importRating('calm-otter-417')
  await pool.query(`UPDATE human_ratings SET rated_at = now() - interval '1 day' WHERE audit_id = $1`, [
    audit.id,
  ])
  await rate(10)
  await rate(30)
  const held = (await claim({ auditId: audit.id, userId }))[0]!

  const raters = await listRaters(audit.id)
  const pace = { seconds: 20, others: null, wordsPerMinute: null }
  const idle = expect.any(Number)
  expect(raters.map(({ pseudonym: _name, lastAt: _at, ...rest }) => rest)).toEqual([
    {
      ...{ group: null, imported: false, rated: 2, lastHour: 2, quota: 3, skipped: 0, held: 1 },
      ...{ withdrawn: false, setAside: null, pace: { ...pace, timed: 2 }, idle },
    },
    {
      ...{ group: 'experts', imported: true, rated: 1, lastHour: 0, quota: null, skipped: 0, held: 0 },
      ...{ withdrawn: false, setAside: null, pace: { ...pace, timed: 0 }, idle },
    },
  ])
  expect(raters[0]!.lastAt!.getTime()).toBeGreaterThan(raters[1]!.lastAt!.getTime())
  expect(JSON.stringify(raters)).not.toMatch(/Lovelace|0\.75|example\.org/)

  await skip({ itemId: held.item_id, userId }, 'unreadable')
  await pool.query('UPDATE raters SET withdrawn_at = now() WHERE user_id = $1', [userId])
  const after = await listRaters(audit.id)
  expect(after.find(({ imported }) => !imported)).toMatchObject({ skipped: 1, held: 0, withdrawn: true })
})

it('compares the pace of raters with that of the others, practice and repeats left out', async () => {
  // Twelve timed outputs of 60 words for each; the last two outputs are no pace.
  const { id } = await makeAudit(pool, { outputs: 14, perOutput: 3 })
  await pool.query(
    `WITH k AS (INSERT INTO feature_sets (keys, versions) VALUES ('{words}', '{999}')
       ON CONFLICT (keys, versions) DO UPDATE SET keys = excluded.keys RETURNING id)
     INSERT INTO features (audit_id, version_id, set_id, language, values)
     SELECT $1, v.id, k.id, 'en', '{60}' FROM output_versions v, k WHERE v.audit_id = $1`,
    [id],
  )
  await pool.query(
    `WITH r AS (INSERT INTO raters (audit_id, pseudonym, quota)
       SELECT $1, name, 14 FROM unnest('{slow,mean,fast}'::text[]) name RETURNING id, pseudonym)
     INSERT INTO assignments (audit_id, output_id, rater_id, presentation, lease_expires_at, status, submitted_at,
       idempotency_key, purpose, seconds)
     SELECT $1, o.id, r.id, 'plain', now(), 'submitted', now() - o.place * interval '1 minute', 'k',
       CASE o.place WHEN 13 THEN 'practice' WHEN 14 THEN 'repeat' ELSE 'main' END::purpose,
       CASE WHEN o.place > 12 THEN 1000 WHEN r.pseudonym = 'slow' THEN 30 WHEN r.pseudonym = 'mean' THEN 20 ELSE 4 END
     FROM r, (SELECT id, row_number() OVER (ORDER BY id) AS place FROM outputs WHERE audit_id = $1) o`,
    [id],
  )
  const found = Object.fromEntries((await listRaters(id)).map(({ pseudonym, pace }) => [pseudonym, pace]))
  expect(found).toEqual({
    slow: { timed: 12, seconds: 30, others: 12, wordsPerMinute: 120 },
    mean: { timed: 12, seconds: 20, others: 17, wordsPerMinute: 180 },
    fast: { timed: 12, seconds: 4, others: 25, wordsPerMinute: 900 },
  })
  expect(speedingOf(found.fast!)).toEqual(['others', 'reading'])
})

it('knows which criteria have scores', async () => {
  expect(await scoredCriteria(audit.id)).toEqual([])
  await importRating('calm-otter-417')
  expect(await scoredCriteria(audit.id)).toEqual(['quality'])
})
