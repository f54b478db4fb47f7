import { memo, useId, useLayoutEffect, useRef, useState } from 'react'
import { classNames } from '@/components/ui/class-names'
import type { BlindItem } from '@/lib/domain/blind'
import { Prompt, Shown } from './reading'

type Pair = Pick<BlindItem, 'prompt' | 'text' | 'other_text' | 'presentation'>

const SIDES = ['left', 'right'] as const
type Side = (typeof SIDES)[number]
const NAMES: Record<Side, string> = { left: 'Left', right: 'Right' }

/** The prompt and two outputs beside each other; where there is no room for both, one at a time. */
export const SideBySide = memo(function SideBySide({ item, pixels }: { item: Pair; pixels: number }) {
  const id = useId()
  const [side, setSide] = useSide()
  const texts: Record<Side, string> = { left: item.text, right: item.other_text ?? '' }
  return (
    <div
      style={{ fontSize: pixels }}
      className="mx-auto flex w-full max-w-[calc(68em+112px)] flex-col gap-6 px-4 pt-8 pb-8 leading-relaxed sm:px-8"
    >
      <Prompt text={item.prompt} />
      <fieldset className="sticky top-[46px] z-5 -mx-4 flex gap-1 border-b border-border bg-bg px-4 py-2 sm:-mx-8 sm:px-8 lg:hidden">
        <legend className="sr-only">Which output is shown</legend>
        {SIDES.map((one) => (
          <button
            key={one}
            type="button"
            aria-pressed={one === side}
            aria-controls={`${id}-${one}`}
            aria-keyshortcuts={one === side ? undefined : 'x'}
            className="h-11 flex-1 rounded-md border border-border-strong bg-raised text-sm font-medium aria-pressed:border-accent aria-pressed:bg-accent-soft aria-pressed:ring-1 aria-pressed:ring-accent"
            onClick={() => setSide(one)}
          >
            {NAMES[one]}
          </button>
        ))}
      </fieldset>
      <div className="grid grid-cols-1 lg:grid-cols-2 lg:divide-x lg:divide-border">
        {SIDES.map((one) => (
          <section
            key={one}
            id={`${id}-${one}`}
            aria-labelledby={`${id}-${one}-name`}
            className={classNames('min-w-0 lg:first:pr-8 lg:last:pl-8', one !== side && 'max-lg:hidden')}
          >
            <h2 id={`${id}-${one}-name`} className="mb-1 text-[13px] font-medium text-muted">
              {NAMES[one]}
            </h2>
            <Shown text={texts[one]} presentation={item.presentation} />
          </section>
        ))}
      </div>
    </div>
  )
})

/** Which side is shown where there is room for one; each side stays where it was scrolled to. */
function useSide(): [Side, (side: Side) => void] {
  const [side, setSide] = useState<Side>('left')
  const tops = useRef<Partial<Record<Side, number>>>({})
  const wasShown = useRef(side)
  useLayoutEffect(() => {
    if (wasShown.current === side) return
    wasShown.current = side
    const top = tops.current[side]
    if (top !== undefined) window.scrollTo({ top, behavior: 'instant' })
  }, [side])
  const show = (next: Side) => {
    tops.current[side] = window.scrollY
    setSide(next)
  }
  return [side, show]
}
