import type { ComponentProps, ReactNode } from 'react'
import { classNames } from './class-names'

/** A table that scrolls sideways on its own where the screen is narrow. `label` names it for screen readers. */
export function Table({
  label,
  className,
  children,
}: {
  label: string
  className?: string
  children: ReactNode
}) {
  return (
    // A region that scrolls must be reachable by keyboard.
    // biome-ignore lint/a11y/noNoninteractiveTabindex: see above
    <section className="relative overflow-x-auto" aria-label={`Table: ${label}`} tabIndex={0}>
      <table className={classNames('w-full border-collapse text-sm', className)}>
        <caption className="sr-only">{label}</caption>
        {children}
      </table>
    </section>
  )
}

type CellProps<T extends 'th' | 'td'> = ComponentProps<T> & { numeric?: boolean }

/** A column's head; `scope="row"` makes it a row's. */
export function Th({ numeric, className, scope = 'col', ...rest }: CellProps<'th'>) {
  return (
    <th
      scope={scope}
      className={classNames(
        'h-9 border-b border-border px-2 py-1 font-medium first:pl-0 last:pr-0',
        scope === 'col' ? 'text-[13px] whitespace-nowrap text-muted' : 'min-w-24 text-fg',
        numeric ? 'text-right' : 'text-left',
        className,
      )}
      {...rest}
    />
  )
}

export function Td({ numeric, className, ...rest }: CellProps<'td'>) {
  return (
    <td
      className={classNames(
        'h-9 border-b border-border px-2 py-1 first:pl-0 last:pr-0',
        numeric && 'text-right whitespace-nowrap',
        className,
      )}
      {...rest}
    />
  )
}
