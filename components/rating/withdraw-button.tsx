'use client'

import { useState } from 'react'
import { Button } from '@/components/ui/button'
import { Sheet } from './sheet'
import { Withdraw } from './withdraw'

/** For who is handed nothing more, and so has no desk from which to withdraw. */
export function WithdrawButton({ auditId, fromPanel }: { auditId: string; fromPanel: boolean }) {
  const [isOpen, setOpen] = useState(false)
  return (
    <>
      <Button variant="ghost" onClick={() => setOpen(true)}>
        Withdraw your ratings…
      </Button>
      <Sheet title="Withdraw your ratings?" open={isOpen} onClose={() => setOpen(false)}>
        <Withdraw
          auditId={auditId}
          hasRated
          fromPanel={fromPanel}
          onWithdrawn={() => window.location.reload()}
          onKeep={() => setOpen(false)}
        />
      </Sheet>
    </>
  )
}
