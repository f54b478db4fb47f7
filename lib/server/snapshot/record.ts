import { createWriteStream } from 'node:fs'
import path from 'node:path'
import { pipeline } from 'node:stream/promises'
import type pg from 'pg'
import { to as copyTo } from 'pg-copy-streams'
import { standsAtRevision } from './cut'
import { versionFeatures } from './version-features'

/** The record's narrow tables as CSV files, in the order of their columns. */
export const RECORD_TABLES = {
  output: {
    id: 'INTEGER',
    version_id: 'INTEGER',
    prompt_id: 'INTEGER',
    model_id: 'INTEGER',
    tags: 'VARCHAR',
    external_id: 'VARCHAR',
    inclusion: 'DOUBLE',
    studied: 'BOOLEAN',
  },
  prompt: { id: 'INTEGER', external_id: 'VARCHAR' },
  model: { id: 'INTEGER', name: 'VARCHAR', family: 'VARCHAR' },
  criterion: { id: 'INTEGER', key: 'VARCHAR', min: 'DOUBLE', max: 'DOUBLE' },
  signal: { id: 'INTEGER', name: 'VARCHAR' },
  score: {
    output_id: 'INTEGER',
    criterion_id: 'INTEGER',
    signal_id: 'INTEGER',
    judge_id: 'INTEGER',
    unit: 'DOUBLE',
  },
  rater: { id: 'INTEGER', pseudonym: 'VARCHAR' },
  rating: {
    output_id: 'INTEGER',
    criterion_id: 'INTEGER',
    rater_id: 'INTEGER',
    score: 'DOUBLE',
    scale_min: 'DOUBLE',
    scale_max: 'DOUBLE',
    unit: 'DOUBLE',
    group: 'VARCHAR',
    seconds: 'DOUBLE',
    presentation: 'VARCHAR',
    purpose: 'VARCHAR',
    source: 'VARCHAR',
    rated_at_ms: 'BIGINT',
    counted: 'BOOLEAN',
    set_aside: 'BOOLEAN',
    gold_met: 'BOOLEAN',
  },
  verified: { output_id: 'INTEGER', criterion_id: 'INTEGER', unit: 'DOUBLE' },
  comparison: {
    left_output_id: 'INTEGER',
    right_output_id: 'INTEGER',
    criterion_id: 'INTEGER',
    rater_id: 'INTEGER',
    group: 'VARCHAR',
    preference: 'DOUBLE',
    seconds: 'DOUBLE',
    presentation: 'VARCHAR',
    rated_at_ms: 'BIGINT',
    counted: 'BOOLEAN',
    set_aside: 'BOOLEAN',
  },
} as const
export type RecordTable = keyof typeof RECORD_TABLES

/** A column of `facts` that holds a feature. */
export type FeatureColumn = { key: string; version: number }

/** What was written beside the tables: the feature columns of `feature.csv`, and what `meta.json` says of the criteria. */
export type RecordFiles = {
  features: FeatureColumn[]
  criteria: {
    key: string
    name: string
    min: number
    max: number
    higher_is: 'better' | 'worse'
    accept_at: number
  }[]
}

/**
 * Writes what an audit holds at a revision into CSV files in `folder`, in constant memory. The client is inside a
 * REPEATABLE READ transaction, so that all tables are of one moment.
 */
export async function writeRecord(
  client: pg.ClientBase,
  audit: { id: number; revision: number },
  folder: string,
): Promise<RecordFiles> {
  const queries = tableQueries(audit)
  for (const table of Object.keys(queries) as RecordTable[])
    await copyToFile(client, queries[table], csvFile(folder, table))

  const sets = await featureSets(client, audit)
  const features = featureColumns(sets)
  const queriesOfSets = sets.map((set) => featureQuery(audit, set, features))
  await copyToFile(client, queriesOfSets.join(' UNION ALL ') || EMPTY, csvFile(folder, 'feature'))
  return { features, criteria: await criteriaOf(client, audit.id) }
}

export function csvFile(folder: string, table: RecordTable | 'feature'): string {
  return path.join(folder, `${table}.csv`)
}

const EMPTY = 'SELECT 1 WHERE false'

/** SQL: ends the condition that a rating's purpose lets it into the means. */
export const IN_MEANS = `IN ('main', 'extra', 'adjudication')`

