'use client'

import { useState } from 'react'
import type { InvitationRow } from '@/lib/domain/invitation'
import { InvitationTable } from '../admin/invitation-table'
import { ActionForm } from '../ui/action-form'
import { Field } from '../ui/field'
import { Input } from '../ui/input'
import { LinkLife } from '../ui/link-life'
import type { FormAction } from '../ui/use-form-action'
import { PanelFields } from './panel-fields'

/** Invitation links to an audit: made here, shown once, and listed with how they stand. */
export function InviteRaters({
  invitations,
  make,
  revoke,
}: {
  invitations: readonly InvitationRow[]
  make: FormAction
  revoke: FormAction
}) {
  const [forPanel, setForPanel] = useState(false)
  return (
    <div className="flex flex-col gap-6">
      <ActionForm action={make} button="Make the link" secretLabel="Invitation link">
        {(errors) => (
          <>
            <Field label="For whom (optional)" error={errors.label} className="w-full sm:w-56">
              {(field) => <Input {...field} name="label" maxLength={120} autoComplete="off" />}
            </Field>
            <InvitedFields errors={errors} />
            <LinkLife error={errors.days} />
            <label className="flex w-full items-center gap-2 text-sm">
              <input
                type="checkbox"
                name="for_panel"
                className="size-4 shrink-0 accent-accent"
                checked={forPanel}
                onChange={(event) => setForPanel(event.target.checked)}
              />
              For participants of a panel, such as Prolific, CloudResearch or MTurk
            </label>
            {forPanel && <PanelFields errors={errors} />}
          </>
        )}
      </ActionForm>
      <InvitationTable invitations={invitations} revoke={revoke} />
    </div>
  )
}

/** What is set for those who come by a link. */
export function InvitedFields({ errors }: { errors: Record<string, string> }) {
  return (
    <>
      <Field label="Rater group (optional)" error={errors.group} className="w-full sm:w-44">
        {(field) => <Input {...field} name="group" maxLength={80} autoComplete="off" />}
      </Field>
      <Field label="People (optional)" error={errors.places} className="w-32">
        {(field) => (
          <Input {...field} name="places" type="number" min={1} max={100_000} placeholder="any number" />
        )}
      </Field>
      <Field label="Outputs each (optional)" error={errors.quota} className="w-44">
        {(field) => (
          <Input {...field} name="quota" type="number" min={1} max={100_000} placeholder="no limit" />
        )}
      </Field>
    </>
  )
}
