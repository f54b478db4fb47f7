import { createHash } from 'node:crypto'

/** Tells the people apart who share a browser, in what it keeps of their work, without naming them. */
export function deviceName(userId: string): string {
  return createHash('sha256').update(`device ${userId}`).digest('hex').slice(0, 12)
}
