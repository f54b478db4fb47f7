import { z } from 'zod'
import { planPatchSchema, planSchema } from './plan'
import { isOnStep } from './scale'
import { lineSchema, proseSchema } from './text'

export const ROLES = ['admin', 'analyst', 'rater'] as const
export const AUDIT_KINDS = ['self-rating', 'moderation', 'reward', 'metric', 'loophole'] as const
export const AUDIT_STATUSES = ['draft', 'open', 'closed'] as const
export const PRESENTATIONS = ['rendered', 'plain', 'randomised'] as const

export const roleSchema = z.enum(ROLES)
export type Role = z.infer<typeof roleSchema>
export type AuditKind = (typeof AUDIT_KINDS)[number]
export type AuditStatus = (typeof AUDIT_STATUSES)[number]
export type Presentation = (typeof PRESENTATIONS)[number]

export const slugSchema = z
  .string()
  .max(80)
  .regex(/^[a-z0-9]+(-[a-z0-9]+)*$/, 'may hold a–z, 0–9 and single hyphens between them')

export const criterionSchema = z
  .strictObject({
    key: z.string().regex(/^[a-z][a-z0-9_]{0,39}$/, 'starts with a–z and holds a–z, 0–9 and _ (at most 40)'),
    name: lineSchema(120),
    description: proseSchema(4_000).default(''),
    min: z.number(),
    max: z.number(),
    /** None, or null: any score on the scale is good. */
    step: z.number().positive().nullish(),
    /** Anchor point, written as on the scale, to its label. */
    labels: z.record(z.string(), lineSchema(200)).default({}),
    higher_is: z.enum(['better', 'worse']).default('better'),
    /** On the criterion's scale; by default its midpoint. */
    accept_at: z.number().optional(),
  })
  .superRefine((criterion, context) => {
    const { min, max, step, accept_at: acceptAt, labels } = criterion
    const refuse = (path: string, message: string) =>
      context.addIssue({ code: 'custom', path: [path], message })
    if (min >= max) return refuse('max', 'must be above min')
    if (!Number.isFinite(max - min)) return refuse('max', 'is too far above min')
    if (step != null && (step > max - min || !isOnStep(max, criterion, step)))
      refuse('step', 'must divide the scale from min to max evenly')
    if (acceptAt !== undefined && (acceptAt < min || acceptAt > max))
      refuse('accept_at', 'must lie on the scale')
    for (const point of Object.keys(labels)) {
      const value = Number(point)
      if (point.trim() === '' || !(value >= min && value <= max))
        refuse('labels', `"${point}" is not a point of the scale`)
    }
  })
export type CriterionInput = z.input<typeof criterionSchema>

const criteriaSchema = z
  .array(criterionSchema)
  .min(1)
  .max(20)
  .refine(
    (criteria) => new Set(criteria.map((c) => c.key)).size === criteria.length,
    'two criteria have the same key',
  )

const fields = {
  name: lineSchema(200),
  /** What raters see instead of the name. */
  title: lineSchema(200),
  intent: lineSchema(20_000),
  guidelines: proseSchema(50_000),
  criteria: criteriaSchema,
  ratings_per_output: z.int().min(1).max(100),
  presentation: z.enum(PRESENTATIONS),
}

/** What `POST /audits` takes. Unknown fields are refused by name. */
export const auditInputSchema = z.strictObject({
  ...fields,
  title: fields.title.default('Rating task'),
  slug: slugSchema.optional(),
  kind: z.enum(AUDIT_KINDS),
  guidelines: fields.guidelines.default(''),
  ratings_per_output: fields.ratings_per_output.default(3),
  presentation: fields.presentation.default('rendered'),
})
export type AuditInput = z.infer<typeof auditInputSchema>

/** What `PATCH /audits/{slug}` takes: any of the fields, the plan's settings, and the status. */
export const auditPatchSchema = z
  .strictObject({ ...fields, plan: planPatchSchema, sealed: z.boolean(), status: z.enum(AUDIT_STATUSES) })
  .partial()
export type AuditPatch = z.infer<typeof auditPatchSchema>

/** The criterion with its defaults filled in. */
export function completeCriterion(input: z.output<typeof criterionSchema>): Criterion {
  const { step, accept_at: acceptAt, ...rest } = input
  return { ...rest, step: step ?? null, accept_at: acceptAt ?? input.min / 2 + input.max / 2 }
}

/** A criterion with nothing left open: the form in which code hands it around. */
export const completeCriterionSchema = z.strictObject({
  key: z.string(),
  name: z.string(),
  description: z.string(),
  min: z.number(),
  max: z.number(),
  step: z.number().nullable(),
  labels: z.record(z.string(), z.string()),
  higher_is: z.enum(['better', 'worse']),
  accept_at: z.number(),
})
export type Criterion = z.infer<typeof completeCriterionSchema>

/** An audit as an analyst sees it. */
export const auditSchema = z.strictObject({
  id: z.uuid(),
  slug: z.string(),
  name: z.string(),
  title: z.string(),
  kind: z.enum(AUDIT_KINDS),
  intent: z.string(),
  guidelines: z.string(),
  criteria: z.array(completeCriterionSchema),
  ratings_per_output: z.int(),
  presentation: z.enum(PRESENTATIONS),
  plan: planSchema,
  /** Results are hidden from everybody until the planned ratings are in; locked at opening. */
  sealed: z.boolean(),
  status: z.enum(AUDIT_STATUSES),
  synthetic: z.boolean(),
  revision: z.int(),
  created_at: z.iso.datetime(),
})
export type Audit = z.infer<typeof auditSchema>
