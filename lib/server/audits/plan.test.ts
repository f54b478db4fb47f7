import { expect, test } from 'vitest'
import { planSchema } from '@/lib/domain/plan'
import { testDatabase } from '../db/testing'
import { makeAudit } from '../rating/testing'
import { patchAudit } from './patch'

const { pool } = testDatabase()

const planOf = async (id: number) =>
  (await pool.query('SELECT plan FROM audits WHERE id = $1', [id])).rows[0].plan

test('a plan is changed setting by setting, and null takes one out', async () => {
  const audit = await makeAudit(pool, { status: 'draft' })
  await patchAudit(audit.id, { plan: { gold_every: 10, repeat_share: 0.1 } }, null)
  await pool.query(`UPDATE audits SET plan = plan || '{"other": {"kept": null}}' WHERE id = $1`, [audit.id])
  await patchAudit(audit.id, { plan: { gold_every: null, cap: 30 } }, null)
  const plan = await planOf(audit.id)
  expect(plan).toEqual({ repeat_share: 0.1, cap: 30, other: { kept: null } })
  expect(planSchema.parse(plan)).toEqual({ repeat_share: 0.1, cap: 30 })
})

test('once the audit was opened only the cap changes', async () => {
  const audit = await makeAudit(pool, { status: 'draft' })
  await patchAudit(audit.id, { plan: { gold_every: 10 }, status: 'open' }, null)
  await expect(patchAudit(audit.id, { plan: { gold_every: 5, cap: 9 } }, null)).rejects.toMatchObject({
    code: 'conflict',
    errors: [{ path: 'plan.gold_every', message: expect.stringContaining('locked') }],
  })
  await patchAudit(audit.id, { plan: { gold_every: 10, cap: 9 } }, null)
  expect(await planOf(audit.id)).toEqual({ gold_every: 10, cap: 9 })
  await patchAudit(audit.id, { plan: { cap: null } }, null)
  expect(await planOf(audit.id)).toEqual({ gold_every: 10 })
})
