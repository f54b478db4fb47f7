'use client'

import { useActionState, useState } from 'react'
import type { Audit } from '@/lib/domain/audit'
import { type FormState, UNTOUCHED } from '@/lib/domain/form-state'
import { Notice } from '../ui/notice'
import { Section } from '../ui/section'
import { SubmitButton } from '../ui/submit-button'
import { auditPatch, draftOfAudit } from './audit-draft'
import { IntentFields, PlanFields } from './audit-fields'
import { CriteriaEditor } from './criteria-editor'

/** What is set in an audit, to be changed at any time; what scores rest on stands. */
export function SettingsForm({
  audit,
  scored,
  action,
}: {
  audit: Audit
  /** Keys of criteria that have scores. */
  scored: readonly string[]
  action: (state: FormState, data: FormData) => Promise<FormState>
}) {
  const [draft, setDraft] = useState(() => draftOfAudit(audit))
  const [state, send] = useActionState(action, UNTOUCHED)
  const fields = {
    draft,
    errors: state.errors,
    onChange: (part: Partial<typeof draft>) => setDraft((was) => ({ ...was, ...part })),
  }
  return (
    <form action={send} className="max-w-[720px]">
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
        </div>
      </Section>
      <input type="hidden" name="audit" value={JSON.stringify(auditPatch(draft))} />
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
