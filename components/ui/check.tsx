import type { ComponentProps, ReactNode } from 'react'
import { classNames } from './class-names'

/** A checkbox with its label beside it, and below that what it means. */
export function Check({
  hint,
  className,
  children,
  ...input
}: Omit<ComponentProps<'input'>, 'type'> & { hint?: ReactNode }) {
  return (
    <label className={classNames('flex max-w-measure items-start gap-2 text-sm', className)}>
      <input type="checkbox" className="mt-0.5 size-4 shrink-0 accent-accent" {...input} />
      <span className="min-w-0">
        {children}
        {hint && <span className="block text-muted">{hint}</span>}
      </span>
    </label>
  )
}
