import { z } from 'zod'
import { type PrimaryContrast, planSchema } from './plan'
import type { ResolvedContrast } from './report'
import type { Selection } from './selection'

/** What was decided before anybody rated, as it was locked when the audit was opened. */
export const lockedPlanSchema = planSchema.extend({
  locked_at: z.iso.datetime(),
  ratings_per_output: z.number(),
  sealed: z.boolean(),
  /** When the planned ratings of a sealed audit were in; null where it was closed before. */
  unsealed_at: z.iso.datetime().nullable(),
})
export type LockedPlan = z.infer<typeof lockedPlanSchema>

/** Planned: the primary contrast on all outputs. All else that is asked of a planned study is exploratory. */
export const analysisSchema = z.enum(['planned', 'exploratory'])
export type Analysis = z.infer<typeof analysisSchema>

/** Whether a question is the planned one; null where no contrast was planned. */
export function analysisOf(
  primary: PrimaryContrast | undefined,
  { criterion, signal, judge, goal }: ResolvedContrast,
  selection: Selection,
): Analysis | null {
  if (!primary) return null
  const { model, family, tag, rater_group, min_human_n, where } = selection
  const all = [model, family, tag, rater_group, where].every((part) => part.length === 0) && min_human_n === 1
  const same = primary.criterion === criterion && primary.signal === signal && primary.goal === goal
  return all && same && judge === null ? 'planned' : 'exploratory'
}
