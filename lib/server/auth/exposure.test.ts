import { randomUUID } from 'node:crypto'
import { beforeAll, expect, it } from 'vitest'
import { createAudit } from '@/lib/server/audits/create'
import { type Db, transaction } from '@/lib/server/db/pool'
import { testDatabase } from '@/lib/server/db/testing'
import { exposeTo, isExposed, lockExposure } from './exposure'
import { type TestPerson, testPerson } from './testing'

const { pool } = testDatabase()

let analyst: TestPerson
beforeAll(async () => {
  analyst = await testPerson('analyst')
})

async function openAudit(): Promise<number> {
  const criteria = [
    {
      key: 'overall',
      name: 'Overall',
      description: '',
      labels: {},
      higher_is: 'better' as const,
      min: 1,
      max: 5,
    },
  ]
  const { id } = await createAudit(
    {
      name: 'A',
      title: 'T',
      kind: 'reward',
      intent: 'I',
      guidelines: '',
      criteria,
      ratings_per_output: 3,
      presentation: 'plain',
    },
    null,
  )
  await pool.query(`UPDATE audits SET status = 'open' WHERE id = $1`, [id])
  return id
}

/** What a claim leaves behind, of a status. */
async function assignment(db: Db, auditId: number, userId: string, status: string): Promise<void> {
  await db.query(
    `WITH o AS (INSERT INTO outputs (audit_id, external_id, open_slots) VALUES ($1, $3, 3) RETURNING id),
      r AS (INSERT INTO raters (audit_id, pseudonym, user_id) VALUES ($1, $3, $2)
        ON CONFLICT (audit_id, user_id) DO UPDATE SET pseudonym = raters.pseudonym RETURNING id)
     INSERT INTO assignments (audit_id, output_id, rater_id, presentation, lease_expires_at, status, submitted_at, idempotency_key)
     SELECT $1, o.id, r.id, 'plain', now() - interval '1 hour', $4::assignment_status, now(), 'k' FROM o, r`,
    [auditId, userId, randomUUID(), status],
  )
}

const expose = (auditId: number) => exposeTo(auditId, analyst.viewer)

it('is noted once, with the time of the first', async () => {
  const audit = await openAudit()
  expect(await isExposed(audit, analyst.id)).toBe(false)
  await expose(audit)
  const first = await pool.query('SELECT * FROM exposures WHERE audit_id = $1', [audit])
  await expose(audit)
  expect((await pool.query('SELECT * FROM exposures WHERE audit_id = $1', [audit])).rows).toEqual(first.rows)
  expect(first.rowCount).toBe(1)
  expect(await isExposed(audit, analyst.id)).toBe(true)
  expect(await isExposed(await openAudit(), analyst.id)).toBe(false)
})

it.each(['leased', 'submitted'])(
  'is refused to whoever holds an item that is %s, until the audit closes',
  async (status) => {
    const audit = await openAudit()
    await assignment(pool, audit, analyst.id, status)
    await expect(expose(audit)).rejects.toMatchObject({ code: 'forbidden' })
    expect(await isExposed(audit, analyst.id)).toBe(false)
    await pool.query(`UPDATE audits SET status = 'closed' WHERE id = $1`, [audit])
    await expose(audit)
    expect(await isExposed(audit, analyst.id)).toBe(true)
  },
)

it.each(['skipped', 'expired', 'withdrawn'])('is not barred by an item that was %s', async (status) => {
  const audit = await openAudit()
  await assignment(pool, audit, analyst.id, status)
  await expose(audit)
  expect(await isExposed(audit, analyst.id)).toBe(true)
})

it('is not barred by what others rate', async () => {
  const audit = await openAudit()
  await assignment(pool, audit, (await testPerson('rater')).id, 'submitted')
  await expose(audit)
  expect(await isExposed(audit, analyst.id)).toBe(true)
})

it('never lets a claim and a look pass each other', async () => {
  for (let round = 0; round < 10; round += 1) {
    const audit = await openAudit()
    const claim = transaction(async (client) => {
      await lockExposure(client, audit, analyst.id)
      if (await isExposed(audit, analyst.id, client)) throw new Error('exposed')
      await assignment(client, audit, analyst.id, 'leased')
    })
    const outcomes = await Promise.allSettled([claim, expose(audit)])
    expect(outcomes.map(({ status }) => status).sort()).toEqual(['fulfilled', 'rejected'])
  }
})
