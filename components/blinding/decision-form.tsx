'use client'

import type { ReactNode } from 'react'
import type { LeakDecision } from '@/lib/domain/leaks'
import type { ButtonSize } from '../ui/button'
import { Notice } from '../ui/notice'
import { SubmitButton } from '../ui/submit-button'
import { type FormAction, useFormAction } from '../ui/use-form-action'

/** What each button does; the last takes a decision back. */
const BUTTONS: { decision: LeakDecision; label: string }[] = [
  { decision: 'mask', label: 'Mask' },
  { decision: 'exclude', label: 'Exclude' },
  { decision: 'keep', label: 'Let stand' },
  { decision: 'open', label: 'Undo' },
]

/** The ways to decide; the one that stands is left out. `of` tells screen readers of what. */
export function DecisionForm({
  stands,
  of,
  size = 'small',
  action,
  children,
}: {
  stands: LeakDecision | null
  of: string
  size?: ButtonSize
  action: FormAction
  children?: ReactNode
}) {
  const { state, form } = useFormAction(action)
  return (
    <div className="flex flex-col gap-2">
      <form {...form} className="flex flex-wrap items-center gap-1.5">
        {children}
        {BUTTONS.filter(({ decision }) => decision !== stands).map(({ decision, label }) => (
          <SubmitButton
            key={decision}
            variant="secondary"
            size={size}
            name="decision"
            value={decision}
            pending={label}
          >
            {label}
            <span className="sr-only">: {of}</span>
          </SubmitButton>
        ))}
      </form>
      {state.message && (
        <Notice tone={state.done ? 'done' : 'danger'} live>
          {state.message}
        </Notice>
      )}
    </div>
  )
}
