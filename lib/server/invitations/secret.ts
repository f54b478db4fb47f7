import { createHash, createHmac, randomBytes } from 'node:crypto'

const FORM = /^[A-Za-z0-9_-]{43}$/

/** The secret part of a link: 256 random bits. Only its hash is kept. */
export function newSecret(): string {
  return randomBytes(32).toString('base64url')
}

/** The hash under which a link is kept; null for what cannot be the secret of one. */
export function secretHash(secret: string): Buffer | null {
  return FORM.test(secret) ? createHash('sha256').update(secret).digest() : null
}

/** The hash under which a panel's participant is kept. Without the link nobody can tell whether an id took part. */
export function participantHash(secret: string, participantId: string): Buffer {
  return createHmac('sha256', secret).update(participantId).digest()
}
