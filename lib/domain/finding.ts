import { z } from 'zod'

/** The sections of a report, in the order of the page: each has this id there. */
export const SECTIONS = [
  'by-model',
  'self-preference',
  'by-group',
  'features',
  'presentation',
  'comparisons',
  'gate',
  'agreement',
  'slices',
  'score-by-score',
] as const
export type SectionId = (typeof SECTIONS)[number]

/** A sentence made of the numbers, and the section that shows them. */
export const findingSchema = z.object({ text: z.string(), section: z.enum(SECTIONS) })
export type Finding = z.infer<typeof findingSchema>
