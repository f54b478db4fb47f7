import { z } from 'zod'
import { lineSchema, textSchema } from './text'

/** A criterion as a rater sees it: what to judge and on what scale, never what a gate would make of it. */
export const blindCriterionSchema = z.strictObject({
  key: z.string(),
  name: z.string(),
  description: z.string(),
  min: z.number(),
  max: z.number(),
  step: z.number().nullable(),
  labels: z.record(z.string(), z.string()),
})
export type BlindCriterion = z.infer<typeof blindCriterionSchema>

export const progressSchema = z.strictObject({ done: z.number(), total: z.number() })
export type Progress = z.infer<typeof progressSchema>

/** All that a rater may know of an audit. */
export const blindAuditSchema = z.strictObject({
  id: z.uuid(),
  title: z.string(),
  intent: z.string(),
  guidelines: z.string(),
  criteria: z.array(blindCriterionSchema),
  status: z.enum(['draft', 'open', 'closed']),
  progress: progressSchema,
})
export type BlindAudit = z.infer<typeof blindAuditSchema>

/** All that a rater may know of an output. `draft` is the rater's own unfinished work. */
export const blindItemSchema = z.strictObject({
  item_id: z.uuid(),
  intent: z.string(),
  guidelines: z.string(),
  prompt: z.string(),
  text: z.string(),
  /** In a comparison the output on the right of `text`; null for an item of one output. Both are presented alike. */
  other_text: z.string().nullable(),
  presentation: z.enum(['rendered', 'plain']),
  /** In a comparison one question: which is better. */
  criteria: z.array(blindCriterionSchema),
  /** Gold items and repeats count as any other; practice items do not. */
  progress: progressSchema,
  /** Which of how many practice items it is; null for all others, whatever they are for. */
  practice: z.strictObject({ place: z.number(), of: z.number() }).nullable(),
  lease_expires_at: z.iso.datetime(),
  draft: z.strictObject({ scores: z.record(z.string(), z.number()), comment: z.string() }).nullable(),
})
export type BlindItem = z.infer<typeof blindItemSchema>

/** zod leaves a key called __proto__ out of a record without a word: it is refused as any criterion that there is not. */
const scoresSchema = z.preprocess(
  (scores, context) => {
    if (typeof scores === 'object' && scores !== null && Object.hasOwn(scores, '__proto__'))
      context.issues.push({
        code: 'custom',
        path: ['__proto__'],
        message: 'There is no criterion "__proto__"',
        input: scores,
      })
    return scores
  },
  z.record(lineSchema(40), z.number()),
)

export const draftSchema = z.strictObject({ scores: scoresSchema.optional(), comment: textSchema.optional() })
export type Draft = z.infer<typeof draftSchema>

/** `seconds` are seconds of active work. */
export const submissionSchema = z.strictObject({
  scores: scoresSchema,
  comment: textSchema.optional(),
  seconds: z.number().nonnegative().max(86_400).optional(),
})
export type Submission = z.infer<typeof submissionSchema>

export const skipSchema = z.strictObject({ reason: lineSchema(500) })

/** The known answer of a practice item on one criterion, and what is to be learned from it. */
const feedbackSchema = z.strictObject({
  key: z.string(),
  score: z.number(),
  /** A score that differs by no more is as good. */
  tolerance: z.number(),
  text: z.string(),
})
export type Feedback = z.infer<typeof feedbackSchema>

/**
 * extra: the lease had run out and another took the place; the work enters the means all the same. `feedback` comes
 * with practice items alone.
 */
export const submitAnswerSchema = z.strictObject({
  status: z.enum(['counted', 'extra']),
  feedback: z.array(feedbackSchema).optional(),
})
export type SubmitAnswer = z.infer<typeof submitAnswerSchema>

/** Takes the submission back that was made under this key. */
export const undoSchema = z.strictObject({ key: lineSchema(200) })

/** One's own earlier ratings, the latest first: enough of each text to know it again. */
export const ownRatingsSchema = z.strictObject({
  items: z.array(
    z.strictObject({
      item_id: z.uuid(),
      prompt: z.string(),
      text: z.string(),
      other_text: z.string().nullable(),
      scores: z.array(z.strictObject({ name: z.string(), score: z.number() })),
      comment: z.string(),
      seconds: z.number().nullable(),
      submitted_at: z.iso.datetime(),
    }),
  ),
  next: z.iso.datetime().nullable(),
})
export type OwnRatings = z.infer<typeof ownRatingsSchema>

/** A time of our era to the microsecond: Postgres knows no year 0, and no longer fractions. */
const momentSchema = z.iso.datetime().regex(/^(?!0000)[^.]*(\.\d{1,6})?Z$/)

export const pageOfOwnSchema = z.strictObject({ before: momentSchema.optional() })
