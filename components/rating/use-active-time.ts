import { useCallback, useEffect, useRef } from 'react'
import { ActiveTime } from './active-time'

const SIGNS = ['pointerdown', 'pointermove', 'keydown', 'scroll', 'wheel', 'touchmove'] as const

/** Measures active work on the item on the desk; answers how many seconds an item has had. */
export function useActiveTime(itemId: string | null): (itemId: string) => number {
  const time = useRef<ActiveTime>(null)
  const clock = useCallback(() => {
    time.current ??= new ActiveTime(performance.now())
    return time.current
  }, [])

  useEffect(() => {
    const sign = () => clock().sign(performance.now())
    const look = () => clock().setVisible(document.visibilityState === 'visible', performance.now())
    look()
    for (const name of SIGNS) window.addEventListener(name, sign, { passive: true, capture: true })
    document.addEventListener('visibilitychange', look)
    return () => {
      for (const name of SIGNS) window.removeEventListener(name, sign, { capture: true })
      document.removeEventListener('visibilitychange', look)
    }
  }, [clock])
  useEffect(() => {
    clock().switchTo(itemId, performance.now())
  }, [clock, itemId])
  return useCallback((id) => clock().secondsOn(id, performance.now()), [clock])
}
