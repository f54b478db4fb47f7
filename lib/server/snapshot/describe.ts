import type { DuckDBConnection } from '@duckdb/node-api'
import type { SnapshotKey } from './folders'
import { FORMAT, type SignalMeta, type SnapshotMeta } from './meta'
import { readRows } from './read'
import type { RecordFiles } from './record'

/** What `meta.json` says of a build: of its tables `listed` and `author` and its views `facts`, `ratings` and `comparisons`. */
export async function describeSnapshot(
  connection: DuckDBConnection,
  record: RecordFiles,
  key: SnapshotKey,
): Promise<SnapshotMeta> {
  const rows = <T>(sql: string) => readRows<T>(connection, { sql, values: [] })
  const texts = async (sql: string) => (await rows<{ value: string }>(sql)).map(({ value }) => value)
  const [counts] = await rows<SnapshotMeta['counts']>(COUNTS)
  const goals = await rows<{ criterion: string; human: number; verified: number }>(
    `SELECT criterion, ${COVERAGE} FROM facts GROUP BY criterion`,
  )
  const pairs = await rows<{ criterion: string; compared: number }>(
    'SELECT criterion, count(*)::INTEGER AS compared FROM comparisons WHERE counted GROUP BY criterion',
  )
  return {
    format: FORMAT,
    audit: key.publicId,
    revision: key.revision,
    cut_at: key.cutAt?.toISOString() ?? null,
    criteria: record.criteria.map((criterion) => {
      const { human = 0, verified = 0 } = goals.find((goal) => goal.criterion === criterion.key) ?? {}
      const { compared = 0 } = pairs.find((pair) => pair.criterion === criterion.key) ?? {}
      return { ...criterion, human, verified, compared }
    }),
    features: record.features,
    models: await rows('SELECT name AS model, family FROM author ORDER BY model_no'),
    signals: signalsOf(await rows(SIGNALS)),
    tags: await texts('SELECT DISTINCT unnest(tags) AS value FROM listed WHERE studied ORDER BY value'),
    groups: await texts(
      'SELECT DISTINCT "group" AS value FROM ratings WHERE "group" IS NOT NULL ORDER BY value',
    ),
    counts: counts!,
  }
}

const COUNTS = `SELECT (SELECT count(*) FROM listed WHERE studied)::INTEGER AS outputs,
  (SELECT count(DISTINCT prompt_no) FROM listed WHERE studied)::INTEGER AS prompts,
  (SELECT count(*) FROM facts)::INTEGER AS facts, (SELECT count(*) FROM ratings)::INTEGER AS ratings`

const COVERAGE = `count(DISTINCT output_no)::INTEGER AS outputs,
  (count(DISTINCT output_no) FILTER (human_mean IS NOT NULL))::INTEGER AS human,
  (count(DISTINCT output_no) FILTER (verified IS NOT NULL))::INTEGER AS verified`

/** A row per signal (`whole`), and a row per signal and judge. */
const SIGNALS = `
  SELECT criterion, signal, judge, grouping(judge) = 1 AS whole, ${COVERAGE}
  FROM facts WHERE signal IS NOT NULL GROUP BY GROUPING SETS ((criterion, signal), (criterion, signal, judge))
  ORDER BY criterion, signal, whole DESC, judge NULLS FIRST`

type SignalRow = Omit<SignalMeta, 'judges'> & { judge: string | null; whole: boolean }

function signalsOf(rows: SignalRow[]): SignalMeta[] {
  const signals: SignalMeta[] = []
  for (const { whole, judge, criterion, signal, ...coverage } of rows) {
    if (whole) signals.push({ criterion, signal, ...coverage, judges: [] })
    else signals.at(-1)!.judges.push({ judge, ...coverage })
  }
  return signals
}
