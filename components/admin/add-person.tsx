'use client'

import { ActionForm } from '../ui/action-form'
import { Field } from '../ui/field'
import { Input } from '../ui/input'
import { Select } from '../ui/select'
import type { FormAction } from '../ui/use-form-action'
import { ROLE_OPTIONS } from './role-options'

export function AddPerson({ action }: { action: FormAction }) {
  return (
    <ActionForm action={action} button="Add the account" secretLabel="Password of the new account">
      {(errors) => (
        <>
          <Field label="E-mail address" error={errors.email} className="w-full sm:w-72">
            {(field) => <Input {...field} name="email" type="email" required autoComplete="off" />}
          </Field>
          <Field label="Name (optional)" error={errors.name} className="w-full sm:w-56">
            {(field) => <Input {...field} name="name" maxLength={200} autoComplete="off" />}
          </Field>
          <Field label="Role" error={errors.role}>
            {(field) => <Select {...field} name="role" defaultValue="rater" options={ROLE_OPTIONS} />}
          </Field>
        </>
      )}
    </ActionForm>
  )
}
