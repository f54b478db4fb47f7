import { afterAll, expect, test } from 'vitest'
import { testDatabase } from '@/lib/server/db/testing'
import { standsAtRevision } from '@/lib/server/snapshot/cut'
import { CURRENT_FEATURES, versionFeatures } from '@/lib/server/snapshot/version-features'
import { newAudit, output, sendWell } from '../testing'
import { endIdleThreads } from '../threads'
import { recomputeFeatures } from './recompute'

const { pool } = testDatabase()
afterAll(endIdleThreads)

test('features computed anew stand from their revision on, and those of the import up to it', async () => {
  const id = await newAudit(pool)
  await sendWell(id, 'outputs', [output('o1'), output('o2')])
  expect(await recomputeFeatures(id)).toEqual({ outputs: 0, revision: 1 })
  await pool.query(
    `WITH old AS (INSERT INTO feature_sets (keys, versions) VALUES ('{words}', '{0}') RETURNING id)
     UPDATE output_versions v SET feature_set_id = old.id, features = '{1}' FROM old, outputs o
     WHERE o.id = v.output_id AND o.external_id = 'o1' AND v.audit_id = $1`,
    [id],
  )
  expect(await recomputeFeatures(id)).toEqual({ outputs: 1, revision: 2 })
  expect(await recomputeFeatures(id)).toEqual({ outputs: 0, revision: 2 })

  const numbers = async (sql: string) => {
    const { rows } = await pool.query<{ n: number; keys: number }>(
      `SELECT cardinality(f."values") AS n, cardinality(s.keys) AS keys FROM (${sql}) f
       JOIN output_versions v ON v.id = f.version_id LEFT JOIN feature_sets s ON s.id = f.set_id
       WHERE v.audit_id = $1 ORDER BY v.id`,
      [id],
    )
    for (const { n, keys } of rows) expect(n).toBe(keys)
    return rows.map(({ n }) => n)
  }
  const at = (revision: number) => numbers(versionFeatures((t) => standsAtRevision(t, revision)))
  const [, all] = await at(1)
  expect(all).toBeGreaterThan(20)
  expect(await at(1)).toEqual([1, all])
  expect(await at(2)).toEqual([all, all])
  expect(await numbers(CURRENT_FEATURES)).toEqual([all, all])
})
