import Link from 'next/link'
import { Button, buttonClass } from '@/components/ui/button'
import type { Progress } from '@/lib/domain/blind'
import { formatCount } from '@/lib/domain/format'
import { Key } from './key'
import { ProgressLine } from './progress-line'

/** How far the rater is, the way out, and what can be read again. */
export function TopBar({
  progress,
  onGuidelines,
  onLegend,
}: {
  progress: Progress
  onGuidelines: () => void
  onLegend: () => void
}) {
  return (
    <header className="sticky top-0 z-10 bg-bg">
      <ProgressLine {...progress} />
      <div className="flex h-11 items-center gap-1 border-b border-border px-2 sm:px-4">
        <Link href="/rate" className={buttonClass('ghost', 'small')}>
          Leave
        </Link>
        <p className="mx-auto text-sm tabular-nums">
          {formatCount(progress.done)} of {formatCount(progress.total)}
        </p>
        <Button variant="ghost" size="small" aria-keyshortcuts="g" onClick={onGuidelines}>
          Guidelines <Key wideOnly>g</Key>
        </Button>
        <Button
          variant="ghost"
          size="small"
          aria-keyshortcuts="?"
          aria-label="Keys"
          className="pointer-coarse:hidden"
          onClick={onLegend}
        >
          <Key>?</Key>
        </Button>
      </div>
    </header>
  )
}
