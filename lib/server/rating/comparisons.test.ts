import { describe, expect, test } from 'vitest'
import type { BlindItem } from '@/lib/domain/blind'
import type { Comparisons, Plan } from '@/lib/domain/plan'
import { patchAudit } from '../audits/patch'
import { decideLeaks } from '../blinding/decide'
import { sealOf } from '../blinding/seal'
import { testDatabase } from '../db/testing'
import { setAside, takeBack } from '../supervision/set-aside'
import { claim } from './claim'
import { saveDraft } from './draft'
import { amend, earlierItem } from './earlier'
import { shownHash } from './item'
import { ownRatings } from './mine'
import { skip } from './skip'
import { submit } from './submit'
import { sweepLeases } from './sweep'
import { attempt, letLapse, makeAudit, makeUser } from './testing'
import { undo } from './undo'

const { pool } = testDatabase()

/** An audit of prompts that so many models answered, opened with comparisons on `quality`. */
async function openToCompare(
  {
    outputs = 4,
    models = 2,
    perOutput = 1,
    ...plan
  }: Partial<Comparisons> & { outputs?: number; models?: number; perOutput?: number } = {},
  more: Plan & { sealed?: boolean } = {},
) {
  const audit = await makeAudit(pool, { outputs, models, perOutput, status: 'draft' })
  const comparisons = {
    criterion: 'quality',
    pairs_per_prompt: 1,
    raters_per_pair: 1,
    per_rater: 20,
    ...plan,
  }
  const { sealed, ...rest } = more
  await patchAudit(
    audit.id,
    { plan: { comparisons, ...rest }, ...(sealed && { sealed }), status: 'open' },
    null,
  )
  return audit
}

/** Rates outputs until the first comparison comes; answers it. */
async function toComparison(auditId: number, userId: string): Promise<BlindItem | undefined> {
  for (;;) {
    const [item] = await claim({ auditId, userId })
    if (!item || item.other_text !== null) return item
    await submit({ itemId: item.item_id, userId }, attempt())
  }
}

const prefers = (preference: number, key?: string) => attempt({ preference }, key)
const pairs = async (auditId: number) =>
  (await pool.query('SELECT * FROM pairs WHERE audit_id = $1 ORDER BY id', [auditId])).rows
const comparisons = async (auditId: number) =>
  (
    await pool.query('SELECT * FROM comparisons WHERE audit_id = $1 ORDER BY rated_at, ended_at NULLS LAST', [
      auditId,
    ])
  ).rows

describe('the pairs', () => {
  test('are of two models for each prompt, drawn when the audit is opened, every two models as often', async () => {
    const { id } = await openToCompare({ outputs: 90, models: 3, raters_per_pair: 2 })
    const { rows } = await pool.query(
      `SELECT p.open_slots, l.prompt_id = r.prompt_id AS same, l.model_id || ' ' || r.model_id AS models, l.prompt_id AS prompt
       FROM pairs p JOIN output_versions l ON l.output_id = p.first_output_id
       JOIN output_versions r ON r.output_id = p.second_output_id WHERE p.audit_id = $1`,
      [id],
    )
    expect(rows).toHaveLength(30)
    expect(new Set(rows.map(({ prompt }) => prompt)).size).toBe(30)
    expect(rows.every(({ same, open_slots }) => same && open_slots === 2)).toBe(true)
    const counts = new Map<string, number>()
    for (const { models } of rows) counts.set(models, (counts.get(models) ?? 0) + 1)
    expect([...counts.values()]).toEqual([10, 10, 10])
  })

  test('are none of outputs that the sample left out', async () => {
    const { id } = await openToCompare(
      { outputs: 40 },
      { sample: { size: 20, by: ['model'], allocation: 'proportional' } },
    )
    const { rows } = await pool.query(
      `SELECT bool_and(o.sampled) AS sampled FROM pairs p JOIN outputs o ON o.id IN (p.first_output_id, p.second_output_id)
       WHERE p.audit_id = $1`,
      [id],
    )
    expect(rows).toEqual([{ sampled: true }])
  })

  test('cannot be drawn where every prompt has one model', async () => {
    await expect(openToCompare({ models: 1 })).rejects.toMatchObject({
      code: 'conflict',
      errors: [{ path: 'plan.comparisons' }],
    })
  })

  test('are compared on a criterion of the audit', async () => {
    await expect(openToCompare({ criterion: 'style' })).rejects.toMatchObject({
      code: 'unprocessable',
      errors: [{ path: 'plan.comparisons.criterion' }],
    })
  })
})

