import { featureSetId } from '../features/feature-set'
import { checkOutputs } from './check-outputs'
import { writeLeaks } from './leaks'
import type { Merge, MergeContext } from './merge'
import { writeModels } from './models'

export const mergeOutputs: Merge = { check: checkOutputs, write: writeOutputs }

async function writeOutputs(context: MergeContext): Promise<boolean> {
  const { client, auditId, importId, revision, featuresReady } = context
  const models = await writeModels(context)
  await writePrompts(context)
  // Ids are drawn here, in the file's order, so that each table below is one plain insert.
  const drawn = await client.query(
    `CREATE TEMP TABLE stage_write ON COMMIT DROP AS
     SELECT line, external_id, content_hash, old_version, output_id IS NULL AS is_new,
       coalesce(output_id, nextval('outputs_id_seq'))::int AS output_id,
       nextval('output_versions_id_seq')::int AS version_id, prompt_no, model_no
     FROM (
       SELECT s.*, p.id AS prompt_no, m.id AS model_no FROM stage_merge s
       JOIN stage_prompts p USING (prompt_id) JOIN stage_models m ON m.name = s.model
       WHERE s.action <> 'same' ORDER BY s.line
     ) todo`,
  )
  if (drawn.rowCount === 0) return models > 0
  await client.query('ANALYZE stage_write')
  await endOld(context)
  await client.query(
    // What comes after the sample was drawn is not in it. Models are noted from the opening on, where the plan asks for it.
    `INSERT INTO outputs (id, audit_id, external_id, sampled, open_slots, model_id)
     SELECT w.output_id, $1, w.external_id, a.open_to_all, CASE WHEN a.open_to_all THEN a.ratings_per_output ELSE 0 END,
       CASE WHEN a.balanced THEN w.model_no END
     FROM stage_write w CROSS JOIN (
       SELECT ratings_per_output, NOT (plan ? 'sample' AND status <> 'draft') AS open_to_all,
         plan ->> 'order' = 'balanced' AND status <> 'draft' AS balanced FROM audits WHERE id = $1
     ) a WHERE w.is_new ORDER BY w.line`,
    [auditId],
  )
  await client.query(
    `UPDATE outputs o SET model_id = w.model_no FROM stage_write w
     WHERE o.id = w.output_id AND NOT w.is_new AND o.model_id <> w.model_no`,
  )
  await featuresReady()
  await client.query(
    `INSERT INTO output_versions (id, audit_id, output_id, prompt_id, model_id, tags, content_hash, import_id, from_revision,
       feature_set_id, language, features)
     SELECT w.version_id, $1, w.output_id, w.prompt_no, w.model_no, s.tags, w.content_hash, $2, $3, $4, f.language, f."values"
     FROM stage_write w JOIN stage s USING (line) JOIN stage_features f USING (line) ORDER BY w.line`,
    [auditId, importId, revision, await featureSetId(client)],
  )
  await client.query(
    `INSERT INTO output_texts (version_id, body, reference, metadata)
     SELECT w.version_id, t.body, t.reference, t.metadata FROM stage_texts t JOIN stage_write w USING (line)`,
  )
  await writeLeaks(context)
  return true
}

/** Writes new and changed prompts. */
async function writePrompts({ client, auditId }: MergeContext): Promise<void> {
  const kept = 'EXISTS (SELECT FROM stage_merge m WHERE m.prompt_id = s.prompt_id)'
  await client.query(
    `INSERT INTO prompts (id, audit_id, external_id, body)
     SELECT s.id, $1, s.prompt_id, s.body FROM stage_prompts s WHERE s.is_new AND ${kept} ORDER BY s.id`,
    [auditId],
  )
  await client.query(
    `UPDATE prompts p SET body = s.body FROM stage_prompts s
     WHERE p.id = s.id AND NOT s.is_new AND p.body <> s.body AND ${kept}`,
  )
}

async function endOld({ client, revision }: MergeContext): Promise<void> {
  for (const [table, id] of [
    ['output_versions', 'id'],
    ['features', 'version_id'],
  ])
    await client.query(
      `UPDATE ${table} t SET ended_at = now(), until_revision = $1
       FROM stage_write w WHERE t.${id} = w.old_version AND t.ended_at IS NULL`,
      [revision],
    )
}
