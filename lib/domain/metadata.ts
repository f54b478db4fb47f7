import { z } from 'zod'
import { MAX_TEXT_BYTES, noNul, wellFormed } from './text'

const MOST_LEVELS = 32

/** What an import may say of an output besides its fields: a JSON object that the record can keep exactly. */
export const metadataSchema = z
  .unknown()
  .superRefine((value, context) => {
    const message = isPlainObject(value) ? fault(value) : 'must be a JSON object'
    if (message) context.addIssue({ code: 'custom', message })
  })
  .pipe(z.custom<Record<string, unknown>>())
  .meta({ type: 'object', additionalProperties: true })

/** Why a JSON value cannot be kept as it is, or null. Walks without recursion: a hostile value may be nested deeply. */
function fault(root: object): string | null {
  const rest: { value: unknown; level: number }[] = [{ value: root, level: 1 }]
  let length = 0
  for (let next = rest.pop(); next; next = rest.pop()) {
    const { value, level } = next
    if (typeof value === 'string') {
      length += value.length
      if (!noNul(value)) return 'must not hold a NUL'
      if (!wellFormed(value)) return 'must be well-formed Unicode: it holds half of a surrogate pair'
    } else if (typeof value === 'number') {
      if (!Number.isFinite(value)) return 'holds a number out of range'
      // Such digits are lost before anybody sees them: 12345678901234567890 is read as …567000.
      if (Number.isInteger(value) && !Number.isSafeInteger(value) && Math.abs(value) < 1e21)
        return 'holds a whole number over 2^53: write it as a string'
    } else if (value !== null && typeof value === 'object') {
      if (level > MOST_LEVELS) return `is nested more than ${MOST_LEVELS} levels deep`
      for (const [key, child] of Object.entries(value)) {
        if (!Array.isArray(value)) rest.push({ value: key, level })
        rest.push({ value: child, level: level + 1 })
      }
    }
    length += 1
    if (length > MAX_TEXT_BYTES) return 'is over 1 MiB'
  }
  return null
}

function isPlainObject(value: unknown): value is object {
  return value !== null && typeof value === 'object' && !Array.isArray(value)
}
