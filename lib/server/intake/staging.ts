import type pg from 'pg'
import type { FieldError } from '@/lib/domain/errors'
import type { RecordKind } from '@/lib/domain/records'
import type { CopyRows } from './copy-rows'
import type { Criteria } from './scales'
import { stageHumanRatings } from './stage/human-ratings'
import { stageModelRatings } from './stage/model-ratings'
import { stageOutputs } from './stage/outputs'
import { stageVerified } from './stage/verified'
import type { Checked } from './validate'

type Columns = readonly (readonly [name: string, type: string])[]

/**
 * How the records of a kind lie in the temporary table `stage`, whose first column is always the line. Checks read it
 * many times: what is long and read once stands apart, in `stage_texts`.
 */
export type Staged<K extends RecordKind = RecordKind> = {
  /** Names and types, in order. */
  columns: Columns
  textColumns?: Columns
  /** Makes the function that writes one record as a row of each table, or says why it cannot. */
  writer: (
    criteria: Criteria,
  ) => (record: Checked<K>, line: number, rows: CopyRows, texts: CopyRows) => FieldError[] | null
}

export const STAGED: { [K in RecordKind]: Staged<K> } = {
  outputs: stageOutputs,
  'model-ratings': stageModelRatings,
  'human-ratings': stageHumanRatings,
  verified: stageVerified,
}

/**
 * Makes the session's temporary tables: the file's records, their texts and features, and the faults that SQL finds.
 * Returns what COPY names `stage` and `stage_texts` by.
 */
export async function makeStage(
  client: pg.ClientBase,
  kind: RecordKind,
): Promise<{ stage: string; texts: string }> {
  const { columns, textColumns = [] }: Staged = STAGED[kind]
  const stage = await makeTable(client, 'stage', columns)
  const texts = await makeTable(client, 'stage_texts', textColumns)
  await client.query('CREATE TEMP TABLE stage_features (line int, language text, "values" float8[])')
  await client.query('CREATE TEMP TABLE stage_leaks (line int, pattern text, start int, "end" int)')
  await client.query('CREATE TEMP TABLE stage_faults (line int, path text, message text)')
  return { stage, texts }
}

async function makeTable(client: pg.ClientBase, table: string, columns: Columns): Promise<string> {
  const defined = columns.map(([name, type]) => `${name} ${type}`).join(', ')
  await client.query(`CREATE TEMP TABLE ${table} (${defined})`)
  // What is compressed here would be unpacked and compressed again on its way into the record.
  for (const [name, type] of columns)
    if (type === 'text' || type === 'jsonb')
      await client.query(`ALTER TABLE ${table} ALTER ${name} SET STORAGE EXTERNAL`)
  return `${table} (${columns.map(([name]) => name).join(', ')})`
}
