import { z } from 'zod'
import { metadataSchema } from './metadata'
import { idSchema as id, lineSchema, noNul, textSchema, wellFormed } from './text'

/** The four kinds of records that an import takes, by the names of the contract. */
export const RECORD_KINDS = ['outputs', 'model-ratings', 'human-ratings', 'verified'] as const
export type RecordKind = (typeof RECORD_KINDS)[number]

const name = lineSchema(200)
const tag = lineSchema(200).refine((t) => !t.includes(';'), 'must not hold ";"')
const scale = { scale_min: z.number().optional(), scale_max: z.number().optional() }

export const outputRecordSchema = z.strictObject({
  output_id: id,
  prompt_id: id,
  prompt: textSchema,
  model: name,
  text: textSchema,
  family: name.optional(),
  reference: textSchema.optional(),
  tags: z.array(tag).max(100).optional(),
  metadata: metadataSchema.optional(),
})
export type OutputRecord = z.infer<typeof outputRecordSchema>

/** A named signal: a formula, a classifier or a literal rule. */
export const namedSignalSchema = z
  .string()
  .regex(/^(metric|flag|check):\S.{0,100}$/, 'is "metric:…", "flag:…" or "check:…"')
  .refine(noNul, 'must not hold a NUL')
  .refine(wellFormed, 'must be well-formed Unicode')

export const modelRatingRecordSchema = z
  .strictObject({
    output_id: id,
    rater_model: name.optional(),
    criterion: id,
    score: z.number(),
    ...scale,
    signal: z.union([z.enum(['self', 'family', 'peer']), namedSignalSchema]).optional(),
    rater_family: name.optional(),
    rationale: textSchema.optional(),
    sample: z.union([lineSchema(200), z.number().transform(String)]).optional(),
  })
  .refine((r) => r.rater_model !== undefined || r.signal?.includes(':'), {
    path: ['rater_model'],
    message: 'is required unless signal names a metric, flag or check',
  })
  .refine((r) => r.rater_family === undefined || r.rater_model !== undefined, {
    path: ['rater_family'],
    message: 'needs a rater_model',
  })
export type ModelRatingRecord = z.infer<typeof modelRatingRecordSchema>

export const humanRatingRecordSchema = z.strictObject({
  output_id: id,
  rater: name,
  criterion: id,
  score: z.number(),
  ...scale,
  group: name.optional(),
  seconds: z.number().nonnegative().optional(),
  comment: textSchema.optional(),
  rated_at: z.iso.datetime({ offset: true }).optional(),
})
export type HumanRatingRecord = z.infer<typeof humanRatingRecordSchema>

export const verifiedRecordSchema = z.strictObject({
  output_id: id,
  criterion: id,
  score: z.number(),
  ...scale,
  note: textSchema.optional(),
})
export type VerifiedRecord = z.infer<typeof verifiedRecordSchema>

/** What an import answers. A dry run answers the same, with the revision that it found. */
export const importResultSchema = z.strictObject({
  received: z.int(),
  inserted: z.int(),
  updated: z.int(),
  unchanged: z.int(),
  rejected: z.int(),
  /** The first hundred; `rejected` counts all. */
  errors: z.array(z.strictObject({ line: z.int(), path: z.string(), message: z.string() })),
  revision: z.int(),
})
export type ImportResult = z.infer<typeof importResultSchema>
