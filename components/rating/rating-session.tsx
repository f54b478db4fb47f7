'use client'

import { useState } from 'react'
import type { BlindAudit } from '@/lib/domain/blind'
import { Desk } from './desk'
import { Elsewhere } from './elsewhere'
import { Intro } from './intro'
import { useDeskLock } from './use-desk-lock'
import { Waiting } from './waiting'

/**
 * The rating of one audit by one person: the intent first, then output after output. `rater` tells people who share a
 * device apart and says nothing of them.
 */
export function RatingSession({
  audit,
  rater,
  started: startedBefore,
  finishHref,
}: {
  audit: BlindAudit
  rater: string
  started: boolean
  /** Where raters who have finished are asked one more thing; null where nothing is asked. */
  finishHref: string | null
}) {
  const [started, setStarted] = useState(startedBefore)
  const start = () => {
    // A reload comes back to the output, not to the introduction.
    window.history.replaceState(null, '', '?started')
    window.scrollTo({ top: 0, behavior: 'instant' })
    setStarted(true)
  }
  return started ? (
    <OneDesk audit={audit} rater={rater} finishHref={finishHref} />
  ) : (
    <Intro audit={audit} onStart={start} />
  )
}

type DeskProps = { audit: BlindAudit; rater: string; finishHref: string | null }

/** The desk, in one tab at a time. */
function OneDesk({ audit, rater, finishHref }: DeskProps) {
  const { desk, takeOver } = useDeskLock(audit.id)
  if (desk === 'mine') return <Desk audit={audit} rater={rater} finishHref={finishHref} />
  if (desk === 'elsewhere') return <Elsewhere title={audit.title} onTakeOver={takeOver} />
  return (
    <main>
      <h1 className="sr-only">{audit.title}</h1>
      <Waiting />
    </main>
  )
}
