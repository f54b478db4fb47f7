import { type ReactNode, useId } from 'react'

/** A part of a page under its own heading. */
export function Section({
  anchor,
  title,
  description,
  actions,
  children,
}: {
  /** Where links lead. */
  anchor?: string
  title: ReactNode
  description?: ReactNode
  actions?: ReactNode
  children: ReactNode
}) {
  const id = useId()
  return (
    <section id={anchor} aria-labelledby={id} className="mb-12 scroll-mt-6">
      <div className="mb-4 flex flex-wrap items-end justify-between gap-3">
        <div>
          <h2 id={id} className="text-lg leading-snug font-semibold">
            {title}
          </h2>
          {description && <div className="mt-1 max-w-measure text-sm text-muted">{description}</div>}
        </div>
        {actions}
      </div>
      {children}
    </section>
  )
}
