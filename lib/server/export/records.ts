import { createWriteStream } from 'node:fs'
import { pipeline } from 'node:stream/promises'
import { to as copyTo } from 'pg-copy-streams'
import type { RecordKind } from '@/lib/domain/records'
import { pool } from '@/lib/server/db/pool'
import { standsAtRevision } from '@/lib/server/snapshot/cut'
import { withDuckDb } from '@/lib/server/snapshot/duckdb'
import type { Snapshot } from '@/lib/server/snapshot/folders'
import { readRows } from '@/lib/server/snapshot/read'
import { type Parts, spooled } from './stream'

/**
 * What an audit holds of a kind of record at a snapshot's revision, as NDJSON that an import takes: all outputs, signals
 * and labels, and those human ratings that count. Raters have the names under which they were imported, or their pseudonyms.
 */
export function recordParts(auditId: number, snapshot: Snapshot, kind: RecordKind): Parts {
  // JSON has neither of these characters, so that no line is quoted.
  return copied(() => linesSql(auditId, snapshot, kind), `DELIMITER E'\\x02', QUOTE E'\\x01'`)
}

/** The known answers at a snapshot's revision, as the CSV that an audit takes. */
export function knownAnswersParts(auditId: number, { revision }: Snapshot): Parts {
  const { stands, onCriterion } = recordSql(auditId, revision)
  const sql = `SELECT o.external_id AS output_id, c.key AS criterion, g.score, g.tolerance, g.feedback,
      CASE WHEN g.attention THEN 'attention' ELSE g.purpose::text END AS purpose
    FROM gold_answers g ${onCriterion('g')} WHERE ${stands('g')} ORDER BY ${BY_OUTPUT}`
  return copied(() => sql, 'HEADER true')
}

/** What Postgres selects, written into a file first: however slowly that is read, it keeps no connection. */
function copied(sqlOf: () => string | Promise<string>, options: string): Parts {
  return spooled(async (file, signal) => {
    const sql = await sqlOf()
    const client = await pool().connect()
    let broken: Error | undefined
    try {
      await pipeline(
        client.query(copyTo(`COPY (${sql}) TO STDOUT (FORMAT csv, ${options})`)),
        createWriteStream(file),
        { signal },
      )
    } catch (error) {
      broken = error as Error
      throw error
    } finally {
      client.release(broken)
    }
  })
}

const BY_OUTPUT = 'o.external_id COLLATE "C", c.key COLLATE "C"'

/** Parts of SQL with the audit and the revision written out: COPY takes no parameters. */
function recordSql(auditId: number, revision: number) {
  if (!Number.isSafeInteger(auditId)) throw new Error(`Not an audit: ${auditId}`)
  return {
    stands: (t: string) => `${t}.audit_id = ${auditId} AND ${standsAtRevision(t, revision)}`,
    family: (m: string) => `CASE WHEN ${m}.family_from <= ${revision} THEN ${m}.family END`,
    onCriterion: (t: string) =>
      `JOIN outputs o ON o.id = ${t}.output_id JOIN criteria c ON c.id = ${t}.criterion_id`,
  }
}

async function linesSql(auditId: number, snapshot: Snapshot, kind: RecordKind): Promise<string> {
  const { stands, family, onCriterion } = recordSql(auditId, snapshot.revision)
  const score = (t: string) =>
    `o.external_id AS output_id, c.key AS criterion, ${t}.score, ${t}.scale_min, ${t}.scale_max`
  switch (kind) {
    case 'outputs':
      // Metadata may hold nulls of its own, which stay.
      return `SELECT ${line('r')} || CASE WHEN r.data IS NULL THEN '{}' ELSE jsonb_build_object('metadata', r.data) END
        FROM (
          SELECT o.external_id AS output_id, p.external_id AS prompt_id, p.body AS prompt, m.name AS model, t.body AS text,
            ${family('m')} AS family, t.reference, nullif(v.tags, '{}') AS tags, t.metadata AS data
          FROM output_versions v JOIN outputs o ON o.id = v.output_id JOIN prompts p ON p.id = v.prompt_id
          JOIN models m ON m.id = v.model_id JOIN output_texts t ON t.version_id = v.id
          WHERE ${stands('v')} ORDER BY o.external_id COLLATE "C"
        ) r`
    case 'model-ratings':
      return `SELECT ${line('r')} FROM (
          SELECT ${score('s')}, nullif(g.name, 'model') AS signal, m.name AS rater_model, ${family('m')} AS rater_family,
            nullif(s.rationale, '') AS rationale, s.sample
          FROM signal_scores s ${onCriterion('s')} JOIN signals g ON g.id = s.signal_id
          LEFT JOIN models m ON m.id = s.judge_id WHERE ${stands('s')}
          ORDER BY ${BY_OUTPUT}, g.name COLLATE "C", m.name COLLATE "C", s.sample COLLATE "C"
        ) r`
    case 'human-ratings':
      return `SELECT ${line('r')} FROM (
          SELECT ${score('h')}, coalesce(w.imported_name, w.pseudonym) AS rater, coalesce(h."group", w."group") AS "group",
            h.seconds, nullif(h.comment, '') AS comment, ${isoTime('h.rated_at')} AS rated_at
          FROM human_ratings h ${onCriterion('h')} JOIN raters w ON w.id = h.rater_id
          JOIN jsonb_to_recordset(${literal(await countedOf(snapshot))}) AS n(purpose purpose, rater text)
            ON n.purpose = h.purpose AND n.rater = w.pseudonym
          WHERE ${stands('h')} ORDER BY ${BY_OUTPUT}, coalesce(w.imported_name, w.pseudonym) COLLATE "C"
        ) r`
    case 'verified':
      return `SELECT ${line('r')} FROM (
          SELECT ${score('l')}, nullif(l.note, '') AS note FROM verified_labels l ${onCriterion('l')}
          WHERE ${stands('l')} ORDER BY ${BY_OUTPUT}
        ) r`
  }
}

/** SQL: a row as a JSON object without what it lacks. */
function line(row: string): string {
  return `jsonb_strip_nulls(to_jsonb(${row}) - 'data')`
}

function isoTime(time: string): string {
  return `to_char(${time} AT TIME ZONE 'UTC', 'YYYY-MM-DD"T"HH24:MI:SS.MS"Z"')`
}

function literal(value: unknown): string {
  return `'${JSON.stringify(value).replaceAll("'", "''")}'`
}

/** Of which raters ratings count, and with which purposes: the snapshot knows. */
function countedOf({ ratings }: Snapshot): Promise<{ purpose: string; rater: string }[]> {
  const sql = 'SELECT DISTINCT purpose, rater FROM read_parquet($1) WHERE counted ORDER BY ALL'
  return withDuckDb((connection) => readRows(connection, { sql, values: [ratings] }))
}
