import { z } from 'zod'
import { roleSchema } from './audit'
import { lineSchema } from './text'

/** An e-mail address as accounts have it: trimmed, lower case. */
export const emailSchema = z.string().trim().toLowerCase().pipe(z.email().max(320))

/** Long rather than intricate; the top keeps one hash from taking seconds. */
export const passwordSchema = z.string().min(8).max(1_000)

/** What `POST /users` takes. `token: true` makes a token for the person, shown in the answer alone. */
export const personInputSchema = z.strictObject({
  email: emailSchema,
  name: lineSchema(200).optional(),
  role: roleSchema,
  password: passwordSchema.optional(),
  token: z.literal(true).optional(),
})
export type PersonInput = z.infer<typeof personInputSchema>

/** An account as admins see it. */
export const personSchema = z.strictObject({
  id: z.uuid(),
  email: z.string(),
  name: z.string().nullable(),
  role: roleSchema,
  active: z.boolean(),
  created_at: z.iso.datetime(),
})
export type Person = z.infer<typeof personSchema>
