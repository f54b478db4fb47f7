import { useCallback, useEffect, useState } from 'react'

/** `asking`: not known yet. `elsewhere`: another tab of this browser has the desk. */
export type Desk = 'asking' | 'mine' | 'elsewhere'

/**
 * One tab at a time has the desk of an audit. It goes to a waiting tab when the other one is closed, and at once where
 * the rater says "continue here". A page that came without TLS has no locks: there the server alone keeps tabs apart.
 */
export function useDeskLock(auditId: string): { desk: Desk; takeOver: () => void } {
  const [desk, setDesk] = useState<Desk>('asking')
  const [steals, setSteals] = useState(0)
  useEffect(() => {
    if (!navigator.locks) return setDesk('mine')
    const name = `plumbline desk ${auditId}`
    const waiting = new AbortController()
    let release = () => {}
    let isGone = false
    const hold = (): Promise<void> => {
      if (isGone) return Promise.resolve()
      setDesk('mine')
      return new Promise((done) => {
        release = done
      })
    }
    const wait = async (): Promise<void> => {
      setDesk('elsewhere')
      await navigator.locks.request(name, { signal: waiting.signal }, hold)
    }
    const ask = async () => {
      const how = steals > 0 ? { steal: true } : { ifAvailable: true }
      const hadIt = await navigator.locks.request(name, how, async (lock) => {
        if (lock) await hold()
        return lock !== null
      })
      if (!hadIt && !isGone) await wait()
    }
    // A lock that another tab takes away ends with an error: from then on this one waits.
    const stay = (work: Promise<void>): Promise<void> => work.catch(() => (isGone ? undefined : stay(wait())))
    stay(ask())
    return () => {
      isGone = true
      waiting.abort()
      release()
    }
  }, [auditId, steals])
  return { desk, takeOver: useCallback(() => setSteals((count) => count + 1), []) }
}
