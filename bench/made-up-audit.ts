import type pg from 'pg'
import { transaction } from '@/lib/server/db/pool'
import { lockNextRevision, stampRevision } from '@/lib/server/snapshot/cut'

/** The features of the made-up audit: those that a report bins, and as many rates as make a usual set of thirty. */
const FEATURES = [
  ...['words', 'headers', 'list_items', 'bold', 'code_blocks', 'words_per_sentence', 'hedge_rate'],
  ...['booster_rate', 'number_rate'],
  ...Array.from({ length: 21 }, (_, i) => `feature_${i}`),
]

/**
 * Writes an audit of made-up numbers straight into the record: 4 outputs a prompt, 10 models that rate themselves, so
 * many ratings an output by 50 raters, 30 features. Answers its id.
 */
export async function makeUpAudit(pool: pg.Pool, outputs: number, ratings = 3): Promise<number> {
  return transaction(async (client) => {
    const run = async (sql: string, values: unknown[] = []) => (await client.query(sql, values)).rows
    const [audit] = await run(
      `INSERT INTO audits (slug, name, kind, intent) VALUES ('made-up-' || $1, 'Made up', 'self-rating', 'Be useful.') RETURNING id`,
      [outputs],
    )
    const id: number = audit.id
    await run('SELECT setseed(0.5)')
    // Nothing has been analysed yet, and a nested loop over rows that seem few takes minutes.
    await run('SET LOCAL enable_nestloop = off')
    // Without the checks of foreign keys, which take longer than the rows.
    await run('SET LOCAL session_replication_role = replica')
    await run(
      `INSERT INTO criteria (audit_id, position, key, name, min, max, accept_at) VALUES ($1, 0, 'quality', 'Quality', 1, 5, 3)`,
      [id],
    )
    await run(
      `INSERT INTO models (audit_id, name, family) SELECT $1, 'model-' || i, 'model-' || i FROM generate_series(0, 9) i`,
      [id],
    )
    await run(`INSERT INTO signals (audit_id, name) VALUES ($1, 'model')`, [id])
    await run(
      `INSERT INTO raters (audit_id, pseudonym) SELECT $1, 'rater-' || i FROM generate_series(0, 49) i`,
      [id],
    )
    await run(
      `INSERT INTO prompts (audit_id, external_id, body) SELECT $1, 'prompt-' || i, '' FROM generate_series(0, $2 / 4) i`,
      [id, outputs],
    )
    await run(
      `INSERT INTO outputs (audit_id, external_id, open_slots) SELECT $1, 'output-' || i, 0 FROM generate_series(0, $2 - 1) i`,
      [id, outputs],
    )
    await run(
      `INSERT INTO output_versions (audit_id, output_id, prompt_id, model_id, tags, content_hash)
       SELECT $1, o.id, p.id, m.id, ARRAY['tag-' || n % 7], gen_random_uuid()
       FROM (SELECT id, substr(external_id, 8)::int AS n FROM outputs WHERE audit_id = $1) o
       JOIN prompts p ON p.audit_id = $1 AND p.external_id = 'prompt-' || n / 4
       JOIN models m ON m.audit_id = $1 AND m.name = 'model-' || n % 10`,
      [id],
    )
    // Another made-up audit of the same database has the same set.
    const [set] = await run(
      `INSERT INTO feature_sets (keys, versions) VALUES ($1, $2)
       ON CONFLICT (keys, versions) DO UPDATE SET keys = excluded.keys RETURNING id`,
      [FEATURES, FEATURES.map(() => 1)],
    )
    const values = FEATURES.map((_, i) =>
      i === 0
        ? 'floor(exp(3 + 4 * random()))'
        : i < 5
          ? 'floor(9 * random() * random())'
          : 'round((9 * random())::numeric, 4)::float8',
    )
    await run(
      `INSERT INTO features (audit_id, version_id, set_id, language, values)
       SELECT $1, id, $2, 'en', ARRAY[${values}] FROM output_versions WHERE audit_id = $1`,
      [id, set.id],
    )
    await run(
      `INSERT INTO signal_scores (audit_id, output_id, criterion_id, signal_id, judge_id, score, scale_min, scale_max, unit)
       SELECT $1, v.output_id, c.id, g.id, v.model_id, 1 + u * 4, 1, 5, u
       FROM (SELECT *, floor(5 * random()) / 4 AS u FROM output_versions WHERE audit_id = $1) v
       JOIN criteria c ON c.audit_id = $1 JOIN signals g ON g.audit_id = $1`,
      [id],
    )
    await run(
      `INSERT INTO human_ratings (audit_id, output_id, criterion_id, rater_id, source, score, scale_min, scale_max, unit, seconds)
       SELECT $1, v.output_id, c.id, r.id, 'import', 1 + u * 4, 1, 5, u, 30
       FROM (SELECT output_id, k, (output_id * 7 + k * 11) % 50 AS rater, floor(5 * random()) / 4 AS u
         FROM output_versions, generate_series(0, $2::int - 1) k WHERE audit_id = $1) v
       JOIN criteria c ON c.audit_id = $1 JOIN raters r ON r.audit_id = $1 AND r.pseudonym = 'rater-' || v.rater`,
      [id, ratings],
    )
    await stampRevision(client, id, await lockNextRevision(client, id), 'import')
    return id
  }, pool)
}
