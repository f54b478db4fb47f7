import { type Dispatch, useEffect } from 'react'
import type { RatingApi } from './api'
import type { Action, State } from './state'

/** A draft is saved once the rater has paused for this long, in milliseconds. */
const PAUSE = 600

/** Saves unfinished work shortly after each change, and at once when the page goes out of sight. */
export function useDraft(api: RatingApi, state: State, dispatch: Dispatch<Action>, tries: number): void {
  // What was submitted is kept already; taking it up again makes no draft.
  const place = state.back ? undefined : state.queue[0]
  // A submission that was taken back is so on the server first.
  const waits = state.outbox.some(({ itemId }) => itemId === place?.item.item_id)

  // biome-ignore lint/correctness/useExhaustiveDependencies: another try saves what could not be saved
  useEffect(() => {
    if (!place || place.isSaved || waits) return
    const { item, work } = place
    let sent = false
    const save = async () => {
      clearTimeout(timer)
      if (sent) return
      sent = true
      const answer = await api.draft(item.item_id, work)
      const told = { type: 'draft-saved', itemId: item.item_id, work } as const
      if (answer.ok) return dispatch({ ...told, isHeld: answer.value.lease_expires_at !== null })
      // What was refused is told of when it is submitted.
      if (answer.failure.kind === 'refused') return dispatch({ ...told, isHeld: true })
      dispatch({ type: 'draft-failed', failure: answer.failure })
    }
    const timer = setTimeout(save, PAUSE)
    const saveWhenHidden = () => {
      if (document.visibilityState === 'hidden') save()
    }
    document.addEventListener('visibilitychange', saveWhenHidden)
    return () => {
      clearTimeout(timer)
      document.removeEventListener('visibilitychange', saveWhenHidden)
    }
  }, [api, place, waits, dispatch, tries])
}
