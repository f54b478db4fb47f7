'use client'

import { ActionForm } from '../ui/action-form'
import { Field } from '../ui/field'
import { FileInput } from '../ui/input'
import type { FormAction } from '../ui/use-form-action'

/** Brings known answers in as a file. */
export function KnownFile({ action }: { action: FormAction }) {
  return (
    <ActionForm
      action={action}
      button="Take the answers"
      variant="secondary"
      className="flex flex-col items-start gap-3"
    >
      {(errors) => (
        <Field label="File" error={errors.file}>
          {(field) => <FileInput {...field} name="file" accept=".csv,text/csv" required />}
        </Field>
      )}
    </ActionForm>
  )
}
