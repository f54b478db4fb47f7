import type { FieldError } from '@/lib/domain/errors'
import { type Scale, toUnit } from '@/lib/domain/scale'
import type { Db } from '@/lib/server/db/pool'

/** The audit's criteria as a score needs them, by key. */
export type Criteria = ReadonlyMap<string, Scale & { id: number }>

export async function readCriteria(db: Db, auditId: number): Promise<Criteria> {
  const { rows } = await db.query<Scale & { id: number; key: string }>(
    'SELECT id, key, min, max FROM criteria WHERE audit_id = $1 ORDER BY key',
    [auditId],
  )
  return new Map(rows.map(({ key, id, min, max }) => [key, { id, min, max }]))
}

/** Whether the criteria are what they were when the file's scores were checked against them. */
export function sameCriteria(a: Criteria, b: Criteria): boolean {
  return JSON.stringify([...a]) === JSON.stringify([...b])
}

/** How many criteria are told of where none fits. */
const MOST_TOLD = 10

function unknownCriterion(name: string, keys: string[]): string {
  const more = keys.length > MOST_TOLD ? ` and ${keys.length - MOST_TOLD} more` : ''
  const known =
    keys.length > 0 ? `: it has ${keys.slice(0, MOST_TOLD).join(', ')}${more}` : ', which has none'
  return `"${name}" is not a criterion of this audit${known}`
}

export type Scored = { criterionId: number; score: number; scale: Scale; unit: number }

/** The score of a rating on its scale, by default the criterion's; or what is wrong with it. */
export function readScore(
  record: { criterion: string; score: number; scale_min?: number; scale_max?: number },
  criteria: Criteria,
): Scored | FieldError[] {
  const { score, scale_min: min, scale_max: max } = record
  const criterion = criteria.get(record.criterion)
  if (!criterion)
    return [{ path: 'criterion', message: unknownCriterion(record.criterion, [...criteria.keys()]) }]
  if ((min === undefined) !== (max === undefined))
    return [{ path: 'scale_min', message: 'state both scale_min and scale_max, or neither' }]
  const scale = min !== undefined && max !== undefined ? { min, max } : criterion
  if (scale.min >= scale.max) return [{ path: 'scale_max', message: 'must be above scale_min' }]
  const unit = toUnit(score, scale)
  // Postgres, which checks the unit score, refuses to overflow or underflow where JavaScript rounds.
  if (!Number.isFinite(scale.max - scale.min) || (unit === 0 && score !== scale.min))
    return [{ path: 'score', message: `${score} cannot be placed on a scale as wide as this` }]
  if (unit === null)
    return [{ path: 'score', message: `${score} is off the scale from ${scale.min} to ${scale.max}` }]
  return { criterionId: criterion.id, score, scale: { min: scale.min, max: scale.max }, unit }
}
