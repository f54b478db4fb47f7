'use client'

import { ActionForm } from '../ui/action-form'
import { Field } from '../ui/field'
import type { FormAction } from '../ui/use-form-action'

/** Brings known answers in as a file. */
export function KnownFile({ action }: { action: FormAction }) {
  return (
    <ActionForm action={action} button="Take the answers" className="flex flex-col items-start gap-3">
      {(errors) => (
        <Field label="File" error={errors.file}>
          {(field) => (
            <input {...field} name="file" type="file" accept=".csv,text/csv" required className="text-sm" />
          )}
        </Field>
      )}
    </ActionForm>
  )
}
