import type { ComponentProps } from 'react'
import { classNames } from './class-names'

/** The look that inputs, textareas and selects share. A field stretches them to its width. */
export const inputClass =
  'min-w-0 rounded-md border border-border-strong bg-raised px-3 text-fg placeholder:text-muted ' +
  'aria-invalid:border-danger disabled:opacity-60'

export function Input({ className, ...rest }: ComponentProps<'input'>) {
  return <input className={classNames(inputClass, 'h-9', className)} {...rest} />
}

/** The browser's own file control, which works by keyboard and on phones. */
export function FileInput({ className, ...rest }: Omit<ComponentProps<'input'>, 'type'>) {
  return (
    <input
      type="file"
      className={classNames(
        'max-w-full text-sm file:mr-3 file:h-9 file:rounded-md file:border file:border-border-strong file:bg-raised file:px-3.5 file:font-medium file:text-fg',
        className,
      )}
      {...rest}
    />
  )
}

export function Textarea({ className, rows = 4, ...rest }: ComponentProps<'textarea'>) {
  return (
    <textarea rows={rows} className={classNames(inputClass, 'py-2 leading-normal', className)} {...rest} />
  )
}
