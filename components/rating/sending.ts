import type { Feedback, Submission } from '@/lib/domain/blind'
import { submissionFaults } from '@/lib/domain/scores'
import type { Failure } from './api'
import { lessonWords } from './lesson-words'
import { MOST_PACE } from './pace'
import { current, type Lesson, type Outgoing, type State, say } from './state'
import { notice, reached, stopped, told, waitingTrouble } from './trouble'

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
  const last = { key: attempt, place }
  if (kind === 'amend') {
    const isLast = state.last?.place.item.item_id === item.item_id
    return say({ ...sent, last: isLast ? last : state.last }, 'Changed. Next output.')
  }
  if (item.practice)
    return say({ ...sent, lesson: { item, scores: work.scores, feedback: null } }, 'Practice submitted.')
  const done = state.done + 1
  const total = Math.max(state.total, done)
  const pace = seconds > 0 ? [...state.pace, seconds].slice(-MOST_PACE) : state.pace
  return say(
    { ...sent, done, total, last, pace },
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

/**
 * Takes the last submission back onto the desk, as it was. Whatever was fetched ahead is let go, as the server does, so
 * that no more than two are held.
 */
export function undone(state: State): State {
  const { last } = state
  if (!last || state.back) return state
  const itemId = last.place.item.item_id
  return say(
    {
      ...state,
      outbox: [...state.outbox, { kind: 'undo', itemId, place: last.place, key: last.key }],
      handled: state.handled.filter((id) => id !== itemId),
      queue: [last.place, ...state.queue.slice(0, 1)],
      phase: 'rating',
      last: null,
      done: Math.max(0, state.done - 1),
      active: 0,
      pace: state.pace.slice(0, -1),
    },
    'Taken back. Submit it again once you are content.',
  )
}

/** Puts the current item's work into the outbox and the next item onto the desk. */
function send(state: State, outgoing: Outgoing): State {
  const queue = state.back ? state.queue : state.queue.slice(1)
  const isRead = state.trouble?.kind === 'notice' || state.trouble?.kind === 'told'
  return {
    ...state,
    outbox: [...state.outbox, outgoing],
    handled: [...state.handled, outgoing.itemId],
    back: null,
    queue,
    phase: queue.length > 0 ? 'rating' : 'loading',
    active: 0,
    trouble: isRead ? null : state.trouble,
  }
}

type Stored = { itemId: string; isExtra?: boolean; feedback?: Feedback[] }

/** The server has stored what was sent: the oldest of that item. What is known of a practice item comes with it. */
export function stored(state: State, { itemId, isExtra = false, feedback = [] }: Stored): State {
  const sent = state.outbox.find((outgoing) => outgoing.itemId === itemId)
  const next = { ...reached(state), outbox: state.outbox.filter((outgoing) => outgoing !== sent) }
  const { lesson } = next
  if (lesson?.item.item_id === itemId)
    return say({ ...next, lesson: { ...lesson, feedback } }, lessonWords(lesson, feedback))
  return isExtra && sent?.kind === 'submit' ? { ...next, trouble: told(EXTRA) } : next
}

const EXTRA =
  'The time for the output that you sent had run out, and another rater had taken its place. Your rating is kept and counts, marked as an extra one.'

const NOT_YOURS =
  'The server does not know the work that waits here as yours. Are you signed in as somebody else? Sign in as yourself, then try again: your work is kept here.'

/** What was sent waits to be sent again, or was refused for good. */
export function sendFailed(state: State, itemId: string, failure: Failure): State {
  const waiting = waitingTrouble(failure)
  // It stays in the outbox and is sent again, under the same key.
  if (waiting) return { ...state, trouble: waiting }
  if (failure.kind === 'refused' && failure.status === 404)
    return { ...state, trouble: { kind: 'signed-out', message: NOT_YOURS } }
  const sent = state.outbox.find((outgoing) => outgoing.itemId === itemId)
  const outbox = state.outbox.filter((outgoing) => outgoing !== sent)
  if (state.lesson?.item.item_id === itemId) return lessonFailed({ ...state, outbox }, state.lesson, failure)
  if (failure.kind !== 'refused' || !sent) return { ...state, outbox }
  if (failure.status === 403) return stopped({ ...state, outbox }, failure.message)
  if (sent.kind === 'undo') return keptAsSubmitted({ ...state, outbox }, itemId, failure)
  const uncounted = {
    ...state,
    outbox,
    done: state.done - (sent.kind === 'submit' && failure.status !== 409 ? 1 : 0),
  }
  const isOnDesk = outbox.some((other) => other.itemId === itemId) || !state.handled.includes(itemId)
  if (failure.status !== 422 || !sent.place || sent.kind !== 'submit' || isOnDesk)
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

/** A practice item was refused: what was given goes back onto the desk where another try may help. */
function lessonFailed(state: State, { item, scores }: Lesson, failure: Failure): State {
  if (failure.kind !== 'refused') return state
  const open = { ...state, lesson: null, active: 0 }
  if (failure.status === 403) return stopped(open, failure.message)
  if (failure.status !== 422) return { ...open, trouble: notice(failure) }
  return {
    ...open,
    handled: state.handled.filter((id) => id !== item.item_id),
    queue: [{ item, work: { scores, comment: '' }, isSaved: false }, ...state.queue],
    phase: 'rating',
    trouble: notice(failure),
  }
}

/** It could not be taken back: it leaves the desk and counts as before. */
function keptAsSubmitted(state: State, itemId: string, failure: Failure): State {
  const queue = state.queue.filter(({ item }) => item.item_id !== itemId)
  const wasThere = queue.length < state.queue.length
  return {
    ...state,
    queue,
    phase: queue.length > 0 ? 'rating' : 'loading',
    handled: [...state.handled, itemId],
    done: state.done + (wasThere ? 1 : 0),
    trouble: notice(failure),
  }
}
