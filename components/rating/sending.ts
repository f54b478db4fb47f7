import type { Submission } from '@/lib/domain/blind'
import { submissionFaults } from '@/lib/domain/scores'
import type { Failure } from './api'
import { current, type Outgoing, type State, say } from './state'
import { notice, reached, stopped, waitingTrouble } from './trouble'

/** Sends the current item's work, when every criterion has a score; else points to the first that has none. */
export function submitted(state: State, attempt: string, seconds: number): State {
  const place = current(state)
  if (!place) return state
  const { item, work } = place
  const faults = submissionFaults(item.criteria, work.scores)
  if (faults.length > 0) {
    const wrong = new Set(faults.map(({ path }) => path))
    const active = item.criteria.findIndex(({ key }) => wrong.has(`scores.${key}`))
    return say({ ...state, active: Math.max(active, 0) }, `${faults[0]!.message}.`)
  }
  const comment = work.comment.trim()
  const body: Submission = { scores: work.scores, seconds, ...(comment !== '' && { comment }) }
  const kind = state.back ? 'amend' : 'submit'
  const sent = send(state, { kind, itemId: item.item_id, place, key: attempt, body })
  if (kind === 'amend') return say(sent, 'Changed. Next output.')
  const done = state.done + 1
  const total = Math.max(state.total, done)
  return say(
    { ...sent, done, total },
    `${done} of ${total} rated. ${sent.queue.length > 0 ? 'Next output.' : ''}`,
  )
}

/** Gives the current item up. */
export function skipped(state: State, reason: string): State {
  const place = state.queue[0]
  if (!place || state.back) return state
  const sent = send(state, { kind: 'skip', itemId: place.item.item_id, place, reason })
  return say(sent, `Skipped. ${sent.queue.length > 0 ? 'Next output.' : ''}`)
}

/** Puts the current item's work into the outbox and the next item onto the desk. */
function send(state: State, outgoing: Outgoing): State {
  const queue = state.back ? state.queue : state.queue.slice(1)
  return {
    ...state,
    outbox: [...state.outbox, outgoing],
    handled: [...state.handled, outgoing.itemId],
    back: null,
    queue,
    phase: queue.length > 0 ? 'rating' : 'loading',
    active: 0,
    trouble: state.trouble?.kind === 'notice' ? null : state.trouble,
  }
}

/** The server has stored what was sent. */
export function stored(state: State, itemId: string): State {
  const sent = state.outbox.find((outgoing) => outgoing.itemId === itemId)
  return {
    ...reached(state),
    outbox: state.outbox.filter((outgoing) => outgoing !== sent),
    last: sent && sent.kind !== 'skip' ? itemId : state.last,
  }
}

/** What was sent waits to be sent again, or was refused for good. */
export function sendFailed(state: State, itemId: string, failure: Failure): State {
  const waiting = waitingTrouble(failure)
  // It stays in the outbox and is sent again, under the same key.
  if (waiting) return { ...state, trouble: waiting }
  const sent = state.outbox.find((outgoing) => outgoing.itemId === itemId)
  const outbox = state.outbox.filter((outgoing) => outgoing !== sent)
  if (failure.kind !== 'refused' || !sent) return { ...state, outbox }
  if (failure.status === 403) return stopped({ ...state, outbox }, failure.message)
  const uncounted = {
    ...state,
    outbox,
    done: state.done - (sent.kind === 'submit' && failure.status !== 409 ? 1 : 0),
  }
  if (failure.status !== 422 || !sent.place || sent.kind !== 'submit')
    return { ...uncounted, trouble: notice(failure) }
  // The criteria have changed since: the item comes back to the desk with the work on it.
  return {
    ...uncounted,
    handled: state.handled.filter((id) => id !== itemId),
    queue: [sent.place, ...state.queue],
    phase: 'rating',
    active: 0,
    trouble: notice(failure),
  }
}
