// @ts-check
import { setTimeout as pause } from 'node:timers/promises'

/**
 * Asks again until the answer is neither null nor undefined nor false, or the time is over.
 * @template T
 * @param {number} milliseconds
 * @param {() => T | Promise<T>} ask
 * @returns {Promise<NonNullable<Exclude<T, false>> | null>} null when the time is over
 */
export async function poll(milliseconds, ask) {
  const end = performance.now() + milliseconds
  for (let wait = 5; ; wait = Math.min(wait * 1.5, 100)) {
    const answer = await ask()
    if (answer) return /** @type {NonNullable<Exclude<T, false>>} */ (answer)
    if (performance.now() > end) return null
    await pause(wait)
  }
}

export { pause }
