import type { MergeContext } from './merge'

/**
 * Makes `stage_models`: every model that the file names, with its id where the audit has it, the family first stated
 * (in the audit, else in the file; null while nobody did), and whether the file is the first to state it. Adds a fault
 * for each line that states another family. `column` of `stage` holds the name.
 */
export async function stageModels(
  { client, auditId }: MergeContext,
  column: 'model' | 'judge',
  familyPath: 'family' | 'rater_family',
): Promise<void> {
  await client.query(
    `CREATE TEMP TABLE stage_models ON COMMIT DROP AS
     WITH mentions AS (
       SELECT ${column} AS name, family, min(line) AS line FROM stage WHERE ${column} IS NOT NULL GROUP BY 1, 2
     ), named AS (
       SELECT name, min(line) AS line,
         (array_agg(family ORDER BY line) FILTER (WHERE family IS NOT NULL))[1] AS family
       FROM mentions GROUP BY name
     )
     SELECT n.name, n.line, m.id,
       CASE WHEN m.family_from IS NOT NULL THEN m.family ELSE n.family END AS family,
       m.family_from IS NULL AND n.family IS NOT NULL AS first_stated
     FROM named n LEFT JOIN LATERAL (
       SELECT * FROM models WHERE audit_id = ${auditId} AND name = n.name LIMIT 1
     ) m ON true`,
  )
  await client.query('ANALYZE stage_models')
  await client.query(
    `INSERT INTO stage_faults
     SELECT s.line, '${familyPath}', format('the family of "%s" is "%s"', m.name, m.family)
     FROM stage s JOIN stage_models m ON m.name = s.${column} WHERE s.family <> m.family`,
  )
}

/**
 * Writes the models of `stage_models` that lines without fault name, and gives the new ones their ids there. Returns how
 * many were added or got a family.
 */
export async function writeModels({ client, auditId, revision }: MergeContext): Promise<number> {
  const kept = 'name IN (SELECT model FROM stage_merge)'
  const added = await client.query(
    `WITH added AS (
       INSERT INTO models (audit_id, name, family, family_from)
       SELECT $1, name, coalesce(family, name), CASE WHEN family IS NOT NULL THEN $2::int END
       FROM stage_models WHERE id IS NULL AND ${kept} ORDER BY line
       RETURNING id, name
     ) UPDATE stage_models s SET id = added.id, first_stated = false FROM added WHERE added.name = s.name`,
    [auditId, revision],
  )
  const stated = await client.query(
    `UPDATE models m SET family = s.family, family_from = $1 FROM stage_models s
     WHERE m.id = s.id AND s.first_stated AND s.${kept}`,
    [revision],
  )
  return (added.rowCount ?? 0) + (stated.rowCount ?? 0)
}
