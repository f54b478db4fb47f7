'use client'

import { ActionForm, type FormAction } from '../ui/action-form'
import { Field } from '../ui/field'
import { Input } from '../ui/input'

export function ChangePassword({ action }: { action: FormAction }) {
  return (
    <ActionForm
      action={action}
      button="Change the password"
      className="flex max-w-sm flex-col items-start gap-4"
    >
      {(errors) => (
        <>
          <Field label="Present password" error={errors.current} className="w-full">
            {(field) => (
              <Input {...field} name="current" type="password" autoComplete="current-password" required />
            )}
          </Field>
          <Field label="New password" hint="At least 8 characters." error={errors.next} className="w-full">
            {(field) => (
              <Input
                {...field}
                name="next"
                type="password"
                autoComplete="new-password"
                minLength={8}
                required
              />
            )}
          </Field>
        </>
      )}
    </ActionForm>
  )
}