describe('a comparison', () => {
  test('comes after the outputs of a rater, counts in the progress, and shows two texts of one prompt and one question', async () => {
    const audit = await openToCompare()
    const userId = await makeUser(pool)
    const first = (await claim({ auditId: audit.id, userId }))[0]!
    expect(first).toMatchObject({ other_text: null, progress: { done: 0, total: 6 } })
    const item = (await toComparison(audit.id, userId))!
    expect(item).toEqual({
      item_id: expect.any(String),
      intent: 'Say how useful each answer is.',
      guidelines: 'Read it twice.',
      prompt: expect.stringMatching(/^Prompt \d$/),
      text: expect.stringMatching(/^Text of output \d+$/),
      other_text: expect.stringMatching(/^Text of output \d+$/),
      presentation: 'rendered',
      criteria: [
        {
          ...{
            key: 'preference',
            name: 'Which is better on “Quality”?',
            description: '',
            min: -1,
            max: 1,
            step: 0.5,
          },
          labels: expect.objectContaining({ '-1': 'Left is much better', '0': 'About the same' }),
        },
      ],
      progress: { done: 4, total: 6 },
      practice: null,
      lease_expires_at: expect.any(String),
      draft: null,
    })
    expect(item.text).not.toBe(item.other_text)
    const { rows } = await pool.query(
      `SELECT purpose, shown_hash, output_id, right_output_id FROM assignments WHERE id = $1`,
      [item.item_id],
    )
    expect(rows[0]).toMatchObject({ purpose: 'comparison', shown_hash: shownHash(item, 'rendered') })
    expect(item.text).toBe(`Text of output ${rows[0].output_id}`)
    expect(item.other_text).toBe(`Text of output ${rows[0].right_output_id}`)
    expect((await pairs(audit.id)).map(({ open_slots }) => open_slots).sort()).toEqual([0, 1])
  })

  test('is stored with its sides, once, and changes no rating', async () => {
    const audit = await openToCompare()
    const userId = await makeUser(pool)
    const item = (await toComparison(audit.id, userId))!
    const mine = { itemId: item.item_id, userId }
    const tab = prefers(-0.5)
    expect(await submit(mine, tab)).toEqual({ status: 'counted' })
    expect(await submit(mine, tab)).toEqual({ status: 'counted' })
    await expect(submit(mine, prefers(1))).rejects.toMatchObject({ code: 'conflict' })
    await expect(submit(mine, prefers(1, tab.key))).rejects.toMatchObject({ code: 'unprocessable' })
    const [left, right] = [item.text, item.other_text!].map((text) =>
      Number(text.slice('Text of output '.length)),
    )
    expect(await comparisons(audit.id)).toMatchObject([
      {
        preference: -0.5,
        left_output_id: left,
        right_output_id: right,
        presentation: 'rendered',
        ended_at: null,
      },
    ])
    const { rowCount } = await pool.query('SELECT FROM human_ratings WHERE audit_id = $1', [audit.id])
    expect(rowCount).toBe(8)
  })

  test('refuses what is no answer to its question', async () => {
    const audit = await openToCompare()
    const userId = await makeUser(pool)
    const mine = { itemId: (await toComparison(audit.id, userId))!.item_id, userId }
    const wrong: Record<string, number>[] = [{}, { quality: 4 }, { preference: 0.3 }, { preference: 2 }]
    for (const scores of wrong)
      await expect(submit(mine, attempt(scores))).rejects.toMatchObject({ code: 'unprocessable' })
    await expect(saveDraft(mine, { scores: { quality: 4 } })).rejects.toMatchObject({ code: 'unprocessable' })
    expect(await saveDraft(mine, { scores: { preference: 0 } })).toBeInstanceOf(Date)
    expect((await claim({ auditId: audit.id, userId }))[0]!.draft).toEqual({
      scores: { preference: 0 },
      comment: '',
    })
  })

  test('is taken back, changed, and found among one’s own ratings', async () => {
    const audit = await openToCompare()
    const userId = await makeUser(pool)
    const item = (await toComparison(audit.id, userId))!
    const mine = { itemId: item.item_id, userId }
    const first = prefers(1)
    await submit(mine, first)
    await undo(mine, first.key)
    expect((await claim({ auditId: audit.id, userId }))[0]).toMatchObject({
      item_id: item.item_id,
      draft: { scores: { preference: 1 } },
    })
    await submit(mine, prefers(0.5))
    expect(await earlierItem(mine)).toMatchObject({
      other_text: item.other_text,
      draft: { scores: { preference: 0.5 } },
    })
    await amend(mine, prefers(0))
    expect(
      (await comparisons(audit.id)).map(({ preference, ended_at }) => [preference, ended_at !== null]),
    ).toEqual([
      [1, true],
      [0.5, true],
      [0, false],
    ])
    expect((await ownRatings({ auditId: audit.id, userId })).items[0]).toMatchObject({
      text: item.text,
      other_text: item.other_text,
      scores: [{ name: 'Quality', score: 0 }],
    })
  })

  test('gives its place back when it is skipped or runs out, and is finished all the same', async () => {
    const audit = await openToCompare({ outputs: 2 })
    const [first, second] = [await makeUser(pool), await makeUser(pool)]
    const item = (await toComparison(audit.id, first))!
    expect(await toComparison(audit.id, second)).toBeUndefined()
    await letLapse(pool, item)
    await sweepLeases(audit.id)
    expect(await pairs(audit.id)).toMatchObject([{ open_slots: 1 }])
    const taken = (await toComparison(audit.id, second))!
    expect(await submit({ itemId: item.item_id, userId: first }, prefers(1))).toEqual({ status: 'extra' })
    await skip({ itemId: taken.item_id, userId: second }, 'unclear')
    expect(await pairs(audit.id)).toMatchObject([{ open_slots: 0 }])
    expect(await claim({ auditId: audit.id, userId: second })).toEqual([])
    expect(await comparisons(audit.id)).toMatchObject([{ preference: 1 }])
  })

  test('comes back after it ran out to who has rated as many outputs as they may', async () => {
    const { id } = await openToCompare({}, { cap: 1 })
    const userId = await makeUser(pool)
    const item = (await toComparison(id, userId))!
    await letLapse(pool, item)
    await sweepLeases(id)
    expect(await claim({ auditId: id, userId })).toMatchObject([{ item_id: item.item_id }])
  })

  test('puts each output of a pair on either side', async () => {
    const audit = await openToCompare({ outputs: 2, perOutput: 24, raters_per_pair: 24 })
    const lefts = new Set<string>()
    for (let i = 0; i < 24; i++) lefts.add((await toComparison(audit.id, await makeUser(pool)))!.text)
    // Coins that all fall alike have a chance of 2⁻²³.
    expect(lefts.size).toBe(2)
  })

  test('comes no more often than a rater is asked for, and never twice of one pair', async () => {
    const audit = await openToCompare({ outputs: 20, raters_per_pair: 3, per_rater: 4 })
    const userId = await makeUser(pool)
    const seen: string[] = []
    for (;;) {
      const item = await toComparison(audit.id, userId)
      if (!item) break
      seen.push(item.prompt)
      await submit({ itemId: item.item_id, userId }, prefers(0))
    }
    expect(seen).toHaveLength(4)
    expect(new Set(seen).size).toBe(4)
    const { items } = await ownRatings({ auditId: audit.id, userId })
    expect(items).toHaveLength(24)
  })

  test('is no more of an output that was excluded, and fixes what becomes of its outputs', async () => {
    const audit = await openToCompare({ outputs: 4, perOutput: 1 })
    const leak = async (outputId: number) =>
      (
        await pool.query<{ id: number }>(
          `INSERT INTO leaks (audit_id, version_id, pattern, start, "end")
           SELECT $1, id, 'self-name', 0, 4 FROM output_versions WHERE output_id = $2 RETURNING id`,
          [audit.id, outputId],
        )
      ).rows[0]!.id
    const [out, , , other] = audit.outputIds
    await decideLeaks(audit.id, { leakId: await leak(out!) }, 'exclude', null)
    const userId = await makeUser(pool)
    const item = (await toComparison(audit.id, userId))!
    expect([item.text, item.other_text]).toContain(`Text of output ${other}`)
    await pool.query('DELETE FROM human_ratings WHERE audit_id = $1', [audit.id])
    await pool.query(`DELETE FROM assignments WHERE audit_id = $1 AND purpose <> 'comparison'`, [audit.id])
    expect(await decideLeaks(audit.id, { leakId: await leak(other!) }, 'mask', null)).toEqual({
      decided: 0,
      fixed: 1,
    })
    await submit({ itemId: item.item_id, userId }, prefers(0))
    expect(await claim({ auditId: audit.id, userId })).toEqual([])
  })
})

