'use client'

import { ActionForm } from '../ui/action-form'
import { Field } from '../ui/field'
import { Input } from '../ui/input'
import { LinkLife } from '../ui/link-life'
import { Select } from '../ui/select'
import type { FormAction } from '../ui/use-form-action'
import { ROLE_OPTIONS } from './role-options'

/** Makes a link by which one person makes an account of their own, of a role. */
export function InviteSomebody({ action }: { action: FormAction }) {
  return (
    <ActionForm
      action={action}
      button="Make the link"
      variant="secondary"
      secretLabel="Invitation link, for one person"
    >
      {(errors) => (
        <>
          <Field label="For whom (optional)" error={errors.label} className="w-full sm:w-56">
            {(field) => <Input {...field} name="label" maxLength={120} autoComplete="off" />}
          </Field>
          <Field label="Invited as" error={errors.role}>
            {(field) => <Select {...field} name="role" defaultValue="rater" options={ROLE_OPTIONS} />}
          </Field>
          <LinkLife error={errors.days} />
        </>
      )}
    </ActionForm>
  )
}
