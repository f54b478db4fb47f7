import { z } from 'zod'

/** Raised with every change of what a snapshot's files hold; snapshots of another format are built anew. */
export const FORMAT = 4

const count = z.number().int()
const coverage = { outputs: count, human: count, verified: count }

/** How many outputs have a score of a signal, and how many of them have a human mean and a verified label. */
const judgeSchema = z.object({ judge: z.string().nullable(), ...coverage })

/** What stands in a snapshot's `meta.json`. */
export const metaSchema = z.object({
  format: z.literal(FORMAT),
  /** The audit's public id. */
  audit: z.string(),
  revision: count,
  cut_at: z.string().nullable(),
  /** In the audit's own order, with the number of outputs that have a human mean and a verified label, and of comparisons. */
  criteria: z.array(
    z.object({
      key: z.string(),
      name: z.string(),
      min: z.number(),
      max: z.number(),
      higher_is: z.enum(['better', 'worse']),
      accept_at: z.number(),
      human: count,
      verified: count,
      compared: count,
    }),
  ),
  /** The feature columns of `facts`, in order; the highest version among the rows. */
  features: z.array(z.object({ key: z.string(), version: count })),
  /** The place in this list is `model_no`. */
  models: z.array(z.object({ model: z.string(), family: z.string() })),
  signals: z.array(
    z.object({ criterion: z.string(), signal: z.string(), ...coverage, judges: z.array(judgeSchema) }),
  ),
  tags: z.array(z.string()),
  /** Of human ratings. */
  groups: z.array(z.string()),
  counts: z.object({ outputs: count, prompts: count, facts: count, ratings: count }),
})
export type SnapshotMeta = z.infer<typeof metaSchema>
export type CriterionMeta = SnapshotMeta['criteria'][number]
export type SignalMeta = SnapshotMeta['signals'][number]
