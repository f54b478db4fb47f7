import { type Dispatch, useEffect, useRef } from 'react'
import type { RatingApi } from './api'
import type { Action, Place, State } from './state'

/** A draft is saved once the rater has paused for this long, in milliseconds. */
const PAUSE = 600

/** Saves unfinished work shortly after each change, and at once when the page goes out of sight. */
export function useDraft(api: RatingApi, state: State, dispatch: Dispatch<Action>, tries: number): void {
  const saved = useRef(new Map<string, string>())
  // What was submitted is kept already; taking it up again makes no draft.
  const place = state.back ? undefined : state.queue[0]

  // biome-ignore lint/correctness/useExhaustiveDependencies: another try saves what could not be saved
  useEffect(() => {
    if (!place || !hasChanged(saved.current, place)) return
    const save = async () => {
      clearTimeout(timer)
      if (!hasChanged(saved.current, place)) return
      saved.current.set(place.item.item_id, JSON.stringify(place.work))
      const answer = await api.draft(place.item.item_id, place.work)
      if (answer.ok) return dispatch({ type: 'reached' })
      // What was refused is told of when it is submitted.
      if (answer.failure.kind === 'refused') return
      saved.current.delete(place.item.item_id)
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
  }, [api, place, dispatch, tries])
}

/** Whether the work differs from what the server has of it: what was saved last, or else what came with the item. */
function hasChanged(saved: Map<string, string>, { item, work }: Place): boolean {
  const known = saved.get(item.item_id) ?? JSON.stringify(item.draft ?? { scores: {}, comment: '' })
  return known !== JSON.stringify(work)
}
