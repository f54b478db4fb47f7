import { describe, expect, test } from 'vitest'
import { testDatabase } from '../db/testing'
import { claim } from './claim'
import { saveDraft } from './draft'
import { shownHash } from './item'
import { skip } from './skip'
import { submit } from './submit'
import { sweepLeases } from './sweep'
import { acceptInvitation, attempt, letLapse, makeAudit, makeUser } from './testing'

const { pool } = testDatabase()

const slots = async (outputId: number) =>
  (await pool.query('SELECT open_slots, begun FROM outputs WHERE id = $1', [outputId])).rows[0]
const assignment = async (id: string) =>
  (await pool.query('SELECT * FROM assignments WHERE id = $1', [id])).rows[0]

describe('a first claim', () => {
  test('answers the blind item, takes one slot, and fixes quota and pseudonym', async () => {
    const audit = await makeAudit(pool, { outputs: 5, perOutput: 2 })
    const userId = await makeUser(pool)
    const [item] = await claim({ auditId: audit.id, userId })
    expect(item).toEqual({
      item_id: expect.stringMatching(/^[0-9a-f]{8}-[0-9a-f]{4}-4/),
      intent: 'Say how useful each answer is.',
      guidelines: 'Read it twice.',
      prompt: expect.stringMatching(/^Prompt \d$/),
      text: expect.stringMatching(/^Text of output \d+$/),
      other_text: null,
      presentation: 'rendered',
      criteria: [
        { key: 'quality', name: 'Quality', description: '', min: 1, max: 5, step: 1, labels: {} },
        { key: 'truth', name: 'Truth', description: '', min: 0, max: 1, step: null, labels: {} },
      ],
      progress: { done: 0, total: 5 },
      practice: null,
      lease_expires_at: expect.any(String),
      draft: null,
    })
    const { output_id, lease_expires_at, leased_at, ...row } = await assignment(item!.item_id)
    expect(row).toMatchObject({ status: 'leased', purpose: 'main', presentation: 'rendered' })
    expect(Math.abs(lease_expires_at.getTime() - leased_at.getTime() - 30 * 60_000)).toBeLessThan(5_000)
    expect(await slots(output_id)).toEqual({ open_slots: 1, begun: true })
    const { rows } = await pool.query('SELECT pseudonym, quota FROM raters WHERE user_id = $1', [userId])
    expect(rows).toEqual([{ pseudonym: expect.stringMatching(/^[a-z]+-[a-z]+-\d{3}$/), quota: 5 }])
  })

  test('keeps the quota when outputs come and go', async () => {
    const audit = await makeAudit(pool, { outputs: 4 })
    const [first, second] = [await makeUser(pool), await makeUser(pool)]
    expect((await claim({ auditId: audit.id, userId: first }))[0]?.progress.total).toBe(4)
    expect((await claim({ auditId: audit.id, userId: second }))[0]?.progress.total).toBe(3)
    await pool.query('UPDATE outputs SET open_slots = 0 WHERE audit_id = $1', [audit.id])
    expect((await claim({ auditId: audit.id, userId: first }))[0]?.progress.total).toBe(4)
  })

  test('records exactly what was shown', async () => {
    const audit = await makeAudit(pool)
    const userId = await makeUser(pool)
    const [item] = await claim({ auditId: audit.id, userId })
    expect((await assignment(item!.item_id)).shown_hash).toEqual(shownHash(item!, 'rendered'))
    await pool.query(`UPDATE audits SET guidelines = 'Read it three times.' WHERE id = $1`, [audit.id])
    const [again] = await claim({ auditId: audit.id, userId })
    expect(again).toMatchObject({ item_id: item!.item_id, guidelines: 'Read it three times.' })
    expect((await assignment(item!.item_id)).shown_hash).toEqual(shownHash(again!, 'rendered'))
  })
})

