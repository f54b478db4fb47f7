import type { ReactNode } from 'react'

/** Nothing here yet: why, and what to do next. */
export function EmptyState({
  title,
  children,
  action,
}: {
  title: string
  children?: ReactNode
  action?: ReactNode
}) {
  return (
    <div className="flex flex-col items-start gap-3 rounded-md border border-dashed border-border-strong px-6 py-10">
      <h2 className="text-base font-semibold">{title}</h2>
      {children && <div className="max-w-measure text-muted">{children}</div>}
      {action}
    </div>
  )
}