test('an output that a rater met in a comparison is not handed to them alone any more', async () => {
  const audit = await openToCompare({ outputs: 2 })
  await pool.query('UPDATE outputs SET open_slots = 0 WHERE audit_id = $1', [audit.id])
  const userId = await makeUser(pool)
  const item = (await toComparison(audit.id, userId))!
  await submit({ itemId: item.item_id, userId }, prefers(0))
  await pool.query('UPDATE outputs SET open_slots = 1 WHERE audit_id = $1', [audit.id])
  expect(await claim({ auditId: audit.id, userId })).toEqual([])
})

test('what a rater compared whose work is set aside is open to others, until it counts again', async () => {
  const audit = await openToCompare({ outputs: 2, perOutput: 3 })
  const [userId, other] = [await makeUser(pool), await makeUser(pool)]
  const item = (await toComparison(audit.id, userId))!
  await submit({ itemId: item.item_id, userId }, prefers(1))
  const { rows } = await pool.query('SELECT pseudonym FROM raters WHERE user_id = $1', [userId])
  const rater: string = rows[0].pseudonym
  const of = { auditId: audit.id, byId: null }
  const open = async () => (await pairs(audit.id)).map(({ open_slots }) => open_slots)
  await setAside({ rater, reason: 'too fast' }, of)
  expect(await open()).toEqual([0])
  await takeBack(rater, of)
  await setAside({ rater, reason: 'too fast', reopen: 'on' }, of)
  expect(await open()).toEqual([1])
  await takeBack(rater, of)
  expect(await open()).toEqual([0])
  await setAside({ rater, reason: 'too fast', reopen: 'on' }, of)
  const again = (await toComparison(audit.id, other))!
  await submit({ itemId: again.item_id, userId: other }, prefers(-1))
  await takeBack(rater, of)
  expect(await open()).toEqual([0])
})

