import { z } from 'zod'
import { PlumblineError } from './errors'
import { fieldErrors } from './issues'
import { namedSignalSchema } from './records'
import { lineSchema } from './text'

/** Signals that a contrast may name: by kind, all model kinds together, a named one, or the humans against `verified`. */
export const signalSchema = z.union([z.enum(['self', 'family', 'peer', 'any', 'human']), namedSignalSchema])

const rangePattern = /^([a-z][a-z0-9_]*):(-?[\d.eE+-]*)\.\.(-?[\d.eE+-]*)$/

/** `words:100..500`, `words:100..`, `words:..500`: a feature's range, inclusive, perhaps open on one side. */
const rangeSchema = z.string().transform((text, context) => {
  const [, feature = '', lo = '', hi = ''] = rangePattern.exec(text) ?? []
  const range = { feature, lo: lo === '' ? null : Number(lo), hi: hi === '' ? null : Number(hi) }
  const numbers = [range.lo, range.hi].filter((n) => n !== null)
  if (feature === '' || numbers.length === 0 || numbers.some((n) => !Number.isFinite(n))) {
    context.addIssue({
      code: 'custom',
      message: `"${text}" is not a range such as words:100..500 or words:100..`,
    })
    return z.NEVER
  }
  return range
})
export type FeatureRange = z.infer<typeof rangeSchema>

/** `0.25..0.5`: unit scores, inclusive. */
export const scoreRangeSchema = z.string().transform((text, context): [lo: number, hi: number] => {
  const [, from, to] = /^([\d.eE+-]+?)\.\.([\d.eE+-]+)$/.exec(text) ?? []
  const [lo, hi] = [Number(from), Number(to)]
  if (lo >= 0 && hi <= 1 && lo <= hi) return [lo, hi]
  context.addIssue({ code: 'custom', message: `"${text}" is not a range of unit scores such as 0.25..0.5` })
  return z.NEVER
})

const names = z.array(lineSchema(200)).max(200).default([])
const count = (min: number, max: number) => z.coerce.number().int().min(min).max(max)
/** The nearer to 0, the more numbers of outputs are tried until one suffices: 1e-300 would never end. */
const openUnit = z.coerce.number().min(0.0001).max(0.9999)

/** The contrast: which proxy is held against which goal. What is left out is chosen from the data. */
export const contrastSchema = z.strictObject({
  criterion: lineSchema(40).optional(),
  signal: signalSchema.optional(),
  judge: lineSchema(200).optional(),
  goal: z.enum(['human', 'verified']).optional(),
})

/** The selection: within one parameter the values mean *or*, different parameters mean *and*. */
export const selectionSchema = z.strictObject({
  model: names,
  family: names,
  tag: names,
  rater_group: names,
  min_human_n: count(1, 1_000).default(1),
  where: z.array(rangeSchema).max(40).default([]),
})
export type Selection = z.infer<typeof selectionSchema>

/** The model, among the features that the bins can hold equal. */
export const CONTROL_MODEL = 'model'

/** One question to an audit: contrast, selection, and what belongs to the bins and the gate. */
export const questionSchema = z.strictObject({
  ...contrastSchema.shape,
  ...selectionSchema.shape,
  /** Features whose bins are asked for. */
  feature: names,
  /** What the bins hold equal: other features, and `model`. */
  control: names,
  /** How many quantile bins; by default chosen from the data. */
  bins: count(2, 50).optional(),
  max_false_accept: openUnit.default(0.1),
  delta: openUnit.default(0.05),
})
export type Question = z.infer<typeof questionSchema>

const LISTS = new Set(['model', 'family', 'tag', 'rater_group', 'where', 'feature', 'control'])

/** Collects a query string into one value, or a list of values, for each name. */
export function collectParams(
  params: URLSearchParams,
  lists: ReadonlySet<string> = LISTS,
): Record<string, string | string[]> {
  // A null prototype, since a parameter may be called __proto__.
  const collected: Record<string, string | string[]> = Object.create(null)
  for (const key of new Set(params.keys())) {
    const values = params.getAll(key).filter((value) => value !== '')
    if (values.length > 0) collected[key] = lists.has(key) ? values : (values.at(-1) ?? '')
  }
  return collected
}

/** URL → question. Throws PlumblineError('invalid') that names each wrong parameter. */
export function parseQuestion(params: URLSearchParams): Question {
  return parseParams(questionSchema, params)
}

/** URL → what a schema with a question's lists takes. Throws PlumblineError('invalid') that names each wrong parameter. */
export function parseParams<S extends z.ZodType>(schema: S, params: URLSearchParams): z.output<S> {
  const parsed = schema.safeParse(collectParams(params))
  if (parsed.success) return parsed.data
  const errors = fieldErrors(parsed.error)
  throw new PlumblineError(
    'invalid',
    `The address holds a wrong parameter: ${errors[0]?.path} ${errors[0]?.message}`,
    errors,
  )
}

/** A range in its URL form. */
export function formatRange({ feature, lo, hi }: FeatureRange): string {
  return `${feature}:${lo ?? ''}..${hi ?? ''}`
}

/** Question → URL: names and values in a fixed order, defaults left out, so that equal questions have equal addresses. */
export function formatQuestion(question: Partial<Question>): URLSearchParams {
  const params = new URLSearchParams()
  const { where = [], ...rest } = question
  const entries = Object.entries({ ...rest, where: where.map(formatRange) }).sort(([a], [b]) =>
    a < b ? -1 : 1,
  )
  const defaults: Record<string, unknown> = { min_human_n: 1, max_false_accept: 0.1, delta: 0.05 }
  for (const [key, value] of entries) {
    if (value === undefined || value === defaults[key]) continue
    for (const one of Array.isArray(value) ? [...value].sort() : [value]) params.append(key, String(one))
  }
  return params
}
