import { beforeAll, describe, expect, test } from 'vitest'
import { findAudit } from '../audits/find'
import { patchAudit } from '../audits/patch'
import { exposeTo, isExposed } from '../auth/exposure'
import { type TestPerson, testPerson } from '../auth/testing'
import { testDatabase } from '../db/testing'
import { claim } from '../rating/claim'
import { skip } from '../rating/skip'
import { submit } from '../rating/submit'
import { attempt, makeAudit, makeUser } from '../rating/testing'
import { undo } from '../rating/undo'
import { refuseSealed, sealOf } from './seal'

const { pool } = testDatabase()

let analyst: TestPerson
beforeAll(async () => {
  analyst = await testPerson('analyst')
})

/** A sealed audit, opened. */
async function makeSealed({ outputs = 2 } = {}) {
  const audit = await makeAudit(pool, { outputs, status: 'draft' })
  await patchAudit(audit.id, { sealed: true }, null)
  await patchAudit(audit.id, { status: 'open' }, null)
  return audit
}

async function rateOne(auditId: number) {
  const userId = await makeUser(pool)
  const [item] = await claim({ auditId, userId })
  const given = attempt()
  await submit({ itemId: item!.item_id, userId }, given)
  return { of: { itemId: item!.item_id, userId }, key: given.key }
}

const asks = (auditId: number) => exposeTo(auditId, analyst.viewer)

describe('a sealed audit', () => {
  test('shows nothing, to nobody, and says how many ratings are missing', async () => {
    const { id } = await makeSealed()
    await expect(asks(id)).rejects.toMatchObject({
      code: 'forbidden',
      message: expect.stringMatching(/2\sratings are missing/),
    })
    expect(await isExposed(id, analyst.viewer.userId)).toBe(false)
    const admin = await testPerson('admin')
    await expect(exposeTo(id, admin.viewer)).rejects.toMatchObject({ code: 'forbidden' })
    await rateOne(id)
    await expect(asks(id)).rejects.toMatchObject({ message: expect.stringMatching(/1\srating is missing/) })
  })

  test('shows nothing to who had seen results before it was sealed', async () => {
    const audit = await makeAudit(pool, { status: 'draft' })
    await asks(audit.id)
    await patchAudit(audit.id, { sealed: true }, null)
    await expect(asks(audit.id)).rejects.toMatchObject({
      message: expect.stringContaining('not open for rating yet'),
    })
  })

  test('does not take a rating that is under way for one that is in', async () => {
    const { id } = await makeSealed({ outputs: 1 })
    const userId = await makeUser(pool)
    const [item] = await claim({ auditId: id, userId })
    expect(await sealOf(id)).toEqual({ isOpen: true, missing: 1 })
    await skip({ itemId: item!.item_id, userId }, 'no')
    expect(await sealOf(id)).toEqual({ isOpen: true, missing: 1 })
  })

  test('opens for good once all are in, though one is taken back', async () => {
    const { id, slug } = await makeSealed({ outputs: 1 })
    const { of, key } = await rateOne(id)
    await asks(id)
    await undo(of, key)
    expect(await sealOf(id)).toBeNull()
    expect((await findAudit(slug)).unsealedAt).toBeInstanceOf(Date)
  })

  test('opens when it closes, and without an output stays shut until then', async () => {
    const { id } = await makeSealed({ outputs: 0 })
    await expect(refuseSealed(id)).rejects.toMatchObject({
      message: expect.stringContaining('There is none yet'),
    })
    await patchAudit(id, { status: 'closed' }, null)
    await asks(id)
  })
})

describe('before and after opening', () => {
  const locked = { code: 'conflict', message: expect.stringContaining('locked') }

  test('the seal is set and taken off in a draft, and locked from then on', async () => {
    const { id, slug } = await makeAudit(pool, { status: 'draft' })
    await patchAudit(id, { sealed: true }, null)
    await patchAudit(id, { sealed: false }, null)
    await patchAudit(id, { sealed: true, status: 'open' }, null)
    expect((await findAudit(slug)).sealed).toBe(true)
    await expect(patchAudit(id, { sealed: false }, null)).rejects.toMatchObject(locked)
    await patchAudit(id, { sealed: true }, null)
  })

  test('the planned contrast names what is there, and is locked from then on', async () => {
    const { id, slug } = await makeAudit(pool, { status: 'draft' })
    const primary = { criterion: 'quality', signal: 'self', goal: 'human', threshold: 4 } as const
    for (const wrong of [{ criterion: 'style' }, { threshold: 9 }])
      await expect(
        patchAudit(id, { plan: { primary: { ...primary, ...wrong } } }, null),
      ).rejects.toMatchObject({
        code: 'unprocessable',
      })
    await patchAudit(id, { plan: { primary } }, null)
    await patchAudit(id, { status: 'open' }, null)
    const audit = await findAudit(slug)
    expect(audit.plan.primary).toEqual(primary)
    expect(audit.planLockedAt).toBeInstanceOf(Date)
    const other = { ...primary, signal: 'peer' as const }
    await expect(patchAudit(id, { plan: { primary: other } }, null)).rejects.toMatchObject(locked)
    await expect(patchAudit(id, { plan: { ask_authors: true } }, null)).rejects.toMatchObject(locked)
  })
})
