import { Field } from '../ui/field'
import { Input, Textarea } from '../ui/input'
import { Select } from '../ui/select'
import type { AuditDraft } from './audit-draft'

type Props = {
  draft: AuditDraft
  errors: Record<string, string>
  onChange: (change: Partial<AuditDraft>) => void
}

/** What the audit is for: its name, its intent, and what raters are told besides. */
export function IntentFields({ draft, errors, onChange, hint }: Props & { hint?: string }) {
  return (
    <>
      <Field label="Name" hint="Analysts see it; raters never do." error={errors.name}>
        {(field) => (
          <Input
            {...field}
            value={draft.name}
            maxLength={200}
            required
            onChange={(e) => onChange({ name: e.target.value })}
          />
        )}
      </Field>
      <Field
        label="Intent"
        hint="The goal that the specification tries to put into words, in one paragraph. Raters read it first and judge by it."
        error={errors.intent}
      >
        {(field) => (
          <Textarea
            {...field}
            rows={5}
            value={draft.intent}
            required
            placeholder={hint}
            onChange={(e) => onChange({ intent: e.target.value })}
          />
        )}
      </Field>
      <Field
        label="Guidelines (optional)"
        hint="How to judge in doubtful cases. Markdown. Raters can open them at any time."
        error={errors.guidelines}
      >
        {(field) => (
          <Textarea
            {...field}
            rows={4}
            value={draft.guidelines}
            onChange={(e) => onChange({ guidelines: e.target.value })}
          />
        )}
      </Field>
    </>
  )
}

/** How it is rated. */
export function PlanFields({ draft, errors, onChange }: Props) {
  return (
    <>
      <Field
        label="Ratings per output"
        hint="How many people rate each output. Three show how far people agree; more narrow the interval little, more outputs narrow it faster."
        error={errors.ratings_per_output}
      >
        {(field) => (
          <Input
            {...field}
            type="number"
            min={1}
            max={100}
            required
            value={draft.ratings}
            onChange={(e) => onChange({ ratings: e.target.value })}
            className="max-w-28"
          />
        )}
      </Field>
      <Field
        label="Outputs are shown"
        hint="Plain text hides headings and lists; at random shows each rater some of both, so that their effect can be told."
        error={errors.presentation}
      >
        {(field) => (
          <Select
            {...field}
            className="max-w-xs"
            value={draft.presentation}
            onChange={(e) => onChange({ presentation: e.target.value as AuditDraft['presentation'] })}
            options={[
              { value: 'rendered', label: 'with their formatting' },
              { value: 'plain', label: 'as plain text' },
              { value: 'randomised', label: 'either way, at random' },
            ]}
          />
        )}
      </Field>
      <Field
        label="Title for raters"
        hint="What raters see instead of the name. It should give nothing away."
        error={errors.title}
      >
        {(field) => (
          <Input
            {...field}
            value={draft.title}
            maxLength={200}
            required
            onChange={(e) => onChange({ title: e.target.value })}
          />
        )}
      </Field>
    </>
  )
}
