'use client'

import type { ReactNode } from 'react'
import { useFormStatus } from 'react-dom'
import { Button, type ButtonSize, type ButtonVariant } from './button'

/** The button that sends its form; while the form is on its way it says so and cannot be pressed again. */
export function SubmitButton({
  children,
  pending: pendingText = 'Working…',
  variant = 'primary',
  size,
  name,
  value,
}: {
  children: ReactNode
  pending?: string
  variant?: ButtonVariant
  size?: ButtonSize
  name?: string
  value?: string
}) {
  const { pending } = useFormStatus()
  return (
    <Button type="submit" variant={variant} size={size} disabled={pending} name={name} value={value}>
      {pending ? pendingText : children}
    </Button>
  )
}
