import type { BlindItem, Feedback, Progress, Submission } from '@/lib/domain/blind'
import type { Failure } from './api'
import type { Kept } from './device'

/** What the rater has chosen and written so far on one item. */
export type Work = { scores: Record<string, number>; comment: string }

/** An item on the desk, with the work on it. */
export type Place = {
  item: BlindItem
  work: Work
  /** Whether the server has this very work. */
  isSaved: boolean
}

/** What was done, on its way to the server. It stays here until the server has answered. */
export type Outgoing = { itemId: string; place: Place | null } & (
  | { kind: 'submit' | 'amend'; key: string; body: Submission }
  | { kind: 'undo'; key: string }
  | { kind: 'skip'; reason: string }
)

/** A practice item that was submitted, until the rater goes on. `feedback` is null until the server has answered. */
export type Lesson = { item: BlindItem; scores: Record<string, number>; feedback: Feedback[] | null }

export type State = {
  /** `stopped`: nothing more can be rated here, and `trouble` says why. `withdrawn`: for good, whatever still comes in. */
  phase: 'loading' | 'rating' | 'finished' | 'stopped' | 'withdrawn'
  /** The current item first, then the one fetched ahead. */
  queue: Place[]
  /** An earlier item, taken up again to change it; the queue waits behind it. */
  back: Place | null
  lesson: Lesson | null
  outbox: Outgoing[]
  /** Items that are done with: an answer that was asked for earlier must not bring them back. */
  handled: readonly string[]
  /** What was submitted last on this desk, and can be taken back. */
  last: { key: string; place: Place } | null
  /** Work that this device kept from an earlier page. */
  recalled: Kept['drafts']
  /** Seconds of active work on each of the latest outputs. */
  pace: readonly number[]
  done: number
  total: number
  /** The criterion to which digits go. */
  active: number
  trouble: Trouble | null
  /** What a screen reader is told; `count` tells two equal messages apart. */
  said: { text: string; count: number }
}

/**
 * What stands in the way. `unsent` and `signed-out` end by themselves or on another try, the others by reading them;
 * what is `told` asks for nothing.
 */
export type Trouble = { kind: 'unsent' | 'signed-out' | 'notice' | 'told' | 'over'; message: string }

export type Action =
  | { type: 'arrived'; items: BlindItem[]; over?: string | null }
  | { type: 'next-failed'; failure: Failure }
  | { type: 'chose'; key: string; score: number | null }
  | { type: 'commented'; comment: string }
  | { type: 'focused'; active: number }
  | { type: 'submitted'; attempt: string; seconds: number }
  | { type: 'skipped'; reason: string }
  | { type: 'undone' }
  | { type: 'stored'; itemId: string; isExtra?: boolean; feedback?: Feedback[] }
  | { type: 'went-on' }
  | { type: 'send-failed'; itemId: string; failure: Failure }
  | { type: 'draft-saved'; itemId: string; work: Work; isHeld: boolean }
  | { type: 'went-back'; item: BlindItem }
  | { type: 'left-back' }
  | { type: 'back-failed' | 'draft-failed'; failure: Failure }
  | { type: 'withdrew' }
  | { type: 'reached' }
  | { type: 'read-notice' }

export function initialState(progress: Progress, kept: Kept): State {
  return {
    phase: 'loading',
    queue: [],
    back: null,
    lesson: null,
    outbox: kept.outbox,
    handled: handledBy(kept.outbox),
    last: null,
    recalled: kept.drafts,
    pace: kept.pace,
    ...progress,
    active: 0,
    trouble: null,
    said: { text: '', count: 0 },
  }
}

/** What was done last to an item decides: one that was taken back is to come onto the desk again. */
function handledBy(outbox: readonly Outgoing[]): string[] {
  const latest = new Map(outbox.map(({ itemId, kind }) => [itemId, kind]))
  return [...latest].filter(([, kind]) => kind !== 'undo').map(([itemId]) => itemId)
}

/** The item on the desk; none while a practice item is looked at again. */
export function current(state: State): Place | null {
  return state.back ?? (state.lesson ? null : (state.queue[0] ?? null))
}

/** The same state, with something to tell a screen reader. */
export function say(state: State, text: string): State {
  return { ...state, said: { text: text.trim(), count: state.said.count + 1 } }
}
