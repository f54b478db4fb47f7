import { notFound } from 'next/navigation'
import { z } from 'zod'
import type { FormState } from '@/lib/domain/form-state'
import { noNul } from '@/lib/domain/text'

/** What a page binds to an action as its address: a slug, an id, a token. */
export const addressSchema = z.string().max(500).refine(noNul)

/** The number of a row, as a form's field holds it. */
export const rowIdSchema = z.coerce.number().pipe(z.int32().positive())

const formSchema = z
  .instanceof(FormData)
  .refine((data) => [...data.values()].every((value) => typeof value !== 'string' || noNul(value)))

type Given<B extends readonly z.ZodType[]> = { -readonly [K in keyof B]: z.output<B[K]> }

/**
 * A form's action, with the schemas of what its page binds to it. A server action can be called with anything: what no
 * page of ours sends gets 404 here, before any of it is used.
 */
export function formAction<const B extends readonly z.ZodType[]>(
  bound: B,
  work: (...given: [...Given<B>, data: FormData]) => Promise<FormState>,
) {
  return async (...given: [...Given<B>, state: FormState, data: FormData]): Promise<FormState> => {
    const before = z.tuple(bound as unknown as [z.ZodType]).safeParse(given.slice(0, bound.length))
    const data = formSchema.safeParse(given[bound.length + 1])
    if (!before.success || !data.success || given.length !== bound.length + 2) notFound()
    return work(...([...before.data, data.data] as unknown as [...Given<B>, data: FormData]))
  }
}
