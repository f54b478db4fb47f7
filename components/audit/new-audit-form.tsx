'use client'

import { type FormEvent, useEffect, useRef, useState } from 'react'
import { KINDS } from '@/lib/domain/kinds'
import { templateOf } from '@/lib/domain/templates'
import { Button } from '../ui/button'
import { Notice } from '../ui/notice'
import { SubmitButton } from '../ui/submit-button'
import { type FormAction, useFormAction } from '../ui/use-form-action'
import { type AuditDraft, auditInput, EMPTY_AUDIT, withTemplate } from './audit-draft'
import { IntentFields, PlanFields } from './audit-fields'
import { CriteriaEditor } from './criteria-editor'
import { ReportSketch } from './report-sketch'
import { StepList } from './step-list'
import { TemplateStep } from './template-step'

const STEPS = ['What to find out', 'Intent and criteria', 'Plan'] as const

/** From a template to a plan in three steps. What was typed stays, whichever way one goes and whatever is refused. */
export function NewAuditForm({ action }: { action: FormAction }) {
  const [draft, setDraft] = useState<AuditDraft>(EMPTY_AUDIT)
  const [step, setStep] = useState(0)
  const { state, form } = useFormAction(action, { stays: true })
  const heading = useRef<HTMLHeadingElement>(null)
  const change = (part: Partial<AuditDraft>) => setDraft((was) => ({ ...was, ...part }))

  const next = useRef<'heading' | 'refused' | null>(null)
  useEffect(() => {
    const paths = Object.keys(state.errors)
    if (paths.length === 0) return
    next.current = 'refused'
    setStep(paths.some((path) => /^(name|intent|guidelines|criteria)/.test(path)) ? 1 : 2)
  }, [state])

  // A new step is read from its start; what was refused gets the focus. Both only once the step is drawn: no frame is
  // promised to come after that.
  // biome-ignore lint/correctness/useExhaustiveDependencies: a step drawn or an answer come is when the focus moves.
  useEffect(() => {
    const refused = form.ref.current?.querySelector<HTMLElement>('[aria-invalid=true]')
    const target = next.current === 'heading' ? heading.current : next.current && refused
    if (!target) return
    target.focus()
    next.current = null
  }, [step, state])

  const go = (to: number) => {
    next.current = 'heading'
    setStep(to)
  }
  const submit = (event: FormEvent<HTMLFormElement>) => {
    if (step === STEPS.length - 1) return form.onSubmit(event)
    event.preventDefault()
    go(step + 1)
  }

  return (
    <form {...form} onSubmit={submit} className="flex flex-col gap-8">
      <StepList steps={STEPS} current={step} />
      <h2 ref={heading} tabIndex={-1} className="sr-only">
        Step {step + 1} of {STEPS.length}: {STEPS[step]}
      </h2>
      {state.message && (
        <Notice tone="danger" live>
          {state.message}
        </Notice>
      )}
      <div className={step === 0 ? undefined : 'grid grid-cols-1 gap-10 lg:grid-cols-[minmax(0,1fr)_220px]'}>
        <div className="flex flex-col gap-6">
          {step === 0 && (
            <TemplateStep kind={draft.kind} onChoose={(kind) => setDraft(withTemplate(draft, kind))} />
          )}
          {step === 1 && (
            <>
              <IntentFields
                draft={draft}
                errors={state.errors}
                onChange={change}
                hint={draft.kind ? `For example: ${templateOf(draft.kind).intentHint}` : undefined}
              />
              <CriteriaEditor
                drafts={draft.criteria}
                errors={state.errors}
                onChange={(criteria) => change({ criteria })}
              />
            </>
          )}
          {step === 2 && <PlanFields draft={draft} errors={state.errors} onChange={change} />}
        </div>
        {draft.kind && step > 0 && (
          <aside aria-label="The report it leads to" className="flex flex-col gap-2 self-start text-sm">
            <ReportSketch kind={draft.kind} />
            <p className="font-medium">{KINDS[draft.kind].name}</p>
            <p className="text-muted">{KINDS[draft.kind].question}</p>
            <p className="text-muted">
              Next you bring in outputs. Needed too: {templateOf(draft.kind).needs}.
            </p>
          </aside>
        )}
      </div>
      <input type="hidden" name="audit" value={JSON.stringify(auditInput(draft))} />
      <div className="flex gap-2 border-t border-border pt-5">
        {step > 0 && <Button onClick={() => go(step - 1)}>Back</Button>}
        {step < STEPS.length - 1 ? (
          <Button type="submit" variant="primary">
            Continue
          </Button>
        ) : (
          <SubmitButton pending="Making the audit…">Make the audit</SubmitButton>
        )}
      </div>
    </form>
  )
}
