import { type Dispatch, useCallback, useEffect, useMemo, useReducer, useRef, useState } from 'react'
import type { Progress } from '@/lib/domain/blind'
import { type RatingApi, type Result, ratingApi } from './api'
import { recallOutbox, rememberOutbox } from './outbox'
import { reduce } from './reduce'
import { type Action, initialState, type Outgoing, type State, type Trouble } from './state'
import { useDraft } from './use-draft'

/** The longest pause between two tries, in milliseconds. */
const LONGEST_PAUSE = 30_000

/** The rating screen's state, kept in step with the server: it fetches ahead, sends what is finished, saves drafts. */
export function useRating(auditId: string, progress: Progress) {
  const api = useMemo(() => ratingApi(auditId), [auditId])
  const [state, dispatch] = useReducer(reduce, progress, initialState)
  const [tries, setTries] = useState(0)
  const tryAgain = useCallback(() => setTries((count) => count + 1), [])

  useKeptOutbox(auditId, state.outbox, dispatch)
  useSending(api, state.outbox[0], dispatch, tries)
  useFetching(api, state, dispatch, tries)
  useRetries(state.trouble, tryAgain)
  useDraft(api, state, dispatch, tries)

  const goBack = useCallback(async () => {
    if (!state.last) return
    const answer = await api.last(state.last)
    if (answer.ok) dispatch({ type: 'went-back', item: answer.value })
    else dispatch({ type: 'back-failed', failure: answer.failure })
  }, [api, state.last])
  return { state, dispatch, tryAgain, goBack }
}

/** Finds what an earlier page of this tab had not sent yet, keeps what this one has not, and warns before it is left. */
function useKeptOutbox(auditId: string, outbox: readonly Outgoing[], dispatch: Dispatch<Action>): void {
  const [recalled, setRecalled] = useState(false)
  useEffect(() => {
    const unsent = recallOutbox(auditId)
    if (unsent.length > 0) dispatch({ type: 'found-unsent', outbox: unsent })
    setRecalled(true)
  }, [auditId, dispatch])
  useEffect(() => {
    if (recalled) rememberOutbox(auditId, outbox)
  }, [auditId, outbox, recalled])
  const unsent = outbox.length > 0
  useEffect(() => {
    if (!unsent) return
    const warn = (event: BeforeUnloadEvent) => event.preventDefault()
    window.addEventListener('beforeunload', warn)
    return () => window.removeEventListener('beforeunload', warn)
  }, [unsent])
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
      if (answer.ok) dispatch({ type: 'stored', itemId })
      else dispatch({ type: 'send-failed', itemId, failure: answer.failure })
    })
    return () => {
      current = false
    }
  }, [api, oldest, dispatch, tries])
}

function post(api: RatingApi, outgoing: Outgoing): Promise<Result<unknown>> {
  const { itemId } = outgoing
  if (outgoing.kind === 'skip') return api.skip(itemId, outgoing.reason)
  const send = outgoing.kind === 'amend' ? api.amend : api.submit
  return send(itemId, outgoing.key, outgoing.body)
}

/** Asks for the current item and the next whenever nothing is on its way. */
function useFetching(api: RatingApi, state: State, dispatch: Dispatch<Action>, tries: number): void {
  const idle = state.outbox.length === 0
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

/** While something waits for the server: tries again after ever longer pauses, and at once when the network is back. */
function useRetries(trouble: Trouble | null, tryAgain: () => void): void {
  const failures = useRef(0)
  useEffect(() => {
    if (trouble?.kind !== 'unsent') {
      failures.current = 0
      return
    }
    // Each failure brings a trouble of its own, so that nothing is tried again while an answer is still awaited.
    const timer = setTimeout(tryAgain, Math.min(1_000 * 2 ** failures.current, LONGEST_PAUSE))
    failures.current += 1
    window.addEventListener('online', tryAgain)
    return () => {
      clearTimeout(timer)
      window.removeEventListener('online', tryAgain)
    }
  }, [trouble, tryAgain])
}
