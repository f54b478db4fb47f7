import type { Merge, MergeContext } from './merge'
import { stageModels, writeModels } from './models'
import { checkScores, endOldScores } from './ratings'

export const mergeModelRatings: Merge = { check, write }

async function check(context: MergeContext): Promise<void> {
  const { client, auditId } = context
  await checkScores(
    context,
    'output_id, criterion_id, signal, judge, sample',
    'rating (output, criterion, signal, judge, sample)',
  )
  await stageModels(context, 'judge', 'rater_family')
  await refuseOtherKinds(context)
  await client.query(
    `CREATE TEMP TABLE stage_signals ON COMMIT DROP AS
     SELECT n.name, n.line, g.id FROM (SELECT signal AS name, min(line) AS line FROM stage GROUP BY 1) n
     LEFT JOIN LATERAL (SELECT id FROM signals WHERE audit_id = ${auditId} AND name = n.name LIMIT 1) g ON true`,
  )
  await client.query('ANALYZE stage_signals')
  await client.query(
    `CREATE TEMP TABLE stage_merge ON COMMIT DROP AS
     SELECT s.line, s.judge AS model, o.output_no, x.id AS old_id,
       CASE WHEN x.id IS NULL THEN 'new'
         WHEN (x.score, x.scale_min, x.scale_max, x.rationale) IS NOT DISTINCT FROM
           (s.score, s.scale_min, s.scale_max, s.rationale) THEN 'same'
         ELSE 'changed' END AS action
     FROM stage s JOIN stage_outputs o USING (line)
     LEFT JOIN stage_signals g ON g.name = s.signal
     LEFT JOIN stage_models j ON j.name = s.judge
     LEFT JOIN LATERAL (
       SELECT id, score, scale_min, scale_max, rationale FROM signal_scores
       WHERE output_id = o.output_no AND criterion_id = s.criterion_id AND signal_id = g.id
         AND judge_id IS NOT DISTINCT FROM j.id AND sample = s.sample AND ended_at IS NULL LIMIT 1
     ) x ON s.judge IS NULL OR j.id IS NOT NULL
     WHERE s.line NOT IN (SELECT line FROM stage_faults)`,
  )
  await client.query('ANALYZE stage_merge')
}

/** Self, family and peer follow from the models; a file that states something else is wrong about one of them. */
async function refuseOtherKinds({ client }: MergeContext): Promise<void> {
  await client.query(
    `INSERT INTO stage_faults
     SELECT line, 'signal', format('"%s" as judge of an output by "%s" is %s, not %s', judge, author, is_kind, kind)
     FROM (
       SELECT s.line, s.kind, s.judge, a.name AS author,
         CASE WHEN s.judge = a.name THEN 'self'
           WHEN coalesce(j.family, j.name) = coalesce(stated.family, a.family) THEN 'family' ELSE 'peer' END AS is_kind
       FROM stage s JOIN stage_outputs o USING (line)
       JOIN LATERAL (
         SELECT model_id FROM output_versions WHERE output_id = o.output_no AND ended_at IS NULL LIMIT 1
       ) v ON true
       JOIN models a ON a.id = v.model_id
       JOIN stage_models j ON j.name = s.judge
       LEFT JOIN stage_models stated ON stated.name = a.name AND stated.first_stated
       WHERE s.kind IS NOT NULL
     ) told WHERE kind <> is_kind`,
  )
}

async function write(context: MergeContext): Promise<boolean> {
  const { client, auditId, importId, revision } = context
  const models = await writeModels(context)
  await client.query(
    `WITH added AS (
       INSERT INTO signals (audit_id, name)
       SELECT $1, name FROM stage_signals WHERE id IS NULL
         AND name IN (SELECT s.signal FROM stage s JOIN stage_merge USING (line)) ORDER BY line
       RETURNING id, name
     ) UPDATE stage_signals s SET id = added.id FROM added WHERE added.name = s.name`,
    [auditId],
  )
  await endOldScores(context, 'signal_scores')
  const written = await client.query(
    `INSERT INTO signal_scores (audit_id, output_id, criterion_id, signal_id, judge_id, sample, score, scale_min,
       scale_max, unit, rationale, import_id, from_revision)
     SELECT $1, m.output_no, s.criterion_id, g.id, j.id, s.sample, s.score, s.scale_min, s.scale_max, s.unit,
       s.rationale, $2, $3
     FROM stage_merge m JOIN stage s USING (line)
     JOIN stage_signals g ON g.name = s.signal LEFT JOIN stage_models j ON j.name = s.judge
     WHERE m.action <> 'same' ORDER BY m.line`,
    [auditId, importId, revision],
  )
  return models > 0 || (written.rowCount ?? 0) > 0
}
