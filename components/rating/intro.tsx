import { useEffect } from 'react'
import { Button, ButtonLink } from '@/components/ui/button'
import type { BlindAudit } from '@/lib/domain/blind'
import { countOf, formatCount } from '@/lib/domain/format'
import { Guidelines } from './guidelines'
import { Key } from './key'

/** The intent and the guidelines, before the first output. Enter starts. */
export function Intro({ audit, onStart }: { audit: BlindAudit; onStart: () => void }) {
  const { done, total } = audit.progress
  useEffect(() => {
    const press = (event: KeyboardEvent) => {
      // What has the focus keeps its Enter.
      if (event.key === 'Enter' && !event.repeat && event.target === document.body) onStart()
    }
    document.addEventListener('keydown', press)
    return () => document.removeEventListener('keydown', press)
  }, [onStart])
  return (
    <main className="mx-auto flex w-full max-w-[800px] flex-col gap-6 px-4 py-10 sm:px-8">
      <h1 className="text-2xl leading-tight font-semibold">{audit.title}</h1>
      <Guidelines {...audit} />
      <div className="sticky bottom-0 flex flex-wrap items-center gap-x-4 gap-y-2 border-t border-border bg-bg py-4">
        <Button variant="primary" size="large" onClick={onStart}>
          {done === 0 ? 'Start rating' : done < total ? 'Continue rating' : 'Look again'}
          <Key>Enter</Key>
        </Button>
        <p className="text-sm text-muted tabular-nums">
          {done > 0
            ? `${formatCount(done)} of ${formatCount(total)} rated`
            : `${countOf(total, 'output')}. You may stop at any time and go on later.`}
        </p>
        <ButtonLink href="/rate" variant="ghost" className="ml-auto">
          Leave
        </ButtonLink>
      </div>
    </main>
  )
}
