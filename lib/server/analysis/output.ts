import type { DuckDBConnection } from '@duckdb/node-api'
import { PlumblineError } from '@/lib/domain/errors'
import type { OutputDetail } from '@/lib/domain/outputs'
import { pool } from '@/lib/server/db/pool'
import { standsAt } from '@/lib/server/snapshot/cut'
import { withDuckDb } from '@/lib/server/snapshot/duckdb'
import type { Snapshot } from '@/lib/server/snapshot/folders'
import type { SnapshotMeta } from '@/lib/server/snapshot/meta'
import { readRows } from '@/lib/server/snapshot/read'
import { onCurrentSnapshot } from '@/lib/server/snapshot/refresh'

/**
 * One output with all that is known of it: numbers from the current snapshot, texts from the record at its revision.
 * Throws PlumblineError('not-found').
 */
export function output(auditId: number, outputId: string): Promise<OutputDetail> {
  return onCurrentSnapshot(auditId, async ({ snapshot }) => {
    const numbers = await withDuckDb((connection) => numbersOf(connection, snapshot, outputId))
    const texts = (await textsOf(auditId, [outputId], snapshot.revision)).get(outputId)
    if (!numbers || !texts) throw new PlumblineError('not-found', 'There is no such output in this audit.')
    return { revision: snapshot.revision, ...numbers, ...texts }
  })
}

/** A row of `facts`, as far as an output's page needs it. */
export type Fact = {
  output_id: string
  prompt_id: string
  model: string
  family: string
  tags: string[]
  language: string | null
  criterion: string
  signal: string | null
  judge: string | null
  signal_score: number
  signal_n: number
  human_mean: number | null
  human_n: number
  verified: number | null
  [feature: string]: unknown
}
type Criteria = OutputDetail['criteria']
export type Rating = Criteria[number]['ratings'][number] & { criterion: string }
type Numbers = Omit<OutputDetail, keyof Texts | 'revision'>

async function numbersOf(
  connection: DuckDBConnection,
  { meta, facts, ratings }: Snapshot,
  outputId: string,
): Promise<Numbers | null> {
  const rows = await readRows<Fact>(connection, {
    sql: 'SELECT * FROM read_parquet($1) WHERE output_id = $2 ORDER BY criterion, signal, judge NULLS FIRST',
    values: [facts, outputId],
  })
  const given = await readRows<Rating>(connection, {
    sql: `SELECT criterion, rater, "group", score, unit, seconds, purpose, source, counted, set_aside,
        strftime(rated_at, '%Y-%m-%dT%H:%M:%S.%gZ') AS rated_at
      FROM read_parquet($1) WHERE output_id = $2 ORDER BY rater, rated_at, purpose`,
    values: [ratings, outputId],
  })
  return rows.length > 0 ? numbersFrom(meta, rows, given) : null
}

/** What is known in numbers of an output, from all its rows of `facts` and `ratings`. */
export function numbersFrom(meta: SnapshotMeta, rows: readonly Fact[], given: readonly Rating[]): Numbers {
  const first = rows[0]!
  const { output_id, prompt_id, model, family, tags, language } = first
  return {
    ...{ output_id, prompt_id, model, family, tags, language },
    features: Object.fromEntries(meta.features.map(({ key }) => [key, first[key] as number | null])),
    criteria: meta.criteria.map(({ key }) => criterionOf(key, rows, given)),
  }
}

function criterionOf(criterion: string, rows: readonly Fact[], given: readonly Rating[]): Criteria[number] {
  const own = rows.filter((row) => row.criterion === criterion)
  return {
    criterion,
    human_mean: own[0]?.human_mean ?? null,
    human_n: own[0]?.human_n ?? 0,
    verified: own[0]?.verified ?? null,
    signals: own.flatMap(({ signal, judge, signal_score: unit, signal_n: samples }) =>
      signal === null ? [] : { signal, judge, unit, samples },
    ),
    ratings: given
      .filter((rating) => rating.criterion === criterion)
      .map(({ criterion: _, ...rating }) => rating),
  }
}

type Texts = Pick<OutputDetail, 'prompt' | 'text' | 'reference' | 'metadata' | 'rationales' | 'comments'>

/**
 * SQL for all rows of output `o` in a table, current ones and ended ones: in two parts, since each kind has an index of its
 * own, which a condition on revisions alone would use neither of.
 */
function allOf(table: 'output_versions' | 'signal_scores'): string {
  return `LATERAL (SELECT * FROM ${table} WHERE output_id = o.id AND ended_at IS NULL
    UNION ALL SELECT * FROM ${table} WHERE output_id = o.id AND ended_at IS NOT NULL)`
}

/** SQL for outputs' texts: of audit $1, with the external ids $2, at revision $3. */
export const TEXTS_SQL = {
  own: `SELECT o.external_id AS output_id, p.body AS prompt, t.body AS text, t.reference, t.metadata
    FROM outputs o JOIN ${allOf('output_versions')} v ON ${standsAt('v', 3)}
    JOIN prompts p ON p.id = v.prompt_id JOIN output_texts t ON t.version_id = v.id
    WHERE o.audit_id = $1 AND o.external_id = ANY ($2::text[])`,
  rationales: `SELECT o.external_id AS output_id, c.key AS criterion, m.name AS judge, s.sample, s.rationale AS text
    FROM outputs o JOIN ${allOf('signal_scores')} s ON ${standsAt('s', 3)}
    JOIN criteria c ON c.id = s.criterion_id LEFT JOIN models m ON m.id = s.judge_id
    WHERE o.audit_id = $1 AND o.external_id = ANY ($2::text[]) AND s.rationale <> ''
    ORDER BY c.position, m.name COLLATE "C", s.sample COLLATE "C"`,
  // A comment belongs to all criteria of a session's rating: it is there once for each.
  comments: `SELECT DISTINCT o.external_id AS output_id, r.pseudonym COLLATE "C" AS rater, h.comment AS text
    FROM outputs o JOIN human_ratings h ON h.output_id = o.id AND ${standsAt('h', 3)}
    JOIN raters r ON r.id = h.rater_id
    WHERE o.audit_id = $1 AND o.external_id = ANY ($2::text[]) AND h.comment <> '' ORDER BY rater, text`,
}

type Of<T> = T & { output_id: string }

/** The texts of outputs at a revision, by their ids; ids that no output had then are left out. */
export async function textsOf(
  auditId: number,
  outputIds: readonly string[],
  revision: number,
): Promise<Map<string, Texts>> {
  const read = async <T extends object>(sql: string) =>
    (await pool().query<Of<T>>(sql, [auditId, outputIds, revision])).rows
  const own = await read<Omit<Texts, 'rationales' | 'comments'>>(TEXTS_SQL.own)
  const rationales = await read<Texts['rationales'][number]>(TEXTS_SQL.rationales)
  const comments = await read<Texts['comments'][number]>(TEXTS_SQL.comments)
  const texts = new Map<string, Texts>()
  for (const { output_id, ...rest } of own) texts.set(output_id, { ...rest, rationales: [], comments: [] })
  for (const { output_id, ...rationale } of rationales) texts.get(output_id)?.rationales.push(rationale)
  for (const { output_id, ...comment } of comments) texts.get(output_id)?.comments.push(comment)
  return texts
}
