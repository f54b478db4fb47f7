'use client'

import { Field } from '../ui/field'
import { Input } from '../ui/input'

/** What a crowd platform expects of a link: a completion code, the way back, and how it names its participants. */
export function PanelFields({ errors }: { errors: Record<string, string> }) {
  return (
    <fieldset className="flex w-full flex-wrap items-start gap-3 border-l-2 border-border pl-4">
      <legend className="sr-only">For a panel</legend>
      <Field
        label="Completion code"
        hint="As the panel has it. Shown to who has rated all that there is for them."
        error={errors['panel.code']}
        className="w-full sm:w-52"
      >
        {(field) => <Input {...field} name="code" required maxLength={100} autoComplete="off" />}
      </Field>
      <Field
        label="Return address"
        hint="Where they go back to. The code takes the place of {code}, else it is added as cc=…"
        error={errors['panel.return_url']}
        className="w-full sm:w-80"
      >
        {(field) => (
          <Input
            {...field}
            name="return_url"
            type="url"
            required
            maxLength={1_000}
            autoComplete="off"
            placeholder="https://app.prolific.com/submissions/complete"
          />
        )}
      </Field>
      <Field
        label="Parameter with the participant’s id"
        hint="PROLIFIC_PID, participantId and workerId are understood without it."
        error={errors['panel.parameter']}
        className="w-full sm:w-64"
      >
        {(field) => (
          <Input {...field} name="parameter" maxLength={60} autoComplete="off" placeholder="participant_id" />
        )}
      </Field>
      <p className="w-full max-w-measure text-[13px] text-muted">
        Give the panel the address with its own placeholder for the id, such as …?PROLIFIC_PID=
        {'{{%PROLIFIC_PID%}}'} on Prolific. Participants need no account. Their ids are not kept, only a code
        made from them by which they find their work again.
      </p>
    </fieldset>
  )
}
