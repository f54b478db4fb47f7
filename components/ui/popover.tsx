'use client'

import { Popover as Base } from '@base-ui/react/popover'
import type { ReactNode } from 'react'
import { type ButtonSize, type ButtonVariant, buttonClass } from './button'

/** A button that opens a small panel beside it. */
export function Popover({
  trigger,
  title,
  variant = 'secondary',
  size = 'small',
  children,
}: {
  trigger: ReactNode
  title: string
  variant?: ButtonVariant
  size?: ButtonSize
  children: ReactNode
}) {
  return (
    <Base.Root>
      <Base.Trigger className={buttonClass(variant, size)}>{trigger}</Base.Trigger>
      <Base.Portal>
        <Base.Positioner sideOffset={6} align="start" className="z-20">
          <Base.Popup className="flex max-h-(--available-height) w-72 max-w-[calc(100vw-2rem)] flex-col gap-3 overflow-y-auto rounded-lg border border-border bg-raised p-4 shadow-lg">
            <Base.Title className="text-sm font-medium">{title}</Base.Title>
            {children}
          </Base.Popup>
        </Base.Positioner>
      </Base.Portal>
    </Base.Root>
  )
}
