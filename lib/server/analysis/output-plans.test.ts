import { beforeAll, expect, it } from 'vitest'
import { testDatabase } from '@/lib/server/db/testing'
import { TEXTS_SQL } from './output'

const { pool } = testDatabase()
const OUTPUTS = 20_000
let auditId: number

// Enough that reading a whole table costs more than any index, half of it ended.
beforeAll(async () => {
  const { rows } = await pool.query(
    `INSERT INTO audits (slug, name, kind, intent) VALUES ('many', 'Many', 'self-rating', 'Help.') RETURNING id`,
  )
  auditId = rows[0].id
  await pool.query(
    `INSERT INTO prompts (audit_id, external_id, body) SELECT id, 'p', 'Why?' FROM audits;
     INSERT INTO models (audit_id, name, family) SELECT id, 'm', 'm' FROM audits;
     INSERT INTO signals (audit_id, name) SELECT id, 'model' FROM audits;
     INSERT INTO raters (audit_id, pseudonym) SELECT id, 'rater' FROM audits;
     INSERT INTO criteria (audit_id, position, key, name, min, max, accept_at)
       SELECT id, 0, 'quality', 'Quality', 0, 1, 0.5 FROM audits;
     INSERT INTO outputs (audit_id, external_id, open_slots)
       SELECT a.id, 'o' || i, 3 FROM audits a, generate_series(1, ${OUTPUTS}) i;
     INSERT INTO output_versions (audit_id, output_id, prompt_id, model_id, content_hash, from_revision, ended_at, until_revision)
       SELECT o.audit_id, o.id, p.id, m.id, gen_random_uuid(), 1, e.at, e.revision
       FROM outputs o, prompts p, models m, (VALUES (NULL::timestamptz, NULL::int), (now(), 2)) e (at, revision);
     INSERT INTO output_texts (version_id, body) SELECT id, 'Text' FROM output_versions;
     INSERT INTO signal_scores (audit_id, output_id, criterion_id, signal_id, score, scale_min, scale_max, unit, rationale,
         from_revision, ended_at, until_revision)
       SELECT o.audit_id, o.id, c.id, s.id, 1, 0, 1, 1, 'Because.', 1, e.at, e.revision
       FROM outputs o, criteria c, signals s, (VALUES (NULL::timestamptz, NULL::int), (now(), 2)) e (at, revision);
     INSERT INTO human_ratings (audit_id, output_id, criterion_id, rater_id, source, purpose, score, scale_min, scale_max, unit,
         comment, from_revision)
       SELECT o.audit_id, o.id, c.id, r.id, 'import', 'extra', 1, 0, 1, 1, 'Good.', 1 FROM outputs o, criteria c, raters r;
     ANALYZE`,
  )
}, 60_000)

it.each(Object.keys(TEXTS_SQL) as (keyof typeof TEXTS_SQL)[])(
  'reads %s of one output by an index',
  async (name) => {
    const values = [auditId, [`o${OUTPUTS / 2}`], 1]
    expect((await pool.query(TEXTS_SQL[name], values)).rows).toHaveLength(name === 'comments' ? 1 : 2)
    const { rows } = await pool.query(`EXPLAIN (ANALYZE, BUFFERS, FORMAT JSON) ${TEXTS_SQL[name]}`, values)
    const plan = rows[0]['QUERY PLAN'][0].Plan
    expect(plan['Shared Hit Blocks'] + plan['Shared Read Blocks']).toBeLessThan(60)
  },
)
