'use client'

import { Notice } from '../ui/notice'
import { SubmitButton } from '../ui/submit-button'
import { type FormAction, useFormAction } from '../ui/use-form-action'

/** The models as choices, and "I don't know" as one of them. */
export function GuessForm({ models, action }: { models: string[]; action: FormAction }) {
  const { state, form } = useFormAction(action)
  return (
    <form {...form} className="flex flex-col items-start gap-4 border-t border-border pt-6">
      <fieldset className="flex flex-col gap-2">
        <legend className="mb-2 font-medium">I think it was written by</legend>
        {[...models, null].map((model) => (
          <label key={model ?? ''} className="flex min-h-8 items-center gap-2.5 wrap-anywhere">
            <input type="radio" name="model" value={model ?? ''} required className="size-4 accent-accent" />
            {model ?? 'I don’t know'}
          </label>
        ))}
      </fieldset>
      {state.message && !state.done && (
        <Notice tone="danger" live>
          {state.message}
        </Notice>
      )}
      <SubmitButton>Keep this guess</SubmitButton>
    </form>
  )
}
