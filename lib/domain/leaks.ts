import { z } from 'zod'
import { noNul } from './text'

/** What an analyst decided of a place where a text betrays its author; `open`: nothing yet. */
export const LEAK_DECISIONS = ['open', 'mask', 'exclude', 'keep'] as const
export const leakDecisionSchema = z.enum(LEAK_DECISIONS)
export type LeakDecision = z.infer<typeof leakDecisionSchema>

/** Which places: those of a pattern, those of a decision, or all. */
const leakFilterSchema = z.strictObject({
  pattern: z.string().max(40).refine(noNul).nullable(),
  decision: leakDecisionSchema.nullable(),
})
export type LeakFilter = z.infer<typeof leakFilterSchema>

/** One place by its id, or all that a filter keeps. */
export const chosenLeaksSchema = z.union([z.strictObject({ leakId: z.int32() }), leakFilterSchema])
export type ChosenLeaks = z.infer<typeof chosenLeaksSchema>

/** How many places there are by what was decided, and in how many outputs. */
export const leakCountsSchema = z.object({
  found: z.number(),
  outputs: z.number(),
  undecided: z.number(),
  masked: z.number(),
  excluded: z.number(),
  left: z.number(),
})
export type LeakCounts = z.infer<typeof leakCountsSchema>

export const leakPatternCountsSchema = leakCountsSchema.extend({ pattern: z.string() })
export type LeakPatternCounts = z.infer<typeof leakPatternCountsSchema>

/** A place as the analyst sees it. */
export type LeakRow = {
  id: number
  pattern: string
  decision: LeakDecision
  outputId: string
  model: string
  /** Somebody rates or rated the output in Plumbline, so that the decision stands. */
  isFixed: boolean
  before: string
  words: string
  after: string
}
