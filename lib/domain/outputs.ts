import { z } from 'zod'
import { resolvedContrastSchema } from './report'
import { parseParams, questionSchema, scoreRangeSchema } from './selection'

const number = z.number().nullable()

/** One score of an output on the criterion of the contrast, as a unit score: a judge's mean over samples. */
export const outputSignalSchema = z.object({
  signal: z.string(),
  judge: z.string().nullable(),
  unit: z.number(),
  samples: z.number(),
})

/** An output with what is known of it on the criterion of the contrast. All scores are unit scores. */
export const outputRowSchema = z.object({
  output_id: z.string(),
  prompt_id: z.string(),
  model: z.string(),
  family: z.string(),
  tags: z.array(z.string()),
  language: z.string().nullable(),
  weight: z.number(),
  proxy: number,
  goal: number,
  /** Null for a metric, which shares no scale with the goal. */
  inflation: number,
  human_mean: number,
  human_n: z.number(),
  verified: number,
  signals: z.array(outputSignalSchema),
  features: z.record(z.string(), number),
})
export type OutputRow = z.infer<typeof outputRowSchema>

export const outputPageSchema = z.object({
  revision: z.number(),
  contrast: resolvedContrastSchema,
  /** How many outputs are selected, over all pages. */
  total: z.number(),
  outputs: z.array(outputRowSchema),
  /** For the next page; null on the last. */
  next_cursor: z.string().nullable(),
})
export type OutputPage = z.infer<typeof outputPageSchema>

/** What outputs can be sorted by besides the features: each in ascending order, with a `-` before it in descending. */
export const OUTPUT_SORTS = [
  'output_id',
  'prompt_id',
  'model',
  'proxy',
  'goal',
  'inflation',
  'human_n',
] as const

/** Which outputs are asked for: a question, and the page. */
export const outputsQuestionSchema = z.strictObject({
  ...questionSchema.shape,
  /** `1`: only those with both proxy and goal, which the report's numbers are made of. */
  covered: z.enum(['0', '1']).default('0'),
  /** Only those whose proxy, or whose goal, lies in this range. */
  proxy_in: scoreRangeSchema.optional(),
  goal_in: scoreRangeSchema.optional(),
  /** Only those that a gate at this unit score passes. */
  gate_at: z.coerce.number().min(0).max(1).optional(),
  /** Only those that people, or the verified label, accept or reject. */
  verdict: z.enum(['accept', 'reject']).optional(),
  sort: z
    .string()
    .regex(/^-?[a-z][a-z0-9_]*$/, 'is a column, perhaps with "-" before it')
    .default('output_id'),
  limit: z.coerce.number().int().min(1).max(500).default(50),
  cursor: z.string().max(500).optional(),
})
export type OutputsQuestion = z.infer<typeof outputsQuestionSchema>

/** URL → question. Throws PlumblineError('invalid') that names each wrong parameter. */
export function parseOutputsQuestion(params: URLSearchParams): OutputsQuestion {
  return parseParams(outputsQuestionSchema, params)
}

/** All that an analyst may know of one output. */
export const outputDetailSchema = z.object({
  revision: z.number(),
  output_id: z.string(),
  prompt_id: z.string(),
  model: z.string(),
  family: z.string(),
  tags: z.array(z.string()),
  language: z.string().nullable(),
  prompt: z.string(),
  text: z.string(),
  reference: z.string().nullable(),
  metadata: z.unknown(),
  features: z.record(z.string(), number),
  criteria: z.array(
    z.object({
      criterion: z.string(),
      human_mean: number,
      human_n: z.number(),
      verified: number,
      signals: z.array(outputSignalSchema),
      ratings: z.array(
        z.object({
          rater: z.string(),
          group: z.string().nullable(),
          score: z.number(),
          unit: z.number(),
          seconds: number,
          purpose: z.string(),
          source: z.string(),
          counted: z.boolean(),
          set_aside: z.boolean(),
          rated_at: z.string(),
        }),
      ),
    }),
  ),
  /** What models wrote about their scores. */
  rationales: z.array(
    z.object({ criterion: z.string(), judge: z.string().nullable(), sample: z.string(), text: z.string() }),
  ),
  /** What raters wrote, by pseudonym. */
  comments: z.array(z.object({ rater: z.string(), text: z.string() })),
})
export type OutputDetail = z.infer<typeof outputDetailSchema>
