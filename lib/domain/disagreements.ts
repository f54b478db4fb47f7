import { z } from 'zod'
import { idSchema } from './text'

/** One rater's latest rating of an output on a criterion; `further`: it was asked for since the others differ. */
export type Opinion = { rater: string; score: number; unit: number; comment: string | null; further: boolean }

/** How far a further rating is that was asked for: nobody holds it, a rater holds it, or it is given. */
export type Further = 'open' | 'held' | 'given'

/** An output on which raters differ: the distance between the lowest and the highest, as a unit score. */
export type Disagreement = {
  output_id: string
  /** The first characters of the prompt and the text. */
  prompt: string
  text: string
  spread: number
  /** Null where none was asked for. */
  further: Further | null
  /** From the lowest score to the highest. */
  opinions: Opinion[]
}

/** How far apart, in points, raters are to be for their output to be listed. */
export const MOST_APART = 100
export const APART = 50
export const apartSchema = z.number().min(1).max(MOST_APART)

/** What the list of disagreements is asked for. What cannot be read is left at its default. */
export const disagreementsQuerySchema = z.object({
  criterion: z.string().max(40).optional().catch(undefined),
  apart: z.coerce.number().pipe(apartSchema).catch(APART).default(APART),
  page: z.coerce.number().int().min(1).max(1_000_000).catch(1).default(1),
})
export type DisagreementsQuery = z.infer<typeof disagreementsQuerySchema>

/** Which further ratings an analyst asks for, or takes back: that of one output, by its external id, or all. */
export const furtherSchema = z.union([
  z.strictObject({ output: idSchema }),
  z.strictObject({ all: z.literal('on') }),
])
