import { useCallback, useEffect, useMemo, useState } from 'react'
import { ActiveTime } from './active-time'
import type { Kept } from './device'

const SIGNS = ['pointerdown', 'pointermove', 'keydown', 'scroll', 'wheel', 'touchmove'] as const

/** Seconds of active work: those that an item has had, and the same to report them once. */
export type Clock = { secondsOn: (itemId: string) => number; take: (itemId: string) => number }

/** Measures active work on the item on the desk, or none; goes on from what this device kept. */
export function useActiveTime(itemId: string | null, earlier: Kept['drafts']): Clock {
  const [time] = useState(() => {
    const seconds = Object.entries(earlier).map(([id, draft]) => [id, draft.seconds] as const)
    return new ActiveTime(performance.now(), Object.fromEntries(seconds))
  })
  useEffect(() => {
    const sign = () => time.sign(performance.now())
    const look = () => time.setVisible(document.visibilityState === 'visible', performance.now())
    look()
    for (const name of SIGNS) window.addEventListener(name, sign, { passive: true, capture: true })
    document.addEventListener('visibilitychange', look)
    return () => {
      for (const name of SIGNS) window.removeEventListener(name, sign, { capture: true })
      document.removeEventListener('visibilitychange', look)
    }
  }, [time])
  useEffect(() => {
    time.switchTo(itemId, performance.now())
  }, [time, itemId])
  const secondsOn = useCallback((id: string) => time.secondsOn(id, performance.now()), [time])
  const take = useCallback((id: string) => time.take(id, performance.now()), [time])
  return useMemo(() => ({ secondsOn, take }), [secondsOn, take])
}