function tableQueries({ id, revision }: { id: number; revision: number }): Record<RecordTable, string> {
  if (!Number.isSafeInteger(id)) throw new Error(`Not an audit: ${id}`)
  const stands = (t: string) => `${t}.audit_id = ${id} AND ${standsAtRevision(t, revision)}`
  const isSetAside = (rater: string) =>
    `${rater} IN (SELECT x.rater_id FROM set_asides x WHERE ${stands('x')})`
  // Practice and attention checks are never part of the study; a gold item is where people rated it for the study too.
  const setApart = `SELECT g.output_id FROM gold_answers g WHERE ${stands('g')} AND (g.purpose = 'practice' OR g.attention
    OR NOT EXISTS (SELECT FROM human_ratings h
      WHERE h.output_id = g.output_id AND h.purpose IN ('main', 'extra') AND ${stands('h')}))`
  return {
    output: `SELECT v.output_id, v.id, v.prompt_id, v.model_id, array_to_string(v.tags, ';'), o.external_id, o.inclusion,
        v.output_id NOT IN (${setApart})
      FROM output_versions v JOIN outputs o ON o.id = v.output_id WHERE ${stands('v')}`,
    prompt: `SELECT id, external_id FROM prompts WHERE audit_id = ${id}`,
    model: `SELECT id, name, CASE WHEN family_from <= ${revision} THEN family ELSE name END
      FROM models WHERE audit_id = ${id}`,
    criterion: `SELECT id, key, min, max FROM criteria WHERE audit_id = ${id}`,
    signal: `SELECT id, name FROM signals WHERE audit_id = ${id}`,
    score: `SELECT s.output_id, s.criterion_id, s.signal_id, s.judge_id, s.unit FROM signal_scores s WHERE ${stands('s')}`,
    rater: `SELECT id, pseudonym FROM raters WHERE audit_id = ${id}`,
    rating: `SELECT h.output_id, h.criterion_id, h.rater_id, h.score, h.scale_min, h.scale_max, h.unit,
        coalesce(h."group", r."group"), h.seconds, h.presentation, h.purpose, h.source,
        round(date_part('epoch', h.rated_at) * 1000)::bigint,
        h.purpose ${IN_MEANS} AND NOT ${isSetAside('h.rater_id')}, ${isSetAside('h.rater_id')},
        abs(h.score - g.score) <= g.tolerance + 1e-9 * (h.scale_max - h.scale_min)
      FROM human_ratings h JOIN raters r ON r.id = h.rater_id
      LEFT JOIN gold_answers g ON h.purpose = 'gold' AND g.output_id = h.output_id AND g.criterion_id = h.criterion_id
        AND ${stands('g')}
      WHERE ${stands('h')}`,
    verified: `SELECT l.output_id, l.criterion_id, l.unit FROM verified_labels l WHERE ${stands('l')}`,
    comparison: `SELECT d.left_output_id, d.right_output_id, d.criterion_id, d.rater_id, coalesce(d."group", r."group"),
        d.preference, d.seconds, d.presentation, round(date_part('epoch', d.rated_at) * 1000)::bigint,
        NOT ${isSetAside('d.rater_id')}, ${isSetAside('d.rater_id')}
      FROM comparisons d JOIN raters r ON r.id = d.rater_id WHERE ${stands('d')}`,
  }
}

type FeatureSet = { id: number; keys: string[]; versions: number[] }

async function featureSets(
  client: pg.ClientBase,
  audit: { id: number; revision: number },
): Promise<FeatureSet[]> {
  const { rows } = await client.query<FeatureSet>(
    `SELECT id, keys, versions FROM feature_sets WHERE id IN (
      SELECT DISTINCT set_id FROM (${featuresAt(audit)}) f)
     ORDER BY id`,
  )
  return rows
}

/** The keys of all sets, each once, in the order of the newest set and then of the older ones. */
function featureColumns(sets: FeatureSet[]): FeatureColumn[] {
  const versions = new Map<string, number>()
  for (const { keys, versions: theirs } of sets.toReversed())
    keys.forEach((key, i) => {
      if (!/^[a-z][a-z0-9_]*$/.test(key)) throw new Error(`Not a feature's key: ${key}`)
      versions.set(key, Math.max(versions.get(key) ?? 0, theirs[i] ?? 0))
    })
  return [...versions].map(([key, version]) => ({ key, version }))
}

/** A set's rows with their values in the place of the common columns. */
function featureQuery(
  audit: { id: number; revision: number },
  set: FeatureSet,
  columns: FeatureColumn[],
): string {
  const values = columns.map(({ key }) => {
    const at = set.keys.indexOf(key)
    return at < 0 ? 'NULL::float8' : `f.values[${at + 1}]`
  })
  return `SELECT ${['f.version_id', 'f.language', ...values].join(', ')} FROM (${featuresAt(audit)}) f
    WHERE f.set_id = ${set.id}`
}

function featuresAt({ id, revision }: { id: number; revision: number }): string {
  return versionFeatures((t) => `${t}.audit_id = ${id} AND ${standsAtRevision(t, revision)}`)
}

async function criteriaOf(client: pg.ClientBase, auditId: number): Promise<RecordFiles['criteria']> {
  const { rows } = await client.query<RecordFiles['criteria'][number]>(
    'SELECT key, name, min, max, higher_is, accept_at FROM criteria WHERE audit_id = $1 ORDER BY position',
    [auditId],
  )
  return rows
}

async function copyToFile(client: pg.ClientBase, query: string, file: string): Promise<void> {
  await pipeline(client.query(copyTo(`COPY (${query}) TO STDOUT (FORMAT csv)`)), createWriteStream(file))
}
