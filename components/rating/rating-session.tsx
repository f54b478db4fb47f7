'use client'

import { useState } from 'react'
import type { BlindAudit } from '@/lib/domain/blind'
import { Desk } from './desk'
import { Intro } from './intro'

/** The rating of one audit by one person: the intent first, then output after output. */
export function RatingSession({ audit, started: startedBefore }: { audit: BlindAudit; started: boolean }) {
  const [started, setStarted] = useState(startedBefore)
  const start = () => {
    // A reload comes back to the output, not to the introduction.
    window.history.replaceState(null, '', '?started')
    window.scrollTo({ top: 0, behavior: 'instant' })
    setStarted(true)
  }
  return started ? <Desk audit={audit} /> : <Intro audit={audit} onStart={start} />
}
