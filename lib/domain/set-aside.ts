import { z } from 'zod'
import { lineSchema } from './text'

/** What an analyst says to set a rater's work aside. */
export const setAsideSchema = z.strictObject({
  /** A pseudonym. */
  rater: lineSchema(80),
  reason: lineSchema(500),
  /** Whether others are to rate what the rater rated. */
  reopen: z.literal('on').optional(),
})
export type SetAside = z.infer<typeof setAsideSchema>

export const takenBackSchema = setAsideSchema.pick({ rater: true })
