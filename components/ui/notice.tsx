import type { ReactNode } from 'react'
import { classNames } from './class-names'

const TONES = {
  info: 'border-border-strong bg-surface',
  warn: 'border-warn bg-warn-soft',
  danger: 'border-danger bg-danger-soft',
  done: 'border-verified bg-surface',
} as const

/** Something that the reader must know before going on. With `live`, screen readers are told when it appears. */
export function Notice({
  tone = 'info',
  title,
  live,
  children,
}: {
  tone?: keyof typeof TONES
  title?: string
  live?: boolean
  children?: ReactNode
}) {
  return (
    <div
      role={live ? (tone === 'danger' ? 'alert' : 'status') : undefined}
      className={classNames('rounded-md border-l-2 px-4 py-3 text-sm', TONES[tone])}
    >
      {title && <p className="font-medium">{title}</p>}
      {children && <div className="max-w-measure">{children}</div>}
    </div>
  )
}
