'use client'

import { Field } from '../ui/field'
import { Input } from '../ui/input'
import { Notice } from '../ui/notice'
import { PageLink } from '../ui/page-link'
import { SubmitButton } from '../ui/submit-button'
import { type FormAction, useFormAction } from '../ui/use-form-action'

/** A person without an account makes one. */
export function NewAccount({ action, signInHref }: { action: FormAction; signInHref: string }) {
  const { state, form } = useFormAction(action)
  const { errors } = state
  return (
    <>
      <form {...form} className="flex flex-col gap-5">
        <Field label="Your name" error={errors.name}>
          {(field) => <Input {...field} name="name" required maxLength={200} autoComplete="name" />}
        </Field>
        <Field label="E-mail address" hint="You sign in with it." error={errors.email}>
          {(field) => <Input {...field} name="email" type="email" required autoComplete="username" />}
        </Field>
        <Field
          label="Password"
          hint="At least 8 characters; long rather than intricate."
          error={errors.password}
        >
          {(field) => (
            <Input
              {...field}
              name="password"
              type="password"
              required
              minLength={8}
              maxLength={1_000}
              autoComplete="new-password"
            />
          )}
        </Field>
        <SubmitButton size="large" pending="Making the account…">
          Make an account and begin
        </SubmitButton>
        {/* Its place is kept, so that nothing moves when it comes. */}
        <div className="min-h-16">
          {state.message && (
            <Notice tone="danger" live>
              {state.message}
            </Notice>
          )}
        </div>
      </form>
      <p className="text-sm text-muted">
        You have an account?{' '}
        <PageLink href={signInHref} className="underline">
          Sign in and accept
        </PageLink>
      </p>
    </>
  )
}
