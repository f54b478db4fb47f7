import { csvFile, type FeatureColumn, RECORD_TABLES, type RecordTable } from './record'

/** The columns of `facts` that are not features; no feature may have such a name. */
export const FACT_COLUMNS = [
  'output_id',
  'prompt_id',
  'model',
  'family',
  'tags',
  'criterion',
  'signal',
  'judge',
  'signal_score',
  'signal_n',
  'human_mean',
  'human_n',
  'human_var',
  'verified',
  'weight',
  'language',
  'output_no',
  'prompt_no',
  'model_no',
] as const

/** The columns of `facts`, in order. */
export function factColumns(features: FeatureColumn[]): string[] {
  const at = FACT_COLUMNS.indexOf('output_no')
  return [...FACT_COLUMNS.slice(0, at), ...features.map(({ key }) => key), ...FACT_COLUMNS.slice(at)]
}

/** The columns of `ratings`, in order. */
export const RATING_COLUMNS = [
  ...[
    'output_id',
    'criterion',
    'rater',
    'group',
    'score',
    'unit',
    'seconds',
    'presentation',
    'purpose',
    'source',
  ],
  ...['rated_at', 'counted', 'set_aside', 'gold_met', 'output_no', 'prompt_no', 'rater_no'],
] as const

/** Statements that make the record's tables in DuckDB out of the CSV files in `folder`. */
export function loadStatements(folder: string, features: FeatureColumn[]): string[] {
  const tables = Object.keys(RECORD_TABLES) as RecordTable[]
  const featureTypes = Object.fromEntries(features.map(({ key }) => [key, 'DOUBLE']))
  return [
    ...tables.map((table) => load(table, csvFile(folder, table), RECORD_TABLES[table])),
    load('feature', csvFile(folder, 'feature'), {
      version_id: 'INTEGER',
      language: 'VARCHAR',
      ...featureTypes,
    }),
  ]
}

/**
 * Statements that number outputs, prompts, models and raters bytewise, and average what has to be averaged. Rows lie in
 * a table sorted by value before they are summed: a mean has the same last digit however Postgres kept them.
 */
