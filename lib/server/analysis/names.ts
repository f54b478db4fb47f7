import { PlumblineError } from '@/lib/domain/errors'

/** Of what exists, the most that an error lists. */
const LISTED = 20

/** Throws PlumblineError('invalid') where `name` is not among what exists, and says what is. */
export function checkName(path: string, name: string, existing: readonly string[]): void {
  if (existing.includes(name)) return
  const more = existing.length > LISTED ? `, and ${existing.length - LISTED} more` : ''
  const listed =
    existing.length === 0 ? 'there is none' : `there are: ${existing.slice(0, LISTED).join(', ')}${more}`
  const message = `does not know "${name}"; ${listed}`
  throw new PlumblineError('invalid', `The parameter ${path} ${message}.`, [{ path, message }])
}
