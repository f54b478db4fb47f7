'use client'

import { ActionForm } from '../ui/action-form'
import { Field } from '../ui/field'
import { Textarea } from '../ui/input'
import type { FormAction } from '../ui/use-form-action'
import { type AnswerCriterion, AnswerFields } from './answer-fields'

/** A text that says how it is to be rated, and that answer. */
export function AttentionForm({
  criteria,
  action,
}: {
  criteria: readonly AnswerCriterion[]
  action: FormAction
}) {
  return (
    <ActionForm
      action={action}
      button="Add the check"
      className="flex max-w-[720px] flex-col items-start gap-5"
    >
      {(errors) => (
        <>
          <Field label="Prompt" error={errors.prompt} className="w-full">
            {(field) => <Textarea {...field} name="prompt" rows={2} required />}
          </Field>
          <Field
            label="Text"
            hint="Long enough that only who reads it finds the instruction."
            error={errors.text ?? errors.scores}
            className="w-full"
          >
            {(field) => <Textarea {...field} name="text" rows={4} required />}
          </Field>
          <AnswerFields criteria={criteria} errors={errors} />
        </>
      )}
    </ActionForm>
  )
}
