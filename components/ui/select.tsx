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
    <select className={classNames(inputClass, 'h-9 max-w-full pr-8', className)} {...rest}>
      {options.map(({ value, label, disabled }) => (
        <option key={value} value={value} disabled={disabled}>
          {label}
        </option>
      ))}
    </select>
  )
}
