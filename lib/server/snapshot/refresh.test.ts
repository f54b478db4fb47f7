import { mkdtempSync, rmSync } from 'node:fs'
import { readdir, rm } from 'node:fs/promises'
import { tmpdir } from 'node:os'
import path from 'node:path'
import { afterAll, describe, expect, it } from 'vitest'
import { patchAudit } from '@/lib/server/audits/patch'
import { transaction } from '@/lib/server/db/pool'
import { testDatabase } from '@/lib/server/db/testing'
import { lockNextRevision, stampRevision } from './cut'
import { evict, findSnapshot, listSnapshots, reading } from './folders'
import { currentSnapshot, snapshotAt } from './refresh'
import { addRatings, type SeedRating, seedAudit } from './testing'

process.env.PLUMBLINE_DATA = mkdtempSync(path.join(tmpdir(), 'plumbline-refresh-'))
afterAll(() => rmSync(process.env.PLUMBLINE_DATA ?? '', { recursive: true }))
const { pool } = testDatabase()

const outputs = [
  { output: 'o1', prompt: 'p', model: 'm' },
  { output: 'o2', prompt: 'p', model: 'm' },
]
const rate = (id: number, ...ratings: SeedRating[]) =>
  transaction((client) => addRatings(client, id, ratings), pool)
const cut = (id: number, reason: 'import' | 'ratings' | 'settings') =>
  transaction(async (client) => {
    await stampRevision(client, id, await lockNextRevision(client, id), reason)
  }, pool)
const cuts = async (id: number) =>
  (await pool.query('SELECT reason FROM cuts WHERE audit_id = $1 ORDER BY revision', [id])).rows.map(
    ({ reason }) => reason,
  )
/** A clock that stands so many seconds after now. */
const later = (seconds: number) => {
  const at = new Date(Date.now() + seconds * 1000)
  return () => at
}

