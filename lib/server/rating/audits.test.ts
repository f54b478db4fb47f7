import { expect, test } from 'vitest'
import { testDatabase } from '../db/testing'
import { auditStanding, openAudits } from './audits'
import { claim } from './claim'
import { submit } from './submit'
import { acceptInvitation, attempt, makeAudit, makeUser } from './testing'

const { pool } = testDatabase()

test('a rater sees open audits, each with nothing but what is allowed', async () => {
  const userId = await makeUser(pool)
  const audit = await makeAudit(pool, { outputs: 3 })
  const unopened = await makeAudit(pool, { status: 'draft' })
  const over = await makeAudit(pool, { status: 'closed' })
  const shown = async () => {
    const audits = await openAudits(userId)
    const ids = audits.map(({ id }) => id)
    expect(ids).not.toContain(unopened.publicId)
    expect(ids).not.toContain(over.publicId)
    return audits.find(({ id }) => id === audit.publicId)
  }
  expect(await shown()).toEqual({
    id: audit.publicId,
    title: 'Rating task',
    intent: 'Say how useful each answer is.',
    guidelines: 'Read it twice.',
    criteria: [expect.objectContaining({ key: 'quality' }), expect.objectContaining({ key: 'truth' })],
    status: 'open',
    progress: { done: 0, total: 3 },
  })
  const [item] = await claim({ auditId: audit.id, userId })
  await submit({ itemId: item!.item_id, userId }, attempt())
  expect((await shown())?.progress).toEqual({ done: 1, total: 3 })
})

test('how a person stands to an audit', async () => {
  const [userId, analyst] = [await makeUser(pool), await makeUser(pool, 'analyst')]
  const standing = async (auditId: number) => (await auditStanding(auditId, userId))?.standing
  const open = await makeAudit(pool)
  expect(await auditStanding(open.id, userId)).toMatchObject({
    standing: 'rates',
    audit: { id: open.publicId },
  })
  expect(await standing((await makeAudit(pool, { status: 'draft' })).id)).toBe('not-open')
  expect(await standing((await makeAudit(pool, { status: 'closed' })).id)).toBe('closed')
  expect(await standing(0)).toBeUndefined()

  const closed = await makeAudit(pool)
  await claim({ auditId: closed.id, userId })
  await pool.query(`UPDATE audits SET status = 'closed' WHERE id = $1`, [closed.id])
  expect(await standing(closed.id)).toBe('rates')

  const invited = await makeAudit(pool, { invitedBy: analyst })
  expect(await auditStanding(invited.id, userId)).toEqual({ standing: 'not-invited', audit: null })
  await acceptInvitation(pool, invited.id, userId)
  expect(await standing(invited.id)).toBe('rates')
  await pool.query('UPDATE raters SET withdrawn_at = now() WHERE audit_id = $1', [invited.id])
  expect(await standing(invited.id)).toBe('withdrew')

  await pool.query('INSERT INTO exposures (audit_id, user_id) VALUES ($1, $2)', [open.id, userId])
  expect(await auditStanding(open.id, userId)).toEqual({ standing: 'seen-results', audit: null })
})
