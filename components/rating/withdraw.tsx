'use client'

import { useState } from 'react'
import { Button } from '@/components/ui/button'
import { Notice } from '@/components/ui/notice'
import { ratingApi } from './api'
import { notice, waitingTrouble } from './trouble'

/** What it does to take all one's ratings out, and whether the rater really wants it. */
export function Withdraw({
  auditId,
  hasRated,
  fromPanel,
  onWithdrawn,
  onKeep,
}: {
  auditId: string
  hasRated: boolean
  fromPanel: boolean
  onWithdrawn: () => void
  onKeep: () => void
}) {
  const [isSending, setSending] = useState(false)
  const [problem, setProblem] = useState<string | null>(null)
  const send = async () => {
    setSending(true)
    const answer = await ratingApi(auditId).withdraw()
    if (answer.ok) return onWithdrawn()
    setSending(false)
    setProblem((waitingTrouble(answer.failure) ?? notice(answer.failure)).message)
  }
  return (
    <div className="flex flex-col gap-4">
      <p>
        If you only want to stop, just leave: what you have rated counts, and you can go on later. If you
        withdraw instead:
      </p>
      <ul className="flex list-disc flex-col gap-1.5 pl-5">
        {hasRated && (
          <li>
            All your ratings here are taken out. Every report from now on leaves them out, and other people
            rate these outputs instead.
          </li>
        )}
        <li>Your comments, your guesses and what you have begun are deleted.</li>
        {hasRated && (
          <li>
            Reports that were made before keep their numbers. You stand in them under a random name, never
            under your own.
          </li>
        )}
        <li>Nothing more is handed to you in this rating task. This cannot be undone.</li>
        {fromPanel && (
          <li>
            A completion code that you already have stays good. If you have none, you get none: please return
            your submission on the panel’s page.
          </li>
        )}
      </ul>
      {problem && (
        <Notice tone="danger" live>
          {problem}
        </Notice>
      )}
      <div className="flex flex-wrap gap-2">
        <Button variant="danger" className="pointer-coarse:h-11" disabled={isSending} onClick={send}>
          {isSending ? 'Withdrawing…' : hasRated ? 'Withdraw all my ratings' : 'Withdraw'}
        </Button>
        <Button className="pointer-coarse:h-11" disabled={isSending} onClick={onKeep}>
          {hasRated ? 'Keep them' : 'Stay'}
        </Button>
      </div>
    </div>
  )
}
