'use client'

import { ActionForm } from '../ui/action-form'
import { Field } from '../ui/field'
import { Input } from '../ui/input'
import type { FormAction } from '../ui/use-form-action'

export function ChangePassword({ email, action }: { email: string; action: FormAction }) {
  return (
    <ActionForm
      action={action}
      button="Change the password"
      className="flex max-w-sm flex-col items-start gap-4"
    >
      {(errors) => (
        <>
          {/* Password managers read here whose password it is. */}
          <input type="email" name="email" autoComplete="username" value={email} readOnly hidden />
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
          <Field label="New password again" error={errors.again} className="w-full">
            {(field) => (
              <Input {...field} name="again" type="password" autoComplete="new-password" required />
            )}
          </Field>
        </>
      )}
    </ActionForm>
  )
}
