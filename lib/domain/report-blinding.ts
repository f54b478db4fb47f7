import { z } from 'zod'
import { leakCountsSchema, leakPatternCountsSchema } from './leaks'

/** How blind the ratings were. It tells of the audit as it stands now, whatever the question and the revision. */
export const blindingSchema = z.object({
  /** Places where a text names its author or rates itself, and what was decided of them; most first by pattern. */
  leaks: leakCountsSchema.extend({ by_pattern: z.array(leakPatternCountsSchema) }),
})
export type Blinding = z.infer<typeof blindingSchema>
