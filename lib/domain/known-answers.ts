import { z } from 'zod'
import type { RecordField } from './record-files'
import { idSchema, lineSchema, proseSchema, textSchema } from './text'

/**
 * What an output with a known answer is for. practice: every rater has it first, with feedback; gold: it is mixed in
 * unseen, and scored; attention: a gold item whose text states its answer, which is never part of the study.
 */
export const KNOWN_PURPOSES = ['practice', 'gold', 'attention'] as const
export type KnownPurpose = (typeof KNOWN_PURPOSES)[number]

/** The known answer of one output on one criterion, on the criterion's scale. */
export const knownAnswerSchema = z.strictObject({
  output_id: idSchema,
  criterion: lineSchema(40),
  score: z.number(),
  /** A score that differs by no more is as good. */
  tolerance: z.number().nonnegative().default(0),
  /** What a rater reads after practice. */
  feedback: proseSchema(4_000).default(''),
  purpose: z.enum(KNOWN_PURPOSES),
})
export type KnownAnswer = z.output<typeof knownAnswerSchema>

/** The columns of a file of known answers. */
export const KNOWN_FIELDS: readonly RecordField[] = [
  { name: 'output_id', cell: 'text', required: true },
  { name: 'criterion', cell: 'text', required: true },
  { name: 'score', cell: 'number', required: true },
  { name: 'tolerance', cell: 'number', required: false },
  { name: 'feedback', cell: 'text', required: false },
  { name: 'purpose', cell: 'text', required: true },
]

/** A text that states how it is to be rated, to see whether it is read. */
export const attentionCheckSchema = z.strictObject({
  prompt: textSchema.refine((text) => text.trim() !== '', 'must not be empty'),
  text: textSchema.refine((text) => text.trim() !== '', 'must not be empty'),
})
export type AttentionCheck = z.infer<typeof attentionCheckSchema>

/** An output with its known answers, as the analyst chose them. */
export type KnownOutput = {
  output_id: string
  purpose: KnownPurpose
  /** The start of its text. */
  text: string
  answers: { criterion: string; score: number; tolerance: number; feedback: string }[]
}
