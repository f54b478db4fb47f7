import { type ReactNode, useId } from 'react'
import { classNames } from './class-names'

/** What a control inside a field must carry, so that its label, hint and error are read with it. */
export type FieldProps = { id: string; 'aria-describedby'?: string; 'aria-invalid'?: true }

/** A label above a control, a hint under the label, and the error beside the control it belongs to. */
export function Field({
  label,
  hint,
  error,
  className,
  children,
}: {
  label: ReactNode
  hint?: ReactNode
  error?: string
  className?: string
  children: (props: FieldProps) => ReactNode
}) {
  const id = useId()
  const described = [hint && `${id}-hint`, error && `${id}-error`].filter(Boolean).join(' ')
  return (
    <div className={classNames('flex max-w-full min-w-0 flex-col gap-1.5', className)}>
      <label htmlFor={id} className="text-sm font-medium">
        {label}
      </label>
      {hint && (
        <p id={`${id}-hint`} className="max-w-measure text-[13px] text-muted">
          {hint}
        </p>
      )}
      {children({
        id,
        'aria-describedby': described || undefined,
        'aria-invalid': error ? true : undefined,
      })}
      {error && (
        <p id={`${id}-error`} className="text-[13px] text-danger first-letter:uppercase">
          {error}
        </p>
      )}
    </div>
  )
}