describe('the current snapshot', () => {
  it('answers at once from what is finished, says what it lacks, and gathers ratings behind the answer', async () => {
    const { id } = await seedAudit(pool, { outputs })
    const first = await currentSnapshot(id)
    expect(first.snapshot.revision).toBe(1)
    expect(first.behind).toEqual({ ratings: 0, seconds: 0 })

    const ratedAt = new Date().toISOString()
    await rate(
      id,
      { output: 'o1', rater: 'r1', unit: 1, ratedAt },
      { output: 'o2', rater: 'r1', unit: 1, ratedAt },
    )
    const second = await currentSnapshot(id, () => new Date(Date.parse(ratedAt) + 7_000))
    expect(second.snapshot.revision).toBe(1)
    expect(second.behind).toEqual({ ratings: 2, seconds: 7 })

    await second.settled
    const third = await currentSnapshot(id)
    expect(third.snapshot.revision).toBe(2)
    expect(third.snapshot.meta.counts.ratings).toBe(2)
    expect(third.behind).toEqual({ ratings: 0, seconds: 0 })
    expect(await cuts(id)).toEqual(['import', 'ratings'])
  })

  it('gathers at most once in 30 seconds', async () => {
    const { id } = await seedAudit(pool, { outputs })
    await currentSnapshot(id)
    await rate(id, { output: 'o1', rater: 'r1', unit: 1 })
    await (await currentSnapshot(id)).settled
    await rate(id, { output: 'o2', rater: 'r1', unit: 1 })
    await (await currentSnapshot(id, later(25))).settled
    const waiting = await currentSnapshot(id, later(25))
    expect(waiting.snapshot.revision).toBe(2)
    expect(waiting.behind.ratings).toBe(1)
    await waiting.settled
    await (await currentSnapshot(id, later(31))).settled
    expect((await currentSnapshot(id, later(31))).behind.ratings).toBe(0)
    expect(await cuts(id)).toEqual(['import', 'ratings', 'ratings'])
  })

  it('gathers once, however many ask', async () => {
    const { id } = await seedAudit(pool, { outputs })
    await currentSnapshot(id)
    await rate(id, { output: 'o1', rater: 'r1', unit: 1 })
    const asked = await Promise.all(Array.from({ length: 8 }, () => currentSnapshot(id)))
    await Promise.all(asked.map(({ settled }) => settled))
    expect(await cuts(id)).toEqual(['import', 'ratings'])
  })

  it.each(['import', 'settings'] as const)('waits for a newer cut of reason %s', async (reason) => {
    const { id } = await seedAudit(pool, { outputs })
    await currentSnapshot(id)
    await cut(id, reason)
    expect((await currentSnapshot(id)).snapshot.revision).toBe(2)
  })

  it('has every rating after the audit was closed, however short a time ago ratings were gathered', async () => {
    const { id } = await seedAudit(pool, { outputs })
    await patchAudit(id, { status: 'open' }, null)
    await rate(id, { output: 'o1', rater: 'r1', unit: 1 })
    await (await currentSnapshot(id)).settled
    await rate(id, { output: 'o2', rater: 'r1', unit: 1 })
    await patchAudit(id, { status: 'closed' }, null)
    const { snapshot, behind } = await currentSnapshot(id)
    expect(snapshot.meta.counts.ratings).toBe(2)
    expect(behind.ratings).toBe(0)
    await patchAudit(id, { status: 'closed' }, null)
    expect((await currentSnapshot(id)).snapshot.revision).toBe(snapshot.revision)
  })

  it('waits for an import that was cut while an older revision was being built', async () => {
    const { id } = await seedAudit(pool, { outputs })
    const first = currentSnapshot(id)
    const asked = Array.from({ length: 6 }, async () => {
      await cut(id, 'import')
      const { rows } = await pool.query('SELECT max(revision) AS newest FROM cuts WHERE audit_id = $1', [id])
      const { snapshot } = await currentSnapshot(id)
      return snapshot.revision >= rows[0].newest
    })
    expect((await first).snapshot.revision).toBeGreaterThan(0)
    expect(await Promise.all(asked)).toEqual(asked.map(() => true))
  })

  it('does not wait for ratings that were cut already', async () => {
    const { id } = await seedAudit(pool, { outputs })
    await currentSnapshot(id)
    await rate(id, { output: 'o1', rater: 'r1', unit: 1 })
    await cut(id, 'ratings')
    const { snapshot, behind, settled } = await currentSnapshot(id)
    expect(snapshot.revision).toBe(1)
    expect(behind.ratings).toBe(1)
    await settled
    expect((await currentSnapshot(id)).snapshot.revision).toBe(2)
  })

  it('counts a withdrawn rating as a change it lacks', async () => {
    const { id } = await seedAudit(pool, { outputs, ratings: [{ output: 'o1', rater: 'r1', unit: 1 }] })
    await currentSnapshot(id)
    await pool.query('UPDATE human_ratings SET ended_at = now() WHERE audit_id = $1', [id])
    const { behind, settled } = await currentSnapshot(id)
    expect(behind.ratings).toBe(1)
    await settled
    const { snapshot } = await currentSnapshot(id)
    expect(snapshot.meta.counts.ratings).toBe(0)
  })

  it('comes back when all snapshots were deleted', async () => {
    const { id, publicId } = await seedAudit(pool, { outputs })
    const { snapshot } = await currentSnapshot(id)
    await rm(path.dirname(snapshot.folder), { recursive: true })
    expect((await currentSnapshot(id)).snapshot.meta).toEqual(snapshot.meta)
    expect(await listSnapshots(publicId)).toHaveLength(1)
  })

  it('is not one of the same revision from before a backup was put back', async () => {
    const { id, publicId } = await seedAudit(pool, { outputs })
    const { snapshot } = await currentSnapshot(id)
    await pool.query(`UPDATE cuts SET at = at + interval '1 minute' WHERE audit_id = $1`, [id])
    const restored = (await currentSnapshot(id)).snapshot
    expect(restored.folder).not.toBe(snapshot.folder)
    expect(
      await findSnapshot({ publicId, revision: 1, cutAt: new Date(restored.meta.cut_at ?? 0) }),
    ).not.toBeNull()
  })

  it('of an unknown audit is not found', async () => {
    await expect(currentSnapshot(0)).rejects.toMatchObject({ code: 'not-found' })
  })
})

describe('eviction', () => {
  it('keeps the newest and whatever is being read', async () => {
    const { id, publicId } = await seedAudit(pool, { outputs })
    for (let revision = 2; revision <= 5; revision += 1) await cut(id, 'import')
    const snapshots = await Promise.all([1, 2, 3, 4, 5].map((revision) => snapshotAt(id, revision)))
    await reading(snapshots[0]!, () => evict(publicId))
    expect((await listSnapshots(publicId)).map(({ revision }) => revision)).toEqual([5, 4, 3, 1])
    await evict(publicId)
    expect(await readdir(path.dirname(snapshots[0]!.folder))).toHaveLength(3)
  })
})
