import type { FieldError } from './errors'
import { isOnStep, toUnit } from './scale'

/** What a score is held against. */
export type ScoredCriterion = { key: string; name: string; min: number; max: number; step: number | null }

/** What is wrong with one score of a criterion, in words for its rater; null when nothing is. */
export function scoreFault({ name, min, max, step }: ScoredCriterion, score: number): string | null {
  const unit = toUnit(score, { min, max })
  if (unit === null) return `${name}: ${score} is off the scale from ${min} to ${max}`
  // Postgres, which checks the unit score, refuses to underflow where JavaScript rounds.
  if (!Number.isFinite(unit) || (unit === 0 && score !== min))
    return `${name}: ${score} cannot be placed on a scale as wide as this`
  if (!isOnStep(score, { min, max }, step))
    return `${name}: ${score} is between the steps of ${step} from ${min}`
  return null
}

/** A draft's faults: criteria that the audit does not have, scores off their scale or step. */
export function draftFaults(
  criteria: readonly ScoredCriterion[],
  scores: Record<string, number>,
): FieldError[] {
  const byKey = new Map(criteria.map((criterion) => [criterion.key, criterion]))
  return Object.entries(scores).flatMap(([key, score]) => {
    const criterion = byKey.get(key)
    const message = criterion ? scoreFault(criterion, score) : `There is no criterion "${key}"`
    return message ? [{ path: `scores.${key}`, message }] : []
  })
}

/** A submission's faults: those of a draft, and criteria without a score. */
export function submissionFaults(
  criteria: readonly ScoredCriterion[],
  scores: Record<string, number>,
): FieldError[] {
  const missing = criteria
    .filter(({ key }) => !Object.hasOwn(scores, key))
    .map(({ key, name }) => ({ path: `scores.${key}`, message: `${name} has no score yet` }))
  return [...missing, ...draftFaults(criteria, scores)]
}
