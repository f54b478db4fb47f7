'use client'

import { useActionState } from 'react'
import type { AuditStatus } from '@/lib/domain/audit'
import { type FormState, UNTOUCHED } from '@/lib/domain/form-state'
import { StatusBadge } from '../ui/badge'
import { Dialog, DialogClose } from '../ui/dialog'
import { Notice } from '../ui/notice'
import { Section } from '../ui/section'
import { SubmitButton } from '../ui/submit-button'

const MEANING: Record<AuditStatus, string> = {
  draft: 'Nobody can rate yet. Bring in outputs, look at the criteria, then open it.',
  open: 'Raters get its outputs. Who has seen its results cannot rate, and who rates cannot see its results.',
  closed: 'No new output is handed out, and its results are open to those who rated.',
}

const NEXT = {
  draft: {
    to: 'open',
    button: 'Open for rating',
    title: 'Open this audit for rating?',
    meaning:
      'Raters can begin at once. Criteria can no longer be added or removed once somebody has begun. An open audit can be closed, but not be made a draft again.',
  },
  open: {
    to: 'closed',
    button: 'Close the rating',
    title: 'Close the rating?',
    meaning:
      'No further output is handed out; items that raters hold now can still be finished. This cannot be taken back.',
  },
} as const

/** Where the audit stands, what that means, and the one way on. */
export function StatusPanel({
  status,
  action,
}: {
  status: AuditStatus
  action: (state: FormState, data: FormData) => Promise<FormState>
}) {
  const [state, send] = useActionState(action, UNTOUCHED)
  const next = status === 'closed' ? null : NEXT[status]
  return (
    <Section title="Status">
      <div className="flex max-w-[720px] flex-col items-start gap-3">
        <p className="flex flex-wrap items-center gap-3">
          <StatusBadge status={status} />
          <span className="text-muted">{MEANING[status]}</span>
        </p>
        {next && (
          <Dialog
            trigger={next.button}
            title={next.title}
            description={next.meaning}
            variant={status === 'draft' ? 'primary' : 'secondary'}
          >
            <form action={send} className="flex gap-2">
              <input type="hidden" name="status" value={next.to} />
              <SubmitButton>{next.button}</SubmitButton>
              <DialogClose>Not now</DialogClose>
            </form>
          </Dialog>
        )}
        {state.message && (
          <Notice tone={state.done ? 'done' : 'danger'} live>
            {state.message}
          </Notice>
        )}
      </div>
    </Section>
  )
}
