import type { BlindItem } from '@/lib/domain/blind'
import type { Failure } from './api'
import { sendFailed, skipped, stored, submitted, undone } from './sending'
import { type Action, current, type Place, type State, say, type Work } from './state'
import { notice, reached, stopped, told, waitingTrouble } from './trouble'

/** What the rating screen becomes by an action. All that the screen knows passes through here. */
export function reduce(state: State, action: Action): State {
  if (state.phase === 'withdrawn') return state
  switch (action.type) {
    case 'arrived':
      return arrived(state, action.items, action.over ?? null)
    case 'chose':
      return onCurrent(state, (work) => ({ ...work, scores: chosen(work, action) }))
    case 'commented':
      return onCurrent(state, (work) => ({ ...work, comment: action.comment }))
    case 'focused':
      return { ...state, active: action.active }
    case 'submitted':
      return submitted(state, action.attempt, action.seconds)
    case 'skipped':
      return skipped(state, action.reason)
    case 'undone':
      return undone(state)
    case 'stored':
      return stored(state, action)
    case 'went-on':
      return say({ ...state, lesson: null, active: 0 }, state.queue.length > 0 ? 'Next output.' : '')
    case 'send-failed':
      return sendFailed(state, action.itemId, action.failure)
    case 'draft-saved':
      return draftSaved(reached(state), action)
    case 'next-failed':
      return nextFailed(state, action.failure)
    case 'went-back':
      return say(
        { ...state, back: placeOf(action.item), active: 0 },
        'An earlier output, to change what you gave.',
      )
    case 'left-back':
      return say({ ...state, back: null, active: 0 }, 'Nothing was changed. Next output.')
    case 'draft-failed':
    case 'back-failed':
      return { ...state, trouble: waitingTrouble(action.failure) ?? notice(action.failure) }
    case 'withdrew':
      return withdrew(state)
    case 'reached':
      return reached(state)
    case 'read-notice':
      return { ...state, trouble: null }
  }
}

/** Nothing is sent any more, and nothing is kept on the device. */
function withdrew(state: State): State {
  const nothing = { queue: [], back: null, lesson: null, outbox: [], recalled: {}, pace: [], last: null }
  return say({ ...state, ...nothing, done: 0, trouble: null, phase: 'withdrawn' }, 'Withdrawn.')
}

function arrived(state: State, items: BlindItem[], why: string | null): State {
  const known = new Set([...state.handled, ...state.queue.map(({ item }) => item.item_id)])
  const fresh = items
    .filter(({ item_id }) => !known.has(item_id))
    .map((item) => placeOf(item, state.recalled))
  const queue = [...state.queue, ...fresh]
  const progress = items[0]?.progress
  // While work is on its way the server's count lags behind what the rater sees.
  const done = progress && state.outbox.length === 0 ? progress.done : state.done
  const over = queue.length === 0 && state.outbox.length === 0
  const next: State = {
    ...state,
    queue,
    done,
    total: Math.max(progress?.total ?? state.total, done),
    phase: queue.length > 0 ? 'rating' : over ? 'finished' : 'loading',
    trouble: state.trouble?.kind === 'unsent' && state.outbox.length === 0 ? null : state.trouble,
  }
  if (over && why !== null) return stopped(next, why)
  if (over && state.phase !== 'finished') return say(next, 'Nothing is left to rate.')
  return state.queue.length === 0 && fresh.length > 0 && !state.lesson
    ? say({ ...next, active: 0 }, 'Next output.')
    : next
}

function chosen({ scores }: Work, { key, score }: { key: string; score: number | null }): Work['scores'] {
  if (score !== null) return { ...scores, [key]: score }
  const { [key]: _gone, ...rest } = scores
  return rest
}

function nextFailed(state: State, failure: Failure): State {
  const waiting = waitingTrouble(failure)
  // As long as there is something to rate, a failure to fetch ahead disturbs nobody.
  if (current(state) && waiting?.kind !== 'signed-out') return state
  if (waiting) return { ...state, trouble: waiting }
  return failure.kind === 'refused' ? stopped(state, failure.message) : state
}

/** The server has a draft; where the item was given to somebody else meanwhile, the rater is told once. */
function draftSaved(state: State, saved: { itemId: string; work: Work; isHeld: boolean }): State {
  const queue = state.queue.map((place) =>
    place.item.item_id === saved.itemId && place.work === saved.work ? { ...place, isSaved: true } : place,
  )
  const isCurrent = queue[0]?.item.item_id === saved.itemId
  if (saved.isHeld || !isCurrent) return { ...state, queue }
  return { ...state, queue, trouble: told(GIVEN_AWAY) }
}

const GIVEN_AWAY =
  'The time for this output ran out, and it was given to another rater. Finish it all the same: your rating is kept, and marked as an extra one.'

function onCurrent(state: State, change: (work: Work) => Work): State {
  const changed = (place: Place): Place => ({ ...place, work: change(place.work), isSaved: false })
  if (state.back) return { ...state, back: changed(state.back) }
  const [first, ...rest] = state.queue
  return first ? { ...state, queue: [changed(first), ...rest] } : state
}

/** What this device kept and the server does not have yet comes before what the server has. */
function placeOf(item: BlindItem, recalled: State['recalled'] = {}): Place {
  const kept = recalled[item.item_id]?.work
  return { item, work: kept ?? item.draft ?? { scores: {}, comment: '' }, isSaved: !kept }
}
