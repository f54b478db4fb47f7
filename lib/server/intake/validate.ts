import type { FieldError } from '@/lib/domain/errors'
import { fieldErrors } from '@/lib/domain/issues'
import {
  humanRatingRecordSchema,
  modelRatingRecordSchema,
  outputRecordSchema,
  type RecordKind,
  verifiedRecordSchema,
} from '@/lib/domain/records'

const SCHEMAS = {
  outputs: outputRecordSchema,
  'model-ratings': modelRatingRecordSchema,
  'human-ratings': humanRatingRecordSchema,
  verified: verifiedRecordSchema,
} as const

/** A record of each kind, checked. */
export type Checked<K extends RecordKind> = NonNullable<ReturnType<(typeof SCHEMAS)[K]['safeParse']>['data']>

/** The record that fields state, or what is wrong with them. */
export function checkFields<K extends RecordKind>(kind: K, fields: unknown): Checked<K> | FieldError[] {
  const result = SCHEMAS[kind].safeParse(fields)
  if (result.success) return result.data as Checked<K>
  return fieldErrors(result.error)
}
