import { z } from 'zod'

/** One rater's latest rating of an output on a criterion. */
export type Opinion = { rater: string; score: number; unit: number; comment: string | null }

/** An output on which raters differ: the distance between the lowest and the highest, as a unit score. */
export type Disagreement = {
  output_id: string
  /** The first characters of the prompt and the text. */
  prompt: string
  text: string
  spread: number
  /** From the lowest score to the highest. */
  opinions: Opinion[]
}

/** How far apart, in points, raters are to be for their output to be listed. */
export const MOST_APART = 100
export const APART = 50

/** What the list of disagreements is asked for. What cannot be read is left at its default. */
export const disagreementsQuerySchema = z.object({
  criterion: z.string().max(40).optional().catch(undefined),
  apart: z.coerce.number().min(1).max(MOST_APART).catch(APART).default(APART),
  page: z.coerce.number().int().min(1).max(1_000_000).catch(1).default(1),
})
export type DisagreementsQuery = z.infer<typeof disagreementsQuerySchema>
