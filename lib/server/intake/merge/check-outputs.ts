import type { MergeContext } from './merge'
import { stageModels } from './models'
import { whyFixed } from './rated'

export async function checkOutputs(context: MergeContext): Promise<void> {
  const { client } = context
  await client.query(
    `INSERT INTO stage_faults
     SELECT s.line, 'output_id', format('"%s" is already on line %s', s.output_id, twice.line)
     FROM stage s JOIN (
       SELECT output_id, min(line) AS line FROM stage GROUP BY output_id HAVING count(*) > 1
     ) twice USING (output_id) WHERE s.line > twice.line`,
  )
  await stagePrompts(context)
  await stageModels(context, 'model', 'family')
  await classify(context)
  await refuseOtherTexts(context)
  await refuseOtherPrompts(context)
}

/** Makes `stage_prompts`: a row for each prompt of the file, with the text on its first line. New ones get their ids. */
async function stagePrompts({ client, auditId }: MergeContext): Promise<void> {
  await client.query(
    `CREATE TEMP TABLE stage_prompts ON COMMIT DROP AS
     WITH firsts AS (SELECT prompt_id, min(line) AS line FROM stage GROUP BY 1)
     SELECT prompt_id, line, prompt_hash, body, known IS NULL AS is_new,
       coalesce(known, nextval('prompts_id_seq'))::int AS id
     FROM (
       SELECT f.prompt_id, f.line, s.prompt_hash, s.prompt AS body, p.id AS known
       FROM firsts f JOIN stage s USING (line)
       LEFT JOIN LATERAL (
         SELECT id FROM prompts WHERE audit_id = ${auditId} AND external_id = f.prompt_id LIMIT 1
       ) p ON true ORDER BY f.line
     ) named`,
  )
  await client.query('ANALYZE stage_prompts')
  await client.query(
    `INSERT INTO stage_faults
     SELECT s.line, 'prompt', format('the prompt "%s" has another text on line %s', s.prompt_id, p.line)
     FROM stage s JOIN stage_prompts p USING (prompt_id) WHERE s.prompt_hash <> p.prompt_hash`,
  )
}

/**
 * Makes `stage_merge`, narrow, so that what follows need not read the texts again. What the record has is looked up line
 * by line (LATERAL, here and wherever else): statistics know nothing of rows that came in a minute ago, and a plan
 * made for an empty table compares every line with every row.
 */
async function classify({ client, auditId }: MergeContext): Promise<void> {
  await client.query(
    `CREATE TEMP TABLE stage_merge ON COMMIT DROP AS
     SELECT s.line, s.output_id AS external_id, s.prompt_id, s.model, s.content_hash, o.id AS output_id,
       v.id AS old_version,
       CASE WHEN o.id IS NULL THEN 'new' WHEN v.content_hash = s.content_hash THEN 'same' ELSE 'changed' END AS action
     FROM stage s
     LEFT JOIN LATERAL (
       SELECT id FROM outputs WHERE audit_id = ${auditId} AND external_id = s.output_id LIMIT 1
     ) o ON true
     LEFT JOIN LATERAL (
       SELECT id, content_hash FROM output_versions WHERE output_id = o.id AND ended_at IS NULL LIMIT 1
     ) v ON true
     WHERE s.line NOT IN (SELECT line FROM stage_faults)`,
  )
  await client.query('ANALYZE stage_merge')
}

/** Another text, prompt or model under what people judged would move their judgement to what they never saw. */
async function refuseOtherTexts({ client }: MergeContext): Promise<void> {
  const moved = await client.query(
    `CREATE TEMP TABLE stage_moved ON COMMIT DROP AS
     SELECT m.line, m.output_id, m.external_id,
       CASE WHEN t.body <> new.body THEN 'text' WHEN p.external_id <> s.prompt_id THEN 'prompt_id' ELSE 'model' END AS path
     FROM stage_merge m JOIN stage s USING (line) JOIN stage_texts new USING (line)
     JOIN output_versions v ON v.id = m.old_version JOIN output_texts t ON t.version_id = v.id
     JOIN prompts p ON p.id = v.prompt_id JOIN models a ON a.id = v.model_id
     WHERE m.action = 'changed' AND (t.body <> new.body OR p.external_id <> s.prompt_id OR a.name <> s.model)`,
  )
  if (moved.rowCount === 0) return
  // A claim locks its output: one that came first is waited for and seen, a later one sees the new text.
  await client.query(
    'SELECT FROM outputs WHERE id IN (SELECT output_id FROM stage_moved) ORDER BY id FOR NO KEY UPDATE',
  )
  await client.query(
    `INSERT INTO stage_faults
     SELECT line, path, format('%s %s: import it under a new output_id', external_id, why)
     FROM (SELECT m.*, ${whyFixed('m.output_id')} AS why FROM stage_moved m) judged WHERE why IS NOT NULL`,
  )
}

/** The same for a prompt's text, under all outputs that answer it, in the file or not. */
async function refuseOtherPrompts({ client }: MergeContext): Promise<void> {
  const moved = await client.query(
    `CREATE TEMP TABLE stage_moved_prompts ON COMMIT DROP AS
     SELECT s.prompt_id, o.id AS output_id, o.external_id
     FROM stage_prompts s JOIN prompts p ON p.id = s.id AND p.body <> s.body
     JOIN output_versions v ON v.prompt_id = p.id AND v.ended_at IS NULL JOIN outputs o ON o.id = v.output_id`,
  )
  if (moved.rowCount === 0) return
  await client.query(
    'SELECT FROM outputs WHERE id IN (SELECT output_id FROM stage_moved_prompts) ORDER BY id FOR NO KEY UPDATE',
  )
  await client.query(
    `INSERT INTO stage_faults
     SELECT s.line, 'prompt', format('the prompt "%s" cannot get another text, since %s %s: import it under a new prompt_id',
       s.prompt_id, f.external_id, f.why)
     FROM stage_merge s JOIN (
       SELECT DISTINCT ON (prompt_id) * FROM (
         SELECT m.*, ${whyFixed('m.output_id')} AS why FROM stage_moved_prompts m
       ) judged WHERE why IS NOT NULL ORDER BY prompt_id, output_id
     ) f USING (prompt_id)
     WHERE s.line NOT IN (SELECT line FROM stage_faults)`,
  )
}
