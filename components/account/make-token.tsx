'use client'

import { ActionForm } from '../ui/action-form'
import { Field } from '../ui/field'
import { Input } from '../ui/input'
import { Select } from '../ui/select'
import type { FormAction } from '../ui/use-form-action'

/** Makes a token; with `people` for one of them, else for oneself. */
export function MakeToken({
  action,
  people,
}: {
  action: FormAction
  people?: readonly { id: string; email: string }[]
}) {
  return (
    <ActionForm action={action} button="Make a token" variant="secondary" secretLabel="Token">
      {(errors) => (
        <>
          <Field label="What it is for" error={errors.name} className="w-full sm:w-72">
            {(field) => <Input {...field} name="name" maxLength={200} autoComplete="off" />}
          </Field>
          {people && (
            <Field label="Acts as" error={errors.user}>
              {(field) => (
                <Select
                  {...field}
                  name="user"
                  options={people.map(({ id, email }) => ({ value: id, label: email }))}
                />
              )}
            </Field>
          )}
        </>
      )}
    </ActionForm>
  )
}
