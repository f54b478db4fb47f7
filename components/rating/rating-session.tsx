'use client'

import { useState } from 'react'
import { Desk, type DeskProps } from './desk'
import { Elsewhere } from './elsewhere'
import { Intro } from './intro'
import { useDeskLock } from './use-desk-lock'
import { Waiting } from './waiting'

/** The rating of one audit by one person: the intent first, then output after output. */
export function RatingSession({ started: startedBefore, ...desk }: DeskProps & { started: boolean }) {
  const [started, setStarted] = useState(startedBefore)
  const start = () => {
    // A reload comes back to the output, not to the introduction.
    window.history.replaceState(null, '', '?started')
    window.scrollTo({ top: 0, behavior: 'instant' })
    setStarted(true)
  }
  return started ? <OneDesk {...desk} /> : <Intro audit={desk.audit} onStart={start} />
}

/** The desk, in one tab at a time. */
function OneDesk(props: DeskProps) {
  const { audit } = props
  const { desk, takeOver } = useDeskLock(audit.id)
  if (desk === 'mine') return <Desk {...props} />
  if (desk === 'elsewhere') return <Elsewhere title={audit.title} onTakeOver={takeOver} />
  return (
    <main>
      <h1 className="sr-only">{audit.title}</h1>
      <Waiting />
    </main>
  )
}
