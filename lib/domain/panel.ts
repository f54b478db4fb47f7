import { z } from 'zod'
import { lineSchema } from './text'

/** Where the completion code goes in a return address. */
const CODE = '{code}'

/** The query parameters in which panels name their participants; compared without case and underscores. */
const KNOWN = ['participant_id', 'prolific_pid', 'worker_id', 'pid', 'rid']

const returnAddressSchema = z
  .string()
  .trim()
  .max(1_000)
  .refine((text) => {
    const url = URL.parse(text.replaceAll(CODE, 'code'))
    return url?.protocol === 'https:' && url.username === '' && url.password === ''
  }, 'must be a whole address that begins with https:// and names no password')

/** What a panel expects at the end, and how it says who comes. The participant never sets any of it. */
export const panelSchema = z.strictObject({
  code: lineSchema(100),
  return_url: returnAddressSchema,
  /** The query parameter that holds the participant's id. */
  parameter: z
    .string()
    .trim()
    .regex(/^[A-Za-z0-9_.-]{1,60}$/, 'may hold letters, digits, _ . and -')
    .default('participant_id'),
})
export type Panel = z.infer<typeof panelSchema>

/** What a participant is handed at the end. */
export type Completion = { code: string; href: string }

/**
 * The return address with the completion code: in the place of `{code}`, else as the parameter `cc`, unless the address
 * holds the code already.
 */
export function completionOf({ code, return_url: address }: Panel): Completion {
  if (address.includes(CODE)) return { code, href: address.replaceAll(CODE, encodeURIComponent(code)) }
  const url = new URL(address)
  if (![...url.searchParams.values()].includes(code)) url.searchParams.set('cc', code)
  return { code, href: url.href }
}

/** Where a participant goes back to who is not to be paid for the whole: the panel's own start page. */
export function panelHome({ return_url: address }: Panel): string {
  return new URL(address.replaceAll(CODE, 'code')).origin
}

/** Why an address does not say who comes. Whoever comes to the page without its fault has no id either. */
export const faultSchema = z.enum(['missing', 'unfilled', 'too-long', 'twice']).catch('missing')
export type Fault = z.infer<typeof faultSchema>

export type Participant = { id: string } | { fault: Fault }

/**
 * Who comes, by the query of the link: the parameter that the panel was set up with first, else one that panels are known
 * to use. `unfilled`: the panel sent its placeholder instead of an id. `twice`: the link names two participants.
 */
export function participantOf(
  query: Readonly<Record<string, string | string[] | undefined>>,
  parameter: string,
): Participant {
  const given = (names: readonly string[]) =>
    Object.entries(query)
      .filter(([name]) => names.includes(plain(name)))
      .flatMap(([, value]) => value ?? [])
      .map((value) => value.trim())
      .filter((value) => value !== '')
  const own = given([plain(parameter)])
  const ids = new Set(own.length > 0 ? own : given(KNOWN.map(plain)))
  const [id] = ids
  if (id === undefined) return { fault: 'missing' }
  if (ids.size > 1) return { fault: 'twice' }
  if (/[{}[\]<>$%]/.test(id)) return { fault: 'unfilled' }
  return id.length > 200 || /\p{Cc}/u.test(id) ? { fault: 'too-long' } : { id }
}

function plain(name: string): string {
  return name.toLowerCase().replaceAll('_', '')
}