describe('what a rater holds', () => {
  test('is answered again until it is submitted', async () => {
    const audit = await makeAudit(pool)
    const userId = await makeUser(pool)
    const [item] = await claim({ auditId: audit.id, userId })
    expect(await claim({ auditId: audit.id, userId })).toEqual([item])
    await submit({ itemId: item!.item_id, userId }, attempt())
    const [next] = await claim({ auditId: audit.id, userId })
    expect(next!.item_id).not.toBe(item!.item_id)
    expect(next!.progress).toEqual({ done: 1, total: 3 })
  })

  test('is the current item and one ahead, in that order, and never more', async () => {
    const audit = await makeAudit(pool, { outputs: 10 })
    const userId = await makeUser(pool)
    const both = await claim({ auditId: audit.id, userId, most: 2 })
    expect(both).toHaveLength(2)
    expect(await claim({ auditId: audit.id, userId, most: 2 })).toEqual(both)
    expect(await claim({ auditId: audit.id, userId })).toEqual([both[0]])
    await submit({ itemId: both[0]!.item_id, userId }, attempt())
    const after = await claim({ auditId: audit.id, userId, most: 2 })
    expect(after.map((item) => item.item_id)).toEqual([both[1]!.item_id, expect.any(String)])
    const { rows } = await pool.query(`SELECT FROM assignments WHERE audit_id = $1 AND status = 'leased'`, [
      audit.id,
    ])
    expect(rows).toHaveLength(2)
  })

  test('comes back with its draft after the lease ran out, while the slot is free', async () => {
    const audit = await makeAudit(pool, { outputs: 20 })
    const userId = await makeUser(pool)
    const [item] = await claim({ auditId: audit.id, userId })
    await saveDraft({ itemId: item!.item_id, userId }, { scores: { quality: 2 } })
    await letLapse(pool, item!)
    await sweepLeases(audit.id)
    const { status, output_id } = await assignment(item!.item_id)
    expect(status).toBe('expired')
    expect(await slots(output_id)).toEqual({ open_slots: 1, begun: true })
    const [again] = await claim({ auditId: audit.id, userId })
    expect(again).toMatchObject({ item_id: item!.item_id, draft: { scores: { quality: 2 }, comment: '' } })
    expect(Date.parse(again!.lease_expires_at)).toBeGreaterThan(Date.now() + 29 * 60_000)
    expect(await slots(output_id)).toEqual({ open_slots: 0, begun: true })
  })

  test('goes to another rater when the lease ran out', async () => {
    const audit = await makeAudit(pool, { outputs: 1 })
    const [slow, quick] = [await makeUser(pool), await makeUser(pool)]
    const [item] = await claim({ auditId: audit.id, userId: slow })
    expect(await claim({ auditId: audit.id, userId: quick })).toEqual([])
    await letLapse(pool, item!)
    const [taken] = await claim({ auditId: audit.id, userId: quick })
    expect(taken).toMatchObject({ text: item!.text })
    expect(taken!.item_id).not.toBe(item!.item_id)
    expect(await claim({ auditId: audit.id, userId: slow })).toEqual([])
  })

  test('can be finished, but not added to, after the audit closed', async () => {
    const audit = await makeAudit(pool)
    const [holder, late] = [await makeUser(pool), await makeUser(pool)]
    const [item] = await claim({ auditId: audit.id, userId: holder })
    await pool.query(`UPDATE audits SET status = 'closed' WHERE id = $1`, [audit.id])
    expect(await claim({ auditId: audit.id, userId: holder, most: 2 })).toEqual([item])
    expect(await submit({ itemId: item!.item_id, userId: holder }, attempt())).toEqual({ status: 'counted' })
    const closed = { code: 'conflict', message: 'This rating task is closed.' }
    await expect(claim({ auditId: audit.id, userId: holder })).rejects.toMatchObject(closed)
    await expect(claim({ auditId: audit.id, userId: late })).rejects.toMatchObject(closed)
  })
})

describe('which output', () => {
  test('is none that this rater had, skipped ones included', async () => {
    const audit = await makeAudit(pool, { outputs: 6, perOutput: 3 })
    const userId = await makeUser(pool)
    const seen = new Set<string>()
    for (let i = 0; i < 6; i++) {
      const [item] = await claim({ auditId: audit.id, userId })
      seen.add(item!.text)
      if (i % 2) await skip({ itemId: item!.item_id, userId }, 'unclear')
      else await submit({ itemId: item!.item_id, userId }, attempt())
    }
    expect(seen.size).toBe(6)
    expect(await claim({ auditId: audit.id, userId })).toEqual([])
  })

  test('is none that was taken out of the audit', async () => {
    const audit = await makeAudit(pool, { outputs: 2 })
    const [gone, left] = audit.outputIds
    await pool.query('UPDATE output_versions SET ended_at = now() WHERE output_id = $1', [gone])
    const userId = await makeUser(pool)
    const items = await claim({ auditId: audit.id, userId, most: 2 })
    expect(items.map((item) => item.text)).toEqual([`Text of output ${left}`])
    await pool.query('UPDATE output_versions SET ended_at = now() WHERE output_id = $1', [left])
    expect(await claim({ auditId: audit.id, userId, most: 2 })).toEqual([])
  })

  test('is one that others have begun, once more than ten times the active raters are begun', async () => {
    const audit = await makeAudit(pool, { outputs: 200, perOutput: 2 })
    const first = await makeUser(pool)
    const rate = async (userId: string, count: number) => {
      for (let i = 0; i < count; i++) {
        const [item] = await claim({ auditId: audit.id, userId })
        await submit({ itemId: item!.item_id, userId }, attempt())
      }
    }
    await rate(first, 12)
    // One rater is active and twelve outputs are begun: the next rater completes some before beginning new ones.
    await rate(await makeUser(pool), 2)
    const { rows } = await pool.query(
      'SELECT open_slots, count(*)::int AS n FROM outputs WHERE audit_id = $1 GROUP BY 1 ORDER BY 1',
      [audit.id],
    )
    expect(rows).toEqual([
      { open_slots: 0, n: 2 },
      { open_slots: 1, n: 10 },
      { open_slots: 2, n: 188 },
    ])
  })

  test('differs from rater to rater', async () => {
    const audit = await makeAudit(pool, { outputs: 50, perOutput: 50 })
    const texts = new Set<string>()
    for (let i = 0; i < 10; i++) {
      const [item] = await claim({ auditId: audit.id, userId: await makeUser(pool) })
      texts.add(item!.text)
    }
    // Ten draws of fifty that all agree have a chance of 50⁻⁹.
    expect(texts.size).toBeGreaterThan(1)
  })

  test('is waited for while another transaction holds the last one', async () => {
    const audit = await makeAudit(pool, { outputs: 1 })
    const userId = await makeUser(pool)
    const other = await pool.connect()
    await other.query('BEGIN')
    await other.query('SELECT FROM outputs WHERE audit_id = $1 FOR NO KEY UPDATE', [audit.id])
    const claimed = claim({ auditId: audit.id, userId })
    await expect
      .poll(async () => (await pool.query('SELECT FROM pg_locks WHERE NOT granted')).rowCount)
      .toBeGreaterThan(0)
    await other.query('ROLLBACK')
    other.release()
    expect(await claimed).toHaveLength(1)
  })
})

