import { z } from 'zod'

/** How a study is designed, beyond its criteria and the ratings per output. What is left out is not done. */
const fields = {
  /** One item in so many is a gold item. */
  gold_every: z.int().min(3).max(1_000),
  /** The share of a rater's own outputs that come back to be rated once more. */
  repeat_share: z.number().positive().max(0.5),
  /** The most outputs that one rater is asked for. */
  cap: z.int().min(1).max(100_000),
}

export const planSchema = z.object(fields).partial()
export type Plan = z.infer<typeof planSchema>

/** Changes of a plan: what is null is taken out of it. */
export const planPatchSchema = z
  .strictObject({
    gold_every: fields.gold_every.nullable(),
    repeat_share: fields.repeat_share.nullable(),
    cap: fields.cap.nullable(),
  })
  .partial()
export type PlanPatch = z.infer<typeof planPatchSchema>

/** What may change after the audit was opened: it moves no estimate. All else is locked. */
export const NEVER_LOCKED: ReadonlySet<string> = new Set<keyof Plan>(['cap'])
