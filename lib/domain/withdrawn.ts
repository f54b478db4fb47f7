import { z } from 'zod'
import { countOf } from './format'

/** Raters who took back what they had given, and how many ratings of outputs and comparisons that was: they are in no number. */
export const withdrawnSchema = z.object({ raters: z.number(), ratings: z.number(), comparisons: z.number() })
export type Withdrawn = z.infer<typeof withdrawnSchema>

/** `1 rater withdrew (12 ratings, 3 comparisons)`. */
export function withdrawnWords({ raters, ...work }: Withdrawn): string {
  return `${countOf(raters, 'rater')} withdrew${workWords(work)}`
}

/** ` (12 ratings, 3 comparisons)`; nothing where there is none of either. */
export function workWords({ ratings, comparisons }: Omit<Withdrawn, 'raters'>): string {
  const parts = [
    ...(ratings > 0 ? [countOf(ratings, 'rating')] : []),
    ...(comparisons > 0 ? [countOf(comparisons, 'comparison')] : []),
  ]
  return parts.length > 0 ? ` (${parts.join(', ')})` : ''
}
