'use client'

import { Dialog as Base } from '@base-ui/react/dialog'
import type { ReactNode } from 'react'
import { type ButtonSize, type ButtonVariant, buttonClass } from './button'

/** A button that opens a dialog over the page. Focus goes into it, Escape closes it, and focus comes back. */
export function Dialog({
  trigger,
  title,
  description,
  variant = 'secondary',
  size,
  children,
}: {
  trigger: ReactNode
  title: string
  description?: ReactNode
  variant?: ButtonVariant
  size?: ButtonSize
  children: ReactNode
}) {
  return (
    <Base.Root>
      <Base.Trigger className={buttonClass(variant, size)}>{trigger}</Base.Trigger>
      <Base.Portal>
        <Base.Backdrop className="fixed inset-0 bg-black/30 transition-opacity duration-150 data-ending-style:opacity-0 data-starting-style:opacity-0 dark:bg-black/60" />
        <Base.Popup className="fixed top-[15dvh] left-1/2 flex max-h-[75dvh] w-[32rem] max-w-[calc(100vw-2rem)] -translate-x-1/2 flex-col gap-4 overflow-y-auto rounded-lg border border-border bg-raised p-6 shadow-lg transition-opacity duration-100 data-ending-style:opacity-0 data-starting-style:opacity-0">
          <div className="flex flex-col gap-1">
            <Base.Title className="text-base font-semibold">{title}</Base.Title>
            {description && (
              <Base.Description className="text-sm text-muted" render={<div />}>
                {description}
              </Base.Description>
            )}
          </div>
          {children}
        </Base.Popup>
      </Base.Portal>
    </Base.Root>
  )
}

/** Closes the dialog around it. */
export function DialogClose({ children }: { children: ReactNode }) {
  return <Base.Close className={buttonClass('secondary')}>{children}</Base.Close>
}