test('a seal waits for the comparisons too', async () => {
  const audit = await openToCompare({ outputs: 2 }, { sealed: true })
  const userId = await makeUser(pool)
  const item = (await toComparison(audit.id, userId))!
  expect(await sealOf(audit.id)).toMatchObject({ missing: 1 })
  await submit({ itemId: item.item_id, userId }, prefers(0))
  expect(await sealOf(audit.id)).toBeNull()
})

test('many raters at once fill every place of every pair, and none twice', async () => {
  const audit = await openToCompare({
    outputs: 20,
    models: 4,
    pairs_per_prompt: 3,
    raters_per_pair: 3,
    per_rater: 10,
    perOutput: 12,
  })
  const users = await Promise.all(Array.from({ length: 8 }, () => makeUser(pool)))
  await pool.query('UPDATE outputs SET open_slots = 0 WHERE audit_id = $1', [audit.id])
  const work = async (userId: string) => {
    for (let i = 0; ; i++) {
      const [item] = await claim({ auditId: audit.id, userId, most: i % 2 ? 2 : 1 })
      if (!item) return
      if (i === 3) await skip({ itemId: item.item_id, userId }, 'unclear')
      else await submit({ itemId: item.item_id, userId }, prefers(0))
    }
  }
  await Promise.all(users.map(work))
  const { rows } = await pool.query(
    `SELECT p.open_slots, count(s.id) FILTER (WHERE s.status = 'submitted')::int AS done,
       count(DISTINCT s.rater_id) FILTER (WHERE s.status = 'submitted')::int AS raters
     FROM pairs p LEFT JOIN assignments s ON s.pair_id = p.id WHERE p.audit_id = $1 GROUP BY p.id`,
    [audit.id],
  )
  expect(rows).toHaveLength(15)
  for (const { open_slots, done, raters } of rows) {
    expect(open_slots + done).toBe(3)
    expect(raters).toBe(done)
  }
}, 60_000)
