import { FEATURES } from '@/lib/features/registry'
import { pool, transaction } from '@/lib/server/db/pool'
import { lockNextRevision, stampRevision } from '@/lib/server/snapshot/cut'
import { CURRENT_FEATURES } from '@/lib/server/snapshot/version-features'
import { computeBatch } from './batch'
import { featureSetId } from './feature-set'

const BATCH = 200

type Outdated = { version_id: number; body: string }

/**
 * Computes anew the features of current texts that follow another set than today's, or that have none. Rows are ended and
 * added in batches, each a transaction; one cut at the end makes the revision. Stopped halfway, it goes on where it was.
 * Runs on the caller's thread: it is for the command line.
 */
export async function recomputeFeatures(auditId: number): Promise<{ outputs: number; revision: number }> {
  const setId = await featureSetId(pool())
  let outputs = 0
  for (let after = 0; ; ) {
    const { rows } = await pool().query<Outdated>(
      `SELECT f.version_id, t.body FROM (${CURRENT_FEATURES} AND v.audit_id = $1 AND v.id > $3) f
       JOIN output_texts t USING (version_id)
       WHERE f.set_id IS DISTINCT FROM $2 ORDER BY f.version_id LIMIT ${BATCH}`,
      [auditId, setId, after],
    )
    const last = rows.at(-1)
    if (!last) break
    outputs += await replace(auditId, setId, rows)
    after = last.version_id
  }
  return { outputs, revision: await cutIfChanged(auditId) }
}

/** Replaces the features of these texts, except of those that an import ended meanwhile. */
async function replace(auditId: number, setId: number, rows: Outdated[]): Promise<number> {
  const { languages, values } = computeBatch(rows.map(({ body }) => body))
  const computed = rows.map(({ version_id }, i) => ({
    version_id,
    language: languages[i],
    // JSON has no NaN, and writes null in its place: what is missing.
    values: [...values.subarray(i * FEATURES.length, (i + 1) * FEATURES.length)],
  }))
  return transaction(async (client) => {
    const ids = rows.map(({ version_id }) => version_id)
    await client.query(
      'SELECT FROM output_versions WHERE id = ANY($1) AND ended_at IS NULL ORDER BY id FOR NO KEY UPDATE',
      [ids],
    )
    await client.query(
      'UPDATE features SET ended_at = now() WHERE version_id = ANY($1) AND ended_at IS NULL',
      [ids],
    )
    const added = await client.query(
      `INSERT INTO features (audit_id, version_id, set_id, language, "values")
       SELECT $1, c.version_id, $2, c.language, ARRAY(
         SELECT value::float8 FROM jsonb_array_elements_text(c.values) WITH ORDINALITY AS e (value, i) ORDER BY i)
       FROM jsonb_to_recordset($3) AS c (version_id int, language text, "values" jsonb)
       JOIN output_versions v ON v.id = c.version_id AND v.ended_at IS NULL ORDER BY c.version_id`,
      [auditId, setId, JSON.stringify(computed)],
    )
    return added.rowCount ?? 0
  })
}

async function cutIfChanged(auditId: number): Promise<number> {
  return transaction(async (client) => {
    const revision = await lockNextRevision(client, auditId)
    // Also what a run that was stopped left behind.
    const { rowCount } = await client.query(
      'SELECT FROM features WHERE audit_id = $1 AND from_revision IS NULL LIMIT 1',
      [auditId],
    )
    if (rowCount === 0) return revision - 1
    await stampRevision(client, auditId, revision, 'import')
    return revision
  })
}
