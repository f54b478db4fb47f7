import { useEffect } from 'react'
import { type Kept, keepOnDevice } from './device'
import type { State } from './state'
import type { Clock } from './use-active-time'

/** Keeps every change on the device as it happens, and warns before a page is left that has something unsent. */
export function useDevice(auditId: string, rater: string, state: State, { secondsOn }: Clock): void {
  const { queue, outbox, handled, pace, recalled } = state
  useEffect(() => {
    const keep = () => {
      const drafts: Kept['drafts'] = { ...recalled }
      for (const { item, work, isSaved } of queue)
        drafts[item.item_id] = { work: isSaved ? null : work, seconds: secondsOn(item.item_id) }
      for (const itemId of handled) delete drafts[itemId]
      keepOnDevice(auditId, rater, { outbox, drafts, pace: [...pace] })
    }
    keep()
    window.addEventListener('pagehide', keep)
    document.addEventListener('visibilitychange', keep)
    return () => {
      window.removeEventListener('pagehide', keep)
      document.removeEventListener('visibilitychange', keep)
    }
  }, [auditId, rater, queue, outbox, handled, pace, recalled, secondsOn])

  const unsent = outbox.length > 0
  useEffect(() => {
    if (!unsent) return
    const warn = (event: BeforeUnloadEvent) => event.preventDefault()
    window.addEventListener('beforeunload', warn)
    return () => window.removeEventListener('beforeunload', warn)
  }, [unsent])
}
