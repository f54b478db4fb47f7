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

/** How the records of a kind lie in the temporary table `stage`, whose first column is always the line. */
export type Staged<K extends RecordKind = RecordKind> = {
  /** Names and types, in order. */
  columns: readonly (readonly [name: string, type: string])[]
  /** Makes the function that writes one record as a row, or says why it cannot. */
  writer: (criteria: Criteria) => (record: Checked<K>, line: number, rows: CopyRows) => FieldError[] | null
}

export const STAGED: { [K in RecordKind]: Staged<K> } = {
  outputs: stageOutputs,
  'model-ratings': stageModelRatings,
  'human-ratings': stageHumanRatings,
  verified: stageVerified,
}

/** Makes the session's temporary tables: the file's records, their features, and the faults that SQL finds. */
export async function makeStage(client: pg.ClientBase, kind: RecordKind): Promise<string> {
  const { columns } = STAGED[kind]
  const defined = columns.map(([name, type]) => `${name} ${type}`).join(', ')
  await client.query(`CREATE TEMP TABLE stage (${defined})`)
  await client.query('CREATE TEMP TABLE stage_features (line int, language text, "values" float8[])')
  await client.query('CREATE TEMP TABLE stage_faults (line int, path text, message text)')
  // What is compressed here would be unpacked and compressed again on its way into the record.
  for (const [name, type] of columns)
    if (type === 'text' || type === 'jsonb')
      await client.query(`ALTER TABLE stage ALTER ${name} SET STORAGE EXTERNAL`)
  return `stage (${columns.map(([name]) => name).join(', ')})`
}

export async function dropStage(client: pg.ClientBase): Promise<void> {
  await client.query('DROP TABLE IF EXISTS stage, stage_features, stage_faults')
}
