import type { ComponentProps } from 'react'
import { classNames } from './class-names'
import { inputClass } from './input'

export type Option = { value: string; label: string; disabled?: boolean }

/** The browser's own select: it works by keyboard, on phones and without JavaScript. */
export function Select({
  options,
  className,
  ...rest
}: { options: readonly Option[] } & Omit<ComponentProps<'select'>, 'children'>) {
  return (
    <span className={classNames('relative inline-flex max-w-full min-w-0', className)}>
      <select className={classNames(inputClass, 'h-9 flex-1 appearance-none truncate pr-8')} {...rest}>
        {options.map(({ value, label, disabled }) => (
          <option key={value} value={value} disabled={disabled}>
            {label}
          </option>
        ))}
      </select>
      <svg
        viewBox="0 0 12 12"
        aria-hidden="true"
        className="pointer-events-none absolute top-3 right-2.5 size-3 text-muted"
      >
        <path d="M2 4l4 4l4 -4" fill="none" stroke="currentColor" strokeWidth="1.5" />
      </svg>
    </span>
  )
}
