import { type Dispatch, useCallback, useEffect, useMemo, useReducer, useRef, useState } from 'react'
import { type Feedback, type Progress, submitAnswerSchema } from '@/lib/domain/blind'
import { type RatingApi, type Result, ratingApi } from './api'
import { recallFromDevice } from './device'
import { reduce } from './reduce'
import { type Action, initialState, type Outgoing, type State, type Trouble } from './state'
import { useDraft } from './use-draft'

/** The longest pause between two tries, in milliseconds. */
const LONGEST_PAUSE = 30_000

/**
 * The rating screen's state, kept in step with the server: it fetches ahead, sends what is finished, saves drafts. It
 * begins with what this device kept of an earlier page.
 */
export function useRating(auditId: string, rater: string, progress: Progress) {
  const api = useMemo(() => ratingApi(auditId), [auditId])
  const [state, dispatch] = useReducer(reduce, progress, (start) =>
    initialState(start, recallFromDevice(auditId, rater)),
  )
  const [tries, setTries] = useState(0)
  const tryAgain = useCallback(() => setTries((count) => count + 1), [])

  useSending(api, state.outbox[0], dispatch, tries)
  useFetching(api, state, dispatch, tries)
  useRetries(state.trouble, tryAgain)
  useDraft(api, state, dispatch, tries)

  const goBack = useCallback(
    async (itemId: string) => {
      const answer = await api.earlier(itemId)
      if (answer.ok) dispatch({ type: 'went-back', item: answer.value })
      else dispatch({ type: 'back-failed', failure: answer.failure })
    },
    [api],
  )
  return { state, dispatch, tryAgain, goBack, mine: api.mine }
}

/** Sends the oldest finished work, one at a time, so that the server has it in the order in which it was done. */
function useSending(
  api: RatingApi,
  oldest: Outgoing | undefined,
  dispatch: Dispatch<Action>,
  tries: number,
): void {
  // biome-ignore lint/correctness/useExhaustiveDependencies: another try sends the same work again
  useEffect(() => {
    if (!oldest) return
    let current = true
    post(api, oldest).then((answer) => {
      if (!current) return
      const { itemId } = oldest
      if (answer.ok) dispatch({ type: 'stored', itemId, ...answerOf(answer.value) })
      else dispatch({ type: 'send-failed', itemId, failure: answer.failure })
    })
    return () => {
      current = false
    }
  }, [api, oldest, dispatch, tries])
}

/** What the answer to a submission says besides that it is stored. */
function answerOf(value: unknown): { isExtra?: boolean; feedback?: Feedback[] } {
  const answer = submitAnswerSchema.safeParse(value)
  if (!answer.success) return {}
  return { isExtra: answer.data.status === 'extra', feedback: answer.data.feedback }
}

function post(api: RatingApi, outgoing: Outgoing): Promise<Result<unknown>> {
  const { itemId } = outgoing
  if (outgoing.kind === 'skip') return api.skip(itemId, outgoing.reason)
  if (outgoing.kind === 'undo') return api.undo(itemId, outgoing.key)
  const send = outgoing.kind === 'amend' ? api.amend : api.submit
  return send(itemId, outgoing.key, outgoing.body)
}

/** Asks for the current item and the next whenever nothing is on its way. */
function useFetching(api: RatingApi, state: State, dispatch: Dispatch<Action>, tries: number): void {
  const idle = state.outbox.length === 0 && state.phase !== 'withdrawn'
  // biome-ignore lint/correctness/useExhaustiveDependencies: another try asks again
  useEffect(() => {
    if (!idle) return
    let current = true
    api.next().then((answer) => {
      if (!current) return
      if (answer.ok) dispatch({ type: 'arrived', ...answer.value })
      else dispatch({ type: 'next-failed', failure: answer.failure })
    })
    return () => {
      current = false
    }
  }, [api, idle, dispatch, tries])
}

/**
 * While something waits for the server: tries again after ever longer pauses, and at once when the network is back or
 * the rater comes back to the page. Pauses differ a little, so that all who lost the server do not return as one.
 */
function useRetries(trouble: Trouble | null, tryAgain: () => void): void {
  const failures = useRef(0)
  const waits = trouble?.kind === 'unsent' || trouble?.kind === 'signed-out'
  useEffect(() => {
    if (!waits) return
    const events = ['online', 'focus'] as const
    for (const event of events) window.addEventListener(event, tryAgain)
    return () => {
      for (const event of events) window.removeEventListener(event, tryAgain)
    }
  }, [waits, tryAgain])
  useEffect(() => {
    if (trouble?.kind !== 'unsent') {
      failures.current = 0
      return
    }
    // Each failure brings a trouble of its own, so that nothing is tried again while an answer is still awaited.
    const pause = Math.min(1_000 * 2 ** failures.current, LONGEST_PAUSE)
    const timer = setTimeout(tryAgain, pause * (0.75 + Math.random() / 2))
    failures.current += 1
    return () => clearTimeout(timer)
  }, [trouble, tryAgain])
}
