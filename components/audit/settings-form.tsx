'use client'

import { type FormEvent, useEffect, useRef, useState } from 'react'
import type { Audit } from '@/lib/domain/audit'
import { Notice } from '../ui/notice'
import { Section } from '../ui/section'
import { SubmitButton } from '../ui/submit-button'
import { type FormAction, useFormAction } from '../ui/use-form-action'
import { auditPatch, draftOfAudit } from './audit-draft'
import { IntentFields, PlanFields } from './audit-fields'
import { BlindingFields } from './blinding-fields'
import { ComparisonFields } from './comparison-fields'
import { ConsentField } from './consent-field'
import { CriteriaEditor } from './criteria-editor'
import { DesignFields } from './design-fields'
import { PrimaryFields } from './primary-fields'

/** What is set in an audit, to be changed at any time; what scores rest on stands. */
export function SettingsForm({
  audit,
  scored,
  action,
}: {
  audit: Audit
  /** Keys of criteria that have scores. */
  scored: readonly string[]
  action: FormAction
}) {
  const [draft, setDraft] = useState(() => draftOfAudit(audit))
  // What the draft is told apart from: how the audit was when it was loaded, or last saved from here.
  const [stands, setStands] = useState(draft)
  const sent = useRef(draft)
  const { state, form } = useFormAction(action, { stays: true })
  useEffect(() => {
    if (state.done) setStands(sent.current)
  }, [state])
  const submit = (event: FormEvent<HTMLFormElement>) => {
    sent.current = draft
    form.onSubmit(event)
  }
  const fields = {
    draft,
    errors: state.errors,
    onChange: (part: Partial<typeof draft>) => setDraft((was) => ({ ...was, ...part })),
  }
  return (
    <form {...form} onSubmit={submit} noValidate className="max-w-[720px]">
      <Section title="Intent">
        <div className="flex flex-col gap-5">
          <IntentFields {...fields} />
        </div>
      </Section>
      <Section
        title="Criteria"
        description={
          scored.length > 0
            ? 'Key and scale of a criterion are fixed from its first score on; names, labels and the line of acceptance are not.'
            : undefined
        }
      >
        <CriteriaEditor
          drafts={draft.criteria}
          fixed={scored}
          errors={state.errors}
          onChange={(criteria) => fields.onChange({ criteria })}
        />
      </Section>
      <Section title="Plan">
        <div className="flex flex-col gap-5">
          <PlanFields {...fields} />
          <DesignFields
            plan={draft.plan}
            errors={state.errors}
            locked={audit.status !== 'draft'}
            knownHref={`/audits/${audit.slug}/data/known-answers`}
            onChange={(plan) => fields.onChange({ plan: { ...draft.plan, ...plan } })}
          />
          <ComparisonFields
            plan={draft.plan}
            criteria={audit.criteria}
            errors={state.errors}
            locked={audit.status !== 'draft'}
            onChange={(plan) => fields.onChange({ plan: { ...draft.plan, ...plan } })}
          />
          <PrimaryFields
            plan={draft.plan}
            criteria={audit.criteria}
            errors={state.errors}
            locked={audit.status !== 'draft'}
            onChange={(plan) => fields.onChange({ plan: { ...draft.plan, ...plan } })}
          />
          <BlindingFields
            sealed={draft.sealed}
            asksAuthors={draft.plan.askAuthors}
            locked={audit.status !== 'draft'}
            onSeal={(sealed) => fields.onChange({ sealed })}
            onAskAuthors={(askAuthors) => fields.onChange({ plan: { ...draft.plan, askAuthors } })}
          />
          <ConsentField
            text={draft.plan.consent}
            error={state.errors['plan.consent']}
            locked={audit.status !== 'draft'}
            onChange={(consent) => fields.onChange({ plan: { ...draft.plan, consent } })}
          />
        </div>
      </Section>
      <input type="hidden" name="audit" value={JSON.stringify(auditPatch(draft, stands))} />
      <div className="sticky bottom-0 flex flex-col gap-3 border-t border-border bg-bg py-4">
        {state.message && (
          <Notice tone={state.done ? 'done' : 'danger'} live>
            {state.message}
          </Notice>
        )}
        <div>
          <SubmitButton pending="Saving…">Save the changes</SubmitButton>
        </div>
      </div>
    </form>
  )
}
