import { z } from 'zod'
import { ROLES, type Role, roleSchema } from './audit'
import { panelSchema } from './panel'
import { emailSchema, passwordSchema } from './person'
import { lineSchema } from './text'

/** How long a link may be good, in days. */
export const INVITATION_DAYS = [1, 7, 14, 30, 90] as const

/** What is set when a link is made. */
export const invitationInputSchema = z
  .strictObject({
    role: roleSchema,
    /** What the link is called in lists. */
    label: lineSchema(120).optional(),
    days: z.coerce.number().pipe(z.union(INVITATION_DAYS.map((days) => z.literal(days)))),
    /** How many people it is for; any number without it. */
    places: z.coerce.number().pipe(z.int().min(1).max(100_000)).optional(),
    /** The rater group of those whom it brings in. */
    group: lineSchema(80).optional(),
    /** The most outputs that one of them rates. */
    quota: z.coerce.number().pipe(z.int().min(1).max(100_000)).optional(),
    panel: panelSchema.optional(),
  })
  .refine(({ role, places }) => role === 'rater' || places === 1, {
    path: ['places'],
    message: 'must be 1 for a role that sees results: such a link is for one person',
  })
export type InvitationInput = z.infer<typeof invitationInputSchema>

export const INVITATION_STATES = ['open', 'full', 'expired', 'revoked'] as const
export type InvitationState = (typeof INVITATION_STATES)[number]

/** A link as lists show it: never its secret. Times in ISO. */
export type InvitationRow = {
  id: number
  label: string
  role: Role
  group: string | null
  quota: number | null
  places: number | null
  /** How many people came by it. */
  used: number
  /** How many of them were handed the completion code; null where the link is not for a panel. */
  finished: number | null
  state: InvitationState
  createdAt: string
  expiresAt: string
}

/** Whom a new person says to be. */
export const newcomerSchema = z.strictObject({
  name: lineSchema(200),
  email: emailSchema,
  password: passwordSchema,
})
export type Newcomer = z.infer<typeof newcomerSchema>

/** The role of a person who accepts an invitation: the one that may do more. Nobody is demoted by a link. */
export function raisedRole(now: Role, invited: Role): Role {
  return ROLES.indexOf(invited) < ROLES.indexOf(now) ? invited : now
}