test('a randomised presentation is a coin for each assignment, and stored', async () => {
  const audit = await makeAudit(pool, { outputs: 1, perOutput: 24, presentation: 'randomised' })
  const shown: string[] = []
  for (let i = 0; i < 24; i++) {
    const userId = await makeUser(pool)
    const [item] = await claim({ auditId: audit.id, userId })
    expect((await assignment(item!.item_id)).presentation).toBe(item!.presentation)
    expect(await claim({ auditId: audit.id, userId })).toEqual([item])
    shown.push(item!.presentation)
  }
  // Coins that all fall alike have a chance of 2⁻²³.
  expect(new Set(shown)).toEqual(new Set(['rendered', 'plain']))
})

test('a text that would keep a browser busy is shown plain, and its assignment says so', async () => {
  const audit = await makeAudit(pool, { outputs: 1, presentation: 'rendered' })
  await pool.query(
    `UPDATE output_texts t SET body = repeat(']', 3000) FROM output_versions v
     WHERE v.id = t.version_id AND v.audit_id = $1`,
    [audit.id],
  )
  const [item] = await claim({ auditId: audit.id, userId: await makeUser(pool) })
  expect(item!.presentation).toBe('plain')
  expect((await assignment(item!.item_id)).presentation).toBe('plain')
})

describe('who may not', () => {
  test.each(['rater', 'analyst', 'admin'] as const)('an exposed %s', async (role) => {
    const audit = await makeAudit(pool)
    const userId = await makeUser(pool, role)
    await pool.query('INSERT INTO exposures (audit_id, user_id) VALUES ($1, $2)', [audit.id, userId])
    await expect(claim({ auditId: audit.id, userId })).rejects.toMatchObject({ code: 'forbidden' })
    expect((await pool.query('SELECT FROM raters WHERE user_id = $1', [userId])).rowCount).toBe(0)
  })

  test('who was not invited, once there are invitations', async () => {
    const analyst = await makeUser(pool, 'analyst')
    const audit = await makeAudit(pool, { invitedBy: analyst })
    const [invited, other] = [await makeUser(pool), await makeUser(pool)]
    await acceptInvitation(pool, audit.id, invited)
    await expect(claim({ auditId: audit.id, userId: other })).rejects.toMatchObject({ code: 'forbidden' })
    expect(await claim({ auditId: audit.id, userId: invited })).toMatchObject([{ progress: { total: 3 } }])
  })

  test('who began before there were invitations, and has none', async () => {
    const audit = await makeAudit(pool)
    const userId = await makeUser(pool)
    const [item] = await claim({ auditId: audit.id, userId })
    await pool.query(
      `INSERT INTO invitations (audit_id, hash, role, made_by, expires_at)
       VALUES ($1, sha256('later'), 'rater', $2, now() + interval '1 day')`,
      [audit.id, userId],
    )
    await expect(claim({ auditId: audit.id, userId })).rejects.toMatchObject({ code: 'forbidden' })
    expect(await submit({ itemId: item!.item_id, userId }, attempt())).toEqual({ status: 'counted' })
  })

  test('who withdrew', async () => {
    const audit = await makeAudit(pool)
    const userId = await makeUser(pool)
    await claim({ auditId: audit.id, userId })
    await pool.query('UPDATE raters SET withdrawn_at = now() WHERE user_id = $1', [userId])
    await expect(claim({ auditId: audit.id, userId })).rejects.toMatchObject({ code: 'forbidden' })
  })

  test('anyone, in a draft or in no audit', async () => {
    const audit = await makeAudit(pool, { status: 'draft' })
    const userId = await makeUser(pool)
    await expect(claim({ auditId: audit.id, userId })).rejects.toMatchObject({ code: 'conflict' })
    await expect(claim({ auditId: 0, userId })).rejects.toMatchObject({ code: 'not-found' })
  })
})
