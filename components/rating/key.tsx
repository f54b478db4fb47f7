import type { ReactNode } from 'react'
import { classNames } from '@/components/ui/class-names'

/** A key of the keyboard. Not shown where there is none, nor read out: what it presses says it by itself. */
export function Key({ children, wideOnly }: { children: ReactNode; wideOnly?: boolean }) {
  return (
    <span
      aria-hidden="true"
      className={classNames(
        'h-5 min-w-5 items-center justify-center rounded border border-border-strong bg-bg px-1 font-mono text-[11px] leading-none font-normal text-fg pointer-coarse:hidden',
        wideOnly ? 'hidden lg:inline-flex' : 'inline-flex',
      )}
    >
      {children}
    </span>
  )
}
