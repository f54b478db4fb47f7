import Link from 'next/link'
import { Button, buttonClass } from '@/components/ui/button'
import { ThemeToggle } from '@/components/ui/theme-toggle'
import type { BlindItem, Progress } from '@/lib/domain/blind'
import { formatCount } from '@/lib/domain/format'
import { Key } from './key'
import { timeLeft } from './pace'
import { ProgressLine } from './progress-line'

export type TextSize = { pixels: number; smaller: (() => void) | null; larger: (() => void) | null }

/** How far the rater is and how long the rest takes, the way out, a pause, and what can be read again. */
export function TopBar({
  progress,
  practice,
  pace,
  connection,
  textSize,
  isPaused,
  onPause,
  onMine,
  onGuidelines,
  onLegend,
  onMore,
}: {
  progress: Progress
  /** Which practice item is on the desk; null for all others. */
  practice: BlindItem['practice']
  pace: readonly number[]
  /** What is the matter with the connection, in words; null when nothing is. */
  connection: string | null
  textSize: TextSize
  isPaused: boolean
  onPause: () => void
  onMine: () => void
  onGuidelines: () => void
  onLegend: () => void
  onMore: () => void
}) {
  return (
    <header className="sticky top-0 z-10 bg-bg">
      <ProgressLine {...progress} />
      <div className="flex h-11 items-center gap-1 border-b border-border px-2 sm:px-4">
        <div className="flex flex-1 items-center gap-1">
          <Link href="/rate" className={buttonClass('ghost', 'small')}>
            Leave
          </Link>
          <Button
            variant="ghost"
            size="small"
            aria-keyshortcuts="r"
            className="hidden! lg:inline-flex!"
            onClick={onMine}
          >
            Your ratings <Key wideOnly>r</Key>
          </Button>
        </div>
        <p className="text-center text-sm whitespace-nowrap tabular-nums">
          {practice ? (
            `Practice ${practice.place} of ${practice.of}`
          ) : (
            <>
              {formatCount(progress.done)} of {formatCount(progress.total)}
              <Left pace={pace} outputs={progress.total - progress.done} />
            </>
          )}
        </p>
        <div className="flex flex-1 items-center justify-end gap-1">
          <div className="hidden items-center gap-1 lg:flex">
            <SizeButtons {...textSize} />
            <ThemeToggle />
          </div>
          <Button
            variant="ghost"
            size="small"
            aria-keyshortcuts="p"
            aria-pressed={isPaused}
            className="max-lg:h-11"
            onClick={onPause}
          >
            Pause <Key wideOnly>p</Key>
          </Button>
          <Button
            variant="ghost"
            size="small"
            aria-keyshortcuts="g"
            className="hidden! lg:inline-flex!"
            onClick={onGuidelines}
          >
            Guidelines <Key wideOnly>g</Key>
          </Button>
          <Button
            variant="ghost"
            size="small"
            aria-keyshortcuts="?"
            aria-label="Keys"
            className="hidden! pointer-fine:lg:inline-flex!"
            onClick={onLegend}
          >
            <Key>?</Key>
          </Button>
          <Button variant="ghost" size="small" className="max-lg:h-11" onClick={onMore}>
            More
          </Button>
        </div>
      </div>
      <p
        aria-live="polite"
        className={
          connection
            ? 'absolute inset-x-0 top-full flex lg:right-[400px] justify-center border-b border-warn bg-warn-soft px-4 py-1 text-center text-[13px]'
            : 'sr-only'
        }
      >
        {connection}
      </p>
    </header>
  )
}

/** An estimate, said as coarsely as it is known, and only once there is a pace to tell it from. */
function Left({ pace, outputs }: { pace: readonly number[]; outputs: number }) {
  const left = timeLeft(pace, outputs)
  if (left === null) return null
  return (
    <span className="text-muted">
      {' · '}
      <span className="sm:hidden">{left.replace(/^about /, '≈ ').replace(/ minutes?$/, ' min')}</span>
      <span className="hidden sm:inline">
        {left} left<span className="hidden xl:inline"> at your pace</span>
      </span>
    </span>
  )
}

/** Smaller and larger text. */
export function SizeButtons({ smaller, larger }: TextSize) {
  return (
    <>
      <Button
        variant="ghost"
        size="small"
        aria-keyshortcuts="<"
        aria-label="Smaller text"
        title="Smaller text"
        className="max-lg:h-11 max-lg:min-w-11"
        disabled={!smaller}
        onClick={smaller ?? undefined}
      >
        A−
      </Button>
      <Button
        variant="ghost"
        size="small"
        aria-keyshortcuts=">"
        aria-label="Larger text"
        title="Larger text"
        className="text-[15px]! max-lg:h-11 max-lg:min-w-11"
        disabled={!larger}
        onClick={larger ?? undefined}
      >
        A+
      </Button>
    </>
  )
}
