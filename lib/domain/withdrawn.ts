import { z } from 'zod'
import { countOf } from './format'

/** Raters who took back what they had given, and how many ratings of outputs that was: they are in no number. */
export const withdrawnSchema = z.object({ raters: z.number(), ratings: z.number() })
export type Withdrawn = z.infer<typeof withdrawnSchema>

/** `1 rater withdrew (12 ratings)`. */
export function withdrawnWords({ raters, ratings }: Withdrawn): string {
  return `${countOf(raters, 'rater')} withdrew (${countOf(ratings, 'rating')})`
}
