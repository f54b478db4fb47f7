'use client'

import { useRouter } from 'next/navigation'
import { useEffect, useState } from 'react'
import { Button } from './button'

const EVERY_MS = 15_000

/**
 * Draws the page anew every 15 seconds while its tab is seen. What moves by itself can be stopped, and nothing of it is
 * read out: it is no news that somebody rated on. `at`: when the server drew what is seen.
 */
export function LiveRefresh({ at }: { at: string }) {
  const router = useRouter()
  const [isOn, setOn] = useState(true)
  const [isCut, setCut] = useState(false)

  useEffect(() => {
    if (!isOn) return
    const refresh = async () => {
      if (document.visibilityState !== 'visible') return
      // Asked first: a refresh without an answer would leave the page for the browser's own error.
      const isServed = await fetch('/healthz', { cache: 'no-store' }).then(
        ({ ok }) => ok,
        () => false,
      )
      setCut(!isServed)
      if (isServed) router.refresh()
    }
    const timer = setInterval(refresh, EVERY_MS)
    document.addEventListener('visibilitychange', refresh)
    return () => {
      clearInterval(timer)
      document.removeEventListener('visibilitychange', refresh)
    }
  }, [isOn, router])

  const state = !isOn ? 'Stopped' : isCut ? 'No answer from the server, trying on' : 'Live'
  return (
    <div className="flex items-center gap-3 text-[13px] text-muted tabular-nums">
      <span>
        {state}, as of {at}
      </span>
      <Button size="small" onClick={() => setOn(!isOn)}>
        {isOn ? 'Stop' : 'Go on'}
        <span className="sr-only"> refreshing this page</span>
      </Button>
    </div>
  )
}