export const PREPARE = [
  // Who wrote nothing but checks is no model of the study.
  `CREATE TEMP TABLE author AS
    SELECT id, name, family, (row_number() OVER (ORDER BY name) - 1)::INTEGER AS model_no FROM model
    WHERE id NOT IN (SELECT model_id FROM output GROUP BY model_id HAVING NOT bool_or(studied))
      OR id IN (SELECT judge_id FROM score WHERE judge_id IS NOT NULL)`,

  `CREATE TEMP TABLE person AS
    SELECT id, pseudonym, (row_number() OVER (ORDER BY pseudonym) - 1)::INTEGER AS rater_no FROM rater`,

  `CREATE TEMP TABLE listed AS
    SELECT o.id, o.version_id, o.external_id AS output_id, p.external_id AS prompt_id,
      m.name AS model, m.family, m.model_no, 1 / o.inclusion AS weight, o.studied,
      CASE WHEN o.tags IS NULL OR o.tags = '' THEN [] ELSE string_split(o.tags, ';') END AS tags,
      (row_number() OVER (ORDER BY o.external_id) - 1)::INTEGER AS output_no,
      (dense_rank() OVER (ORDER BY p.external_id) - 1)::INTEGER AS prompt_no
    FROM output o JOIN prompt p ON p.id = o.prompt_id LEFT JOIN author m ON m.id = o.model_id`,
  'DROP TABLE output',
  'DROP TABLE prompt',

  `CREATE TEMP TABLE sampled AS
    SELECT s.output_id AS output, s.criterion_id AS criterion, j.name AS judge,
      CASE WHEN g.name <> 'model' THEN g.name
        WHEN j.name = o.model THEN 'self'
        WHEN j.family = o.family THEN 'family'
        ELSE 'peer' END AS signal,
      s.unit
    FROM score s JOIN listed o ON o.id = s.output_id JOIN signal g ON g.id = s.signal_id
    LEFT JOIN author j ON j.id = s.judge_id
    ORDER BY s.output_id, s.criterion_id, s.signal_id, s.judge_id, s.unit`,
  `CREATE TEMP TABLE scored AS
    SELECT output, criterion, signal, judge, avg(unit) AS signal_score, count(*)::INTEGER AS signal_n
    FROM sampled GROUP BY ALL`,
  'DROP TABLE sampled',
  'DROP TABLE score',

  `CREATE TEMP TABLE rated AS
    SELECT o.output_no, o.prompt_no, o.output_id, o.id AS output, c.key AS criterion, c.id AS criterion_id,
      r.pseudonym AS rater, r.rater_no, h.group,
      CASE WHEN h.scale_min = c.min AND h.scale_max = c.max THEN h.score
        ELSE c.min + h.unit * (c.max - c.min) END AS score,
      h.unit, h.seconds, h.presentation, h.purpose, h.source, epoch_ms(h.rated_at_ms) AS rated_at, h.counted AND o.studied AS counted,
      h.set_aside, h.gold_met
    FROM rating h JOIN listed o ON o.id = h.output_id JOIN criterion c ON c.id = h.criterion_id
    JOIN person r ON r.id = h.rater_id
    ORDER BY c.key, o.prompt_no, o.output_no, r.rater_no, h.unit, h.purpose, h.rated_at_ms`,
  'DROP TABLE rating',
  // One vote a rater, however often they rated an output. The same votes of other raters have the same mean.
  `CREATE TEMP TABLE vote AS
    SELECT output, criterion_id AS criterion, rater_no, avg(unit) AS unit FROM rated WHERE counted
    GROUP BY ALL ORDER BY output, criterion, unit`,
  `CREATE TEMP TABLE human AS
    SELECT output, criterion, avg(unit) AS human_mean, count(*)::INTEGER AS human_n, var_samp(unit) AS human_var
    FROM vote GROUP BY ALL`,
  'DROP TABLE vote',
]

/** A row per current human rating. `counted`: it enters the means. */
export const RATINGS_QUERY = `SELECT ${RATING_COLUMNS.map((column) => `"${column}"`)} FROM rated`

/**
 * Statements that make the facts but for their features, once the ratings are written: a row per output × criterion ×
 * signal × judge, with a null signal where none exists. All joins at once would need more memory than DuckDB is given
 * where there are a million outputs.
 */
export const PREPARE_FACTS = [
  'DROP TABLE rated',
  `CREATE TEMP TABLE fact AS
    SELECT o.*, c.key AS criterion, s.signal, s.judge, s.signal_score, coalesce(s.signal_n, 0) AS signal_n,
      h.human_mean, coalesce(h.human_n, 0) AS human_n, h.human_var, v.unit AS verified
    FROM listed o CROSS JOIN criterion c
    LEFT JOIN scored s ON s.output = o.id AND s.criterion = c.id
    LEFT JOIN human h ON h.output = o.id AND h.criterion = c.id
    LEFT JOIN verified v ON v.output_id = o.id AND v.criterion_id = c.id
    WHERE o.studied`,
  'DROP TABLE scored',
  'DROP TABLE human',
]

/** The facts with their features, in their order. */
export function factsQuery(features: FeatureColumn[]): string {
  const columns = factColumns(features).map((column) => `"${column}"`)
  return `SELECT ${columns.join(', ')} FROM fact LEFT JOIN feature USING (version_id)
    ORDER BY criterion, signal NULLS LAST, judge NULLS LAST, prompt_no, output_no`
}

function load(table: string, file: string, columns: Record<string, string>): string {
  const types = Object.entries(columns).map(([name, type]) => `'${name}': '${type}'`)
  // Postgres writes null as nothing and an empty text as "".
  return `CREATE TEMP TABLE ${table} AS FROM read_csv('${file.replaceAll("'", "''")}', auto_detect = false,
    header = false, delim = ',', quote = '"', escape = '"', new_line = '\\n', nullstr = '', allow_quoted_nulls = false,
    columns = {${types.join(', ')}})`
}
