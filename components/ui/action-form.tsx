'use client'

import type { ReactNode } from 'react'
import type { FormState } from '@/lib/domain/form-state'
import type { ButtonSize, ButtonVariant } from './button'
import { Notice } from './notice'
import { Secret } from './secret'
import { SubmitButton } from './submit-button'
import { type FormAction, useFormAction } from './use-form-action'

/** A small form around an action: its fields, its button, and below what came of it. */
export function ActionForm({
  action,
  button,
  secretLabel,
  variant,
  size,
  className = 'flex flex-wrap items-end gap-3',
  children,
}: {
  action: FormAction
  button: string
  /** What the secret is that the action answers. */
  secretLabel?: string
  variant?: ButtonVariant
  size?: ButtonSize
  className?: string
  children?: ReactNode | ((errors: FormState['errors']) => ReactNode)
}) {
  const { state, form } = useFormAction(action)
  return (
    <div className="flex flex-col gap-3">
      <form {...form} className={className}>
        {typeof children === 'function' ? children(state.errors) : children}
        <SubmitButton variant={variant} size={size}>
          {button}
        </SubmitButton>
      </form>
      {state.message && (
        <Notice tone={state.done ? 'done' : 'danger'} live>
          {state.message}
          {state.secret && secretLabel && (
            <div className="mt-2">
              <Secret value={state.secret} label={secretLabel} />
            </div>
          )}
        </Notice>
      )}
    </div>
  )
}
