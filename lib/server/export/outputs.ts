import { createReadStream } from 'node:fs'
import path from 'node:path'
import type { Question } from '@/lib/domain/selection'
import { type Fact, numbersFrom, type Rating, textsOf } from '@/lib/server/analysis/output'
import { selectionConditions, Values } from '@/lib/server/analysis/selection'
import { humanOfGroups } from '@/lib/server/analysis/source'
import { wholeLines } from '@/lib/server/intake/formats/lines'
import { withDuckDb } from '@/lib/server/snapshot/duckdb'
import { hold, type Snapshot } from '@/lib/server/snapshot/folders'
import type { Query } from '@/lib/server/snapshot/read'
import { inTemporaryFolder, type Parts, quoted } from './stream'

/** So many outputs' texts are read from the record at once: each may have 1 MiB. */
const AT_ONCE = 32

/** The fields of a line, in order. */
export const OUTPUT_FIELDS = [
  ...[
    'output_id',
    'prompt_id',
    'model',
    'family',
    'tags',
    'language',
    'features',
    'criteria',
    'prompt',
    'text',
  ],
  ...['reference', 'metadata', 'rationales', 'comments'],
] as const

type Numbered = { output_no: number }

/**
 * `outputs.jsonl`: a line per selected output, with all that its page shows. DuckDB writes the numbers into files in the
 * order of the outputs; texts are read from the record, at the snapshot's revision, as the lines are read.
 */
export function outputsParts(auditId: number, snapshot: Snapshot, question: Question): Parts {
  return async function* (signal) {
    const release = hold(snapshot)
    try {
      yield* inTemporaryFolder(async function* (folder) {
        const [facts, ratings] = [path.join(folder, 'facts'), path.join(folder, 'ratings')] as const
        await toLines(factsQuery(snapshot, question), facts, signal)
        await toLines(ratingsQuery(snapshot, question), ratings, signal)
        yield* linesOf(auditId, snapshot, facts, ratings)
      })
    } finally {
      release()
    }
  }
}

async function* linesOf(
  auditId: number,
  { meta, revision }: Snapshot,
  facts: string,
  ratings: string,
): AsyncGenerator<Uint8Array> {
  const given = groups<Rating & Numbered>(ratings)
  let next = await given.next()
  let batch: ReturnType<typeof numbersFrom>[] = []
  const written = async () => {
    const texts = await textsOf(
      auditId,
      batch.map(({ output_id }) => output_id),
      revision,
    )
    const lines = batch.map(
      (numbers) => `${JSON.stringify({ ...numbers, ...texts.get(numbers.output_id) })}\n`,
    )
    batch = []
    return Buffer.from(lines.join(''))
  }
  try {
    for await (const rows of groups<Fact & Numbered>(facts)) {
      while (!next.done && next.value[0]!.output_no < rows[0]!.output_no) next = await given.next()
      const own = !next.done && next.value[0]!.output_no === rows[0]!.output_no ? next.value : []
      batch.push(
        numbersFrom(
          meta,
          rows,
          own.map(({ output_no: _no, ...rating }) => rating),
        ),
      )
      if (batch.length === AT_ONCE) yield await written()
    }
    if (batch.length > 0) yield await written()
  } finally {
    await given.return(undefined)
  }
}

/** The rows of each output together; the file has them in the order of the outputs. */
async function* groups<T extends Numbered>(file: string): AsyncGenerator<T[]> {
  let group: T[] = []
  for await (const block of wholeLines(createReadStream(file))) {
    if (!('bytes' in block)) throw new Error('A row of numbers is longer than any can be.')
    for (const line of block.bytes.toString().split('\n')) {
      const row: T = JSON.parse(line)
      if (group.length > 0 && group[0]!.output_no !== row.output_no) {
        yield group
        group = []
      }
      group.push(row)
    }
  }
  if (group.length > 0) yield group
}

async function toLines({ sql, values }: Query, file: string, signal: AbortSignal): Promise<void> {
  const copy = `COPY (${sql}) TO ${quoted(file)} (FORMAT json)`
  await withDuckDb((connection) => connection.run(copy, values), signal)
}

/** All facts of the outputs of which any fact is selected; human means by the raters of the selected groups. */
function factsQuery(snapshot: Snapshot, question: Question): Query {
  const values = new Values()
  const recomputed = question.rater_group.length > 0
  const withHuman = recomputed ? `WITH human AS (${humanOfGroups(snapshot, question, values)})` : ''
  const humanN = recomputed ? 'coalesce(h.human_n, 0)' : 'f.human_n'
  const from = `FROM read_parquet(${values.bind(snapshot.facts)}) f
    ${recomputed ? 'LEFT JOIN human h USING (criterion, output_no)' : ''}`
  const conditions = conditionsOf(snapshot, question, values, humanN)
  const sql = `${withHuman}
    SELECT f.* REPLACE (${recomputed ? 'h' : 'f'}.human_mean AS human_mean, ${humanN} AS human_n) ${from}
    WHERE f.output_no IN (SELECT f.output_no ${from} WHERE ${conditions.join(' AND ')})
    ORDER BY f.output_no, f.criterion, f.signal, f.judge NULLS FIRST`
  return { sql, values: values.list }
}

function ratingsQuery(snapshot: Snapshot, question: Question): Query {
  const values = new Values()
  const groups = question.rater_group
  const sql = `SELECT output_no, criterion, rater, "group", score, unit, seconds, purpose, source, counted, set_aside,
      strftime(rated_at, '%Y-%m-%dT%H:%M:%S.%gZ') AS rated_at
    FROM read_parquet(${values.bind(snapshot.ratings)})
    WHERE ${groups.length > 0 ? `"group" IN ${values.bindAll(groups)}` : 'true'}
    ORDER BY output_no, rater, rated_at, purpose`
  return { sql, values: values.list }
}

function conditionsOf(snapshot: Snapshot, question: Question, values: Values, humanN: string): string[] {
  const { criterion } = question
  const conditions = selectionConditions(snapshot.meta, question, values, humanN)
  return criterion === undefined
    ? ['true', ...conditions]
    : [`f.criterion = ${values.bind(criterion)}`, ...conditions]
}
