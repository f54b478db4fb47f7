import type { ReactNode } from 'react'
import { classNames } from './class-names'

export type Tone = 'neutral' | 'accent' | 'warn' | 'danger' | 'verified'

const TONES: Record<Tone, string> = {
  neutral: 'border-border-strong text-muted',
  accent: 'border-accent text-accent',
  warn: 'border-warn text-warn',
  danger: 'border-danger text-danger',
  verified: 'border-verified text-verified',
}

export function Badge({ tone = 'neutral', children }: { tone?: Tone; children: ReactNode }) {
  return (
    <span
      className={classNames(
        'inline-flex items-center rounded-full border px-2 text-xs leading-5 font-medium whitespace-nowrap',
        TONES[tone],
      )}
    >
      {children}
    </span>
  )
}

/** Made-up data says so wherever it is shown. */
export function SyntheticBadge() {
  return <Badge tone="warn">Synthetic data</Badge>
}

export function StatusBadge({ status }: { status: 'draft' | 'open' | 'closed' }) {
  const tones = { draft: 'neutral', open: 'verified', closed: 'neutral' } as const
  const words = { draft: 'Draft', open: 'Open', closed: 'Closed' } as const
  return <Badge tone={tones[status]}>{words[status]}</Badge>
}
