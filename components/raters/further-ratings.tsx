'use client'

import type { Disagreement, Further } from '@/lib/domain/disagreements'
import type { FormState } from '@/lib/domain/form-state'
import { countOf } from '@/lib/domain/format'
import type { ShownCriterion } from '../report/shown-criterion'
import { Button } from '../ui/button'
import { Notice } from '../ui/notice'
import { type FormAction, useFormAction } from '../ui/use-form-action'
import { DisagreementList } from './disagreement-list'

const STANDS: Record<Further, string> = {
  open: 'Further rating asked for',
  held: 'Further rating under way',
  given: 'Further rating given',
}

/** Disagreements, and while the audit is open a way to ask for a further rating of each or all, and to take that back. */
export function FurtherRatings({
  slug,
  criterion,
  disagreements,
  askable,
  waiting,
  isOpen,
  ask,
  takeBack,
}: {
  slug: string
  criterion: ShownCriterion
  disagreements: readonly Disagreement[]
  /** Of how many outputs, on all pages, none was asked for yet. */
  askable: number
  /** How many of the audit are asked for, and nobody has begun them. */
  waiting: number
  isOpen: boolean
  ask: FormAction
  takeBack: FormAction
}) {
  // Each held once: a row's form changes with what came of it, which is still told.
  const asking = useFormAction(ask)
  const taking = useFormAction(takeBack)
  return (
    <div className="flex flex-col gap-4">
      {isOpen && (askable > 0 || waiting > 0) && (
        <div className="flex flex-wrap gap-3">
          {askable > 0 && (
            <form {...asking.form}>
              <Button type="submit" name="all" value="on">
                Ask for {countOf(askable, 'further rating')}
              </Button>
            </form>
          )}
          {waiting > 0 && (
            <form {...taking.form}>
              <Button type="submit" name="all" value="on">
                Take back {countOf(waiting, 'further rating')} not begun
              </Button>
            </form>
          )}
        </div>
      )}
      <Outcome state={asking.state} />
      <Outcome state={taking.state} />
      <DisagreementList
        slug={slug}
        criterion={criterion}
        disagreements={disagreements}
        actionOf={({ output_id, further }) => (
          <>
            {further && <span className="text-muted">{STANDS[further]}</span>}
            {isOpen && (further === null || further === 'open') && (
              <form {...(further ? taking : asking).form}>
                <Button type="submit" size="small" name="output" value={output_id}>
                  {further ? 'Take back' : 'Ask for a further rating'}
                  <span className="sr-only">
                    {further && ' further rating'} of {output_id}
                  </span>
                </Button>
              </form>
            )}
          </>
        )}
      />
    </div>
  )
}

function Outcome({ state: { message, done } }: { state: FormState }) {
  if (!message) return null
  return (
    <Notice tone={done ? 'done' : 'danger'} live>
      {message}
    </Notice>
  )
}
