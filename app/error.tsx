'use client'

import { Button } from '@/components/ui/button'
import { ProblemPage } from '@/components/ui/problem-page'

/** A fault of Plumbline: its message stays in the server's log, where the number leads to it. */
export default function ErrorPage({ error, retry }: { error: unknown; retry: () => void }) {
  const digest = error instanceof Error && 'digest' in error ? String(error.digest) : null
  return (
    <ProblemPage
      title="Something broke on our side"
      action={
        <Button variant="primary" onClick={() => retry()}>
          Try again
        </Button>
      }
    >
      <p>
        The page could not be made. Nothing that was saved is lost. If trying again does not help, tell the
        person who runs this server{digest ? ' this number, which leads to the entry in its log:' : '.'}
      </p>
      {digest && <p className="mt-2 font-mono text-sm text-fg">{digest}</p>}
    </ProblemPage>
  )
}
