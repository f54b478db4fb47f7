'use client'

import { ActionForm } from '../ui/action-form'
import { Field } from '../ui/field'
import { Input, Textarea } from '../ui/input'
import { Select } from '../ui/select'
import type { FormAction } from '../ui/use-form-action'
import { type AnswerCriterion, AnswerFields } from './answer-fields'

/** Gives an output its known answer. */
export function KnownForm({
  criteria,
  outputId,
  action,
}: {
  criteria: readonly AnswerCriterion[]
  outputId: string
  action: FormAction
}) {
  return (
    <ActionForm
      action={action}
      button="Save the answer"
      className="flex max-w-[720px] flex-col items-start gap-5"
    >
      {(errors) => (
        <>
          <Field label="Output" hint="Its output_id." error={errors.output_id}>
            {(field) => (
              <Input
                {...field}
                name="output_id"
                required
                defaultValue={outputId}
                className="w-64 font-mono"
              />
            )}
          </Field>
          <Field label="Used as" error={errors.purpose}>
            {(field) => (
              <Select
                {...field}
                name="purpose"
                options={[
                  { value: 'practice', label: 'practice, with feedback' },
                  { value: 'gold', label: 'gold item, unseen' },
                ]}
              />
            )}
          </Field>
          <AnswerFields criteria={criteria} errors={{ ...errors, ...firstOf(criteria, errors) }} tolerance />
          <Field
            label="Feedback (practice)"
            hint="What there is to learn from it. Raters read it beside your answer."
            error={errors.feedback}
            className="w-full"
          >
            {(field) => <Textarea {...field} name="feedback" rows={3} maxLength={4_000} />}
          </Field>
        </>
      )}
    </ActionForm>
  )
}

/** That no criterion has an answer stands beside the first. */
function firstOf(
  [first]: readonly AnswerCriterion[],
  errors: Record<string, string>,
): Record<string, string> {
  return first && errors.scores ? { [`scores.${first.key}`]: errors.scores } : {}
}
