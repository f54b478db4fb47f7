import { randomInt } from 'node:crypto'
import { hash, verify } from '@node-rs/argon2'
import { PlumblineError } from '@/lib/domain/errors'

/** Argon2id with the parameters that OWASP names first: 19 MiB, two passes, one lane. */
const COST = { memoryCost: 19_456, timeCost: 2, parallelism: 1 }

/** The most that wait for their turn; at some 30 ms each the last of them waits a few seconds. */
const MOST_WAITING = 100

let waiting = 0
let last: Promise<unknown> = Promise.resolve()

/**
 * Runs one hash after the other. Node has four threads for all its files and hashes: a burst of sign-ins would keep
 * them, and every core, from who is signed in already. Throws PlumblineError('unavailable') when too many wait.
 */
async function inTurn<T>(work: () => Promise<T>): Promise<T> {
  if (waiting >= MOST_WAITING)
    throw new PlumblineError('unavailable', 'Too many people sign in just now. Try again in a minute.')
  waiting += 1
  const mine = last.then(work)
  last = mine.catch(() => {})
  try {
    return await mine
  } finally {
    waiting -= 1
  }
}

/** The hash to keep for a password. Throws PlumblineError('unavailable') when too many passwords are being checked. */
export function hashPassword(password: string): Promise<string> {
  return inTurn(() => hash(password, COST))
}

let nobodys: Promise<string> | undefined

/**
 * Whether a password is the one behind a hash. Without a hash (an unknown account, or one that has no password) the
 * same work is done for nothing, so that the time taken does not tell which accounts exist.
 */
export async function isPassword(password: string, kept: string | null): Promise<boolean> {
  nobodys ??= hash('nobody has this password', COST)
  const known = kept ?? (await nobodys)
  const matches = await inTurn(() => verify(known, password))
  return matches && kept !== null
}

/** Without letters and digits that look alike. */
const LETTERS = 'abcdefghjkmnpqrstuvwxyz23456789'

/** A random password of 79 bits that can be read out and typed: `k7mp-2wqx-…`. */
export function madeUpPassword(): string {
  const group = () => Array.from({ length: 4 }, () => LETTERS[randomInt(LETTERS.length)]).join('')
  return [group(), group(), group(), group()].join('-')
}
