import { useEffect, useRef } from 'react'
import { Button } from '@/components/ui/button'
import { Key } from './key'

/** In the text's place while the rater rests. */
export function Paused({ onGoOn }: { onGoOn: () => void }) {
  const button = useRef<HTMLButtonElement>(null)
  useEffect(() => button.current?.focus({ preventScroll: true }), [])
  return (
    <section
      aria-labelledby="paused"
      className="mx-auto flex min-h-[60dvh] max-w-[560px] flex-col items-start justify-center gap-4 px-6"
    >
      <h2 id="paused" className="text-2xl font-semibold">
        Paused
      </h2>
      <p className="text-muted">
        The clock stands still and the text is hidden. What you chose so far is kept. An output is held for
        you for half an hour; after a longer rest somebody else may have taken it, and your work on it is kept
        all the same.
      </p>
      <Button ref={button} variant="primary" size="large" onClick={onGoOn}>
        Go on <Key>p</Key>
      </Button>
    </section>
  )
}
