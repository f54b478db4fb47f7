import type { ComponentProps } from 'react'
import { classNames } from './class-names'
import { PageLink } from './page-link'

export type ButtonVariant = 'primary' | 'secondary' | 'ghost' | 'danger'
export type ButtonSize = 'small' | 'medium' | 'large'

const VARIANTS: Record<ButtonVariant, string> = {
  primary: 'bg-accent text-accent-fg hover:opacity-90',
  secondary: 'border border-border-strong bg-raised hover:bg-surface',
  ghost: 'hover:bg-surface',
  danger: 'border border-danger text-danger hover:bg-danger-soft',
}
const SIZES: Record<ButtonSize, string> = {
  small: 'h-7 px-2 text-[13px]',
  medium: 'h-9 px-3.5 text-[14px]',
  large: 'h-12 px-5 text-base',
}

/** The classes of a button, for what is no <button>: a link, a summary, a popover's trigger. */
export function buttonClass(variant: ButtonVariant = 'secondary', size: ButtonSize = 'medium'): string {
  return classNames(
    'inline-flex items-center justify-center gap-1.5 rounded-md font-medium whitespace-nowrap transition-colors',
    'disabled:cursor-not-allowed disabled:opacity-50',
    VARIANTS[variant],
    SIZES[size],
  )
}

type Look = { variant?: ButtonVariant; size?: ButtonSize }

export function Button({
  variant,
  size,
  className,
  type = 'button',
  ...rest
}: Look & ComponentProps<'button'>) {
  return <button type={type} className={classNames(buttonClass(variant, size), className)} {...rest} />
}

/** A link that looks like a button: for going somewhere, never for doing something. */
export function ButtonLink({ variant, size, className, ...rest }: Look & ComponentProps<typeof PageLink>) {
  return <PageLink className={classNames(buttonClass(variant, size), className)} {...rest} />
}
