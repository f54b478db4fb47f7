'use client'

import { useCallback, useEffect, useState } from 'react'
import { Button, buttonClass } from '@/components/ui/button'
import { CopyButton } from '@/components/ui/copy-button'
import type { Completion } from '@/lib/domain/panel'
import { ratingApi } from './api'

type Phase =
  | { name: 'asking' | 'unreached' }
  | { name: 'refused'; why: string }
  | ({ name: 'there' } & Completion)

/** What a panel's participant takes back: the completion code, and the way to where it belongs. */
export function Completed({
  auditId,
  panelHome,
  isAllSent = true,
}: {
  auditId: string
  /** Where to go back to without a code; left out while one can still be had. */
  panelHome?: string
  isAllSent?: boolean
}) {
  const [phase, setPhase] = useState<Phase>({ name: 'asking' })
  const ask = useCallback(async () => {
    setPhase({ name: 'asking' })
    const answer = await ratingApi(auditId).completion()
    if (answer.ok) setPhase({ name: 'there', ...answer.value })
    else if (answer.failure.kind === 'refused') setPhase({ name: 'refused', why: answer.failure.message })
    else setPhase({ name: 'unreached' })
  }, [auditId])
  useEffect(() => {
    if (isAllSent) ask()
  }, [ask, isAllSent])
  return (
    <section
      aria-live="polite"
      aria-label="Completion code"
      aria-busy={phase.name === 'asking'}
      className="flex min-h-40 w-full flex-col items-start gap-3 rounded-lg border border-border-strong bg-raised p-5"
    >
      {phase.name === 'asking' && (
        <p className="text-muted">
          {isAllSent ? 'Your completion code is on its way…' : 'Your completion code comes once all is sent.'}
        </p>
      )}
      {phase.name === 'unreached' && (
        <>
          <p>The server did not answer. Your ratings are kept, and so is your code.</p>
          <Button onClick={ask}>Ask again</Button>
        </>
      )}
      {phase.name === 'refused' && (
        <>
          <p>{phase.why}</p>
          {panelHome && (
            <a href={panelHome} rel="noreferrer" className={buttonClass('primary')}>
              Back to {new URL(panelHome).host}
            </a>
          )}
        </>
      )}
      {phase.name === 'there' && (
        <>
          <p className="text-sm text-muted">Your completion code</p>
          <div className="flex max-w-full flex-wrap items-center gap-3">
            <code className="font-mono text-xl font-semibold break-all select-all">{phase.code}</code>
            <CopyButton text={() => phase.code} />
          </div>
          <a href={phase.href} rel="noreferrer" className={buttonClass('primary', 'large')}>
            Return to the panel
          </a>
          <p className="text-[13px] text-muted">
            It takes you to {new URL(phase.href).host}, which takes the code along.
          </p>
        </>
      )}
    </section>
  )
}
