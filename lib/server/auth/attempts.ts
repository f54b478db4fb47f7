import { isIPv6 } from 'node:net'
import { RateLimiterMemory, RateLimiterRes } from 'rate-limiter-flexible'
import { PlumblineError } from '@/lib/domain/errors'

type Limits = Record<'byAddress' | 'byPair' | 'byAccount' | 'byInvited', RateLimiterMemory>

declare global {
  var plumblineAttempts: Limits | undefined
}

const WINDOW_SECONDS = 15 * 60

/**
 * Takes one attempt at the account from the address. It is taken before its outcome is known, so that a burst of parallel
 * guesses does not slip through. Who guesses too often from one place is stopped there, and others sign in to the account
 * as before; it is closed to everybody only after many more, which takes many addresses.
 *
 * Throws PlumblineError('too-many') once none is left.
 */
export async function takeAttempt(account: string, address: string): Promise<void> {
  await consume(limits().byAddress, block(address))
  await consume(limits().byPair, pair(account, address))
  await consume(limits().byAccount, account)
}

/** Gives back what an attempt took that did not fail, and forgets the failures at this account from there. */
export async function attemptSucceeded(account: string, address: string): Promise<void> {
  await limits().byAddress.reward(block(address))
  await limits().byPair.delete(pair(account, address))
  await limits().byAccount.reward(account)
}

/** Gives back an attempt that could not be judged. */
export async function returnAttempt(account: string, address: string): Promise<void> {
  await limits().byAddress.reward(block(address))
  await limits().byPair.reward(pair(account, address))
  await limits().byAccount.reward(account)
}

/** Takes one attempt to come by an invitation from the address. Throws PlumblineError('too-many') once it has none left. */
export function takeInvitationAttempt(address: string): Promise<void> {
  return consume(limits().byInvited, block(address))
}

/** Gives back an attempt that is to cost nothing: it let somebody in, or could not be judged. */
export async function invitationWorked(address: string): Promise<void> {
  await limits().byInvited.reward(block(address))
}

/** Whether an error says that somebody was not let in, rather than that the server could not tell. */
export function invitationRefused(error: unknown): boolean {
  return error instanceof PlumblineError && error.status < 500
}

async function consume(limiter: RateLimiterMemory, key: string): Promise<void> {
  try {
    await limiter.consume(key)
  } catch (refusal) {
    if (!(refusal instanceof RateLimiterRes)) throw refusal
    const minutes = Math.ceil(refusal.msBeforeNext / 60_000)
    throw new PlumblineError('too-many', `Too many failed attempts. Try again in ${minutes} min.`)
  }
}

function limits(): Limits {
  globalThis.plumblineAttempts ??= {
    byAddress: new RateLimiterMemory({ points: 50, duration: WINDOW_SECONDS }),
    byPair: new RateLimiterMemory({ points: 10, duration: WINDOW_SECONDS }),
    byAccount: new RateLimiterMemory({ points: 100, duration: WINDOW_SECONDS }),
    byInvited: new RateLimiterMemory({ points: 50, duration: WINDOW_SECONDS }),
  }
  return globalThis.plumblineAttempts
}

function pair(account: string, address: string): string {
  return `${block(address)} ${account}`
}

/** Whoever has one IPv6 address has its whole /64. */
function block(address: string): string {
  if (!isIPv6(address) || address.startsWith('::ffff:')) return address
  const [head = '', tail] = address.split('::')
  const parts = head.split(':').filter(Boolean)
  const rest = tail === undefined ? [] : tail.split(':').filter(Boolean)
  const zeros = tail === undefined ? [] : Array<string>(Math.max(0, 8 - parts.length - rest.length)).fill('0')
  return [...parts, ...zeros, ...rest].slice(0, 4).join(':')
}
