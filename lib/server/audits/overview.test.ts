import { beforeEach, expect, it } from 'vitest'
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

  const { raters, total } = await listRaters(audit.id)
  expect(total).toBe(2)
  expect(raters.map(({ pseudonym: _name, lastAt: _at, ...rest }) => rest)).toEqual([
    {
      group: null,
      imported: false,
      rated: 2,
      quota: 3,
      skipped: 0,
      active: true,
      gold: null,
      withdrawn: false,
      seconds: 20,
    },
    {
      ...{ group: 'experts', imported: true, rated: 1, quota: null, skipped: 0, active: false },
      ...{ gold: null, withdrawn: false, seconds: 20 },
    },
  ])
  expect(raters[0]!.lastAt!.getTime()).toBeGreaterThan(raters[1]!.lastAt!.getTime())
  expect(JSON.stringify(raters)).not.toMatch(/Lovelace|0\.75|example\.org/)

  await skip({ itemId: held.item_id, userId }, 'unreadable')
  await pool.query('UPDATE raters SET withdrawn_at = now() WHERE user_id = $1', [userId])
  const { raters: after } = await listRaters(audit.id)
  expect(after.find(({ imported }) => !imported)).toMatchObject({
    skipped: 1,
    active: false,
    withdrawn: true,
  })
})

it('lists only so many raters and counts them all', async () => {
  for (const n of [1, 2, 3]) await importRating(`calm-otter-41${n}`, n - 1)
  const { raters, total } = await listRaters(audit.id, { most: 2 })
  expect(raters).toHaveLength(2)
  expect(total).toBe(3)
})

it('knows which criteria have scores', async () => {
  expect(await scoredCriteria(audit.id)).toEqual([])
  await importRating('calm-otter-417')
  expect(await scoredCriteria(audit.id)).toEqual(['quality'])
})
