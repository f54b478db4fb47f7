import type { BlindItem, Submission } from '@/lib/domain/blind'
import type { Failure } from './api'

/** What the rater has chosen and written so far on one item. */
export type Work = { scores: Record<string, number>; comment: string }

/** An item on the desk, with the work on it. */
export type Place = { item: BlindItem; work: Work }

/** Finished work on its way to the server. It stays here until the server has answered. */
export type Outgoing = { itemId: string; place: Place | null } & (
  | { kind: 'submit' | 'amend'; key: string; body: Submission }
  | { kind: 'skip'; reason: string }
)

export type State = {
  /** `stopped`: nothing more can be rated here, and `trouble` says why. */
  phase: 'loading' | 'rating' | 'finished' | 'stopped'
  /** The current item first, then the one fetched ahead. */
  queue: Place[]
  /** The last item, taken up again; the queue waits behind it. */
  back: Place | null
  outbox: Outgoing[]
  /** Items that are done with: an answer that was asked for earlier must not bring them back. */
  handled: readonly string[]
  /** The item that was submitted last and is stored. */
  last: string | null
  done: number
  total: number
  /** The criterion to which digits go. */
  active: number
  trouble: Trouble | null
  /** What a screen reader is told; `count` tells two equal messages apart. */
  said: { text: string; count: number }
}

/** What stands in the way. `unsent` and `signed-out` end by themselves or on another try, the others by reading them. */
export type Trouble = { kind: 'unsent' | 'signed-out' | 'notice' | 'over'; message: string }

export type Action =
  | { type: 'arrived'; items: BlindItem[]; over?: string | null }
  | { type: 'next-failed'; failure: Failure }
  | { type: 'chose'; key: string; score: number | null }
  | { type: 'commented'; comment: string }
  | { type: 'focused'; active: number }
  | { type: 'submitted'; attempt: string; seconds: number }
  | { type: 'skipped'; reason: string }
  | { type: 'stored'; itemId: string }
  | { type: 'send-failed'; itemId: string; failure: Failure }
  | { type: 'found-unsent'; outbox: Outgoing[] }
  | { type: 'went-back'; item: BlindItem }
  | { type: 'left-back' }
  | { type: 'back-failed' | 'draft-failed'; failure: Failure }
  | { type: 'reached' }
  | { type: 'read-notice' }

export function initialState(progress: { done: number; total: number }): State {
  return {
    phase: 'loading',
    queue: [],
    back: null,
    outbox: [],
    handled: [],
    last: null,
    ...progress,
    active: 0,
    trouble: null,
    said: { text: '', count: 0 },
  }
}

/** The item on the desk. */
export function current(state: State): Place | null {
  return state.back ?? state.queue[0] ?? null
}

/** The same state, with something to tell a screen reader. */
export function say(state: State, text: string): State {
  return { ...state, said: { text: text.trim(), count: state.said.count + 1 } }
}
