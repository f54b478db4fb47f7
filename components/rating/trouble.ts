import type { Failure } from './api'
import type { State, Trouble } from './state'

/** What to say while a call waits to be sent again; null for one that was refused. */
export function waitingTrouble({ kind }: Failure): Trouble | null {
  if (kind === 'unreached')
    return {
      kind: 'unsent',
      message: 'The server does not answer',
    }
  if (kind === 'signed-out')
    return {
      kind: 'signed-out',
      message:
        'You have been signed out. Sign in again in another tab, then try again: your work is kept here.',
    }
  return null
}

/** What to say about a call that was refused. */
export function notice(failure: Failure): Trouble {
  return { kind: 'notice', message: failure.kind === 'refused' ? failure.message : 'That did not work.' }
}

/** Something to know that asks for nothing. */
export function told(message: string): Trouble {
  return { kind: 'told', message }
}

/** Nothing more can be rated here. */
export function stopped(state: State, message: string): State {
  return { ...state, phase: 'stopped', queue: [], back: null, trouble: { kind: 'over', message } }
}

/** The server has answered: what only waited for it is over. */
export function reached(state: State): State {
  const waited = state.trouble?.kind === 'unsent' || state.trouble?.kind === 'signed-out'
  return waited ? { ...state, trouble: null } : state
}
