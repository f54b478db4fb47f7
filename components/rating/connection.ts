import type { Outgoing } from './state'

/** What waits for the connection, in words that follow its name; null when nothing does. */
export function waitingWords(outbox: readonly Outgoing[]): string | null {
  const ratings = outbox.filter(({ kind }) => kind !== 'skip').length
  const skips = outbox.length - ratings
  const parts = [ratings > 0 && counted(ratings, 'rating'), skips > 0 && counted(skips, 'skip')].filter(
    Boolean,
  )
  if (parts.length === 0) return null
  return `${parts.join(' and ')} ${outbox.length === 1 ? 'waits' : 'wait'} for it`
}

/** That there is no connection, what waits for it, and whether there is something to rate meanwhile. */
export function cutOffWords(waiting: string | null, hasMore: boolean): string {
  return `No connection${waiting ? `: ${waiting}` : ''}.${hasMore ? ' You can go on rating.' : ''}`
}

function counted(n: number, what: string): string {
  return `${n} ${what}${n === 1 ? '' : 's'}`
}
