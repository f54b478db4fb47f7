'use client'

import { useEffect, useRef } from 'react'
import type { AuditStatus } from '@/lib/domain/audit'
import { countOf } from '@/lib/domain/format'
import { StatusBadge } from '../ui/badge'
import { Dialog, DialogClose } from '../ui/dialog'
import { Notice } from '../ui/notice'
import { PageLink } from '../ui/page-link'
import { Section } from '../ui/section'
import { SubmitButton } from '../ui/submit-button'
import { type FormAction, useFormAction } from '../ui/use-form-action'

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
  outputs,
  undecided,
  leaksHref,
  action,
}: {
  status: AuditStatus
  outputs: number
  /** Places in texts that betray their author or rate it, of which nothing is decided. */
  undecided: number
  leaksHref: string
  action: FormAction
}) {
  const { state, form } = useFormAction(action)
  const answer = useRef<HTMLDivElement>(null)
  // The dialog that held the focus is gone: what came of it is where to read on.
  useEffect(() => {
    if (state.done) answer.current?.focus()
  }, [state])
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
            // A dialog of its own for each status: the next question must not stand open where the last was answered.
            key={status}
            trigger={next.button}
            title={next.title}
            description={next.meaning}
            variant={status === 'draft' ? 'primary' : 'secondary'}
          >
            {status === 'draft' && outputs === 0 && (
              <Notice tone="warn">It has no outputs yet, so raters will find nothing to rate.</Notice>
            )}
            {status === 'draft' && undecided > 0 && (
              <Notice tone="warn">
                {countOf(undecided, 'place')} where an output names its author or rates itself{' '}
                {undecided === 1 ? 'is' : 'are'} undecided, and raters will read{' '}
                {undecided === 1 ? 'it' : 'them'} as {undecided === 1 ? 'it stands' : 'they stand'}. Once an
                output is rated, that stays so.{' '}
                <PageLink className="underline" href={leaksHref}>
                  Decide first
                </PageLink>
              </Notice>
            )}
            {state.message && !state.done && (
              <Notice tone="danger" live>
                {state.message}
              </Notice>
            )}
            <form {...form} className="flex flex-wrap gap-2">
              <input type="hidden" name="status" value={next.to} />
              <SubmitButton>{next.button}</SubmitButton>
              <DialogClose>Not now</DialogClose>
            </form>
          </Dialog>
        )}
        <div ref={answer} tabIndex={-1} className="outline-none">
          {state.message && state.done && (
            <Notice tone="done" live>
              {state.message}
            </Notice>
          )}
        </div>
      </div>
    </Section>
  )
}
