'use client'

import { type FormEvent, useState } from 'react'
import { Button } from '../ui/button'
import { Field } from '../ui/field'
import { Input } from '../ui/input'
import { Notice } from '../ui/notice'
import { safePath, sendCredentials } from './send-credentials'

export function SignInForm({ callbackUrl, problem }: { callbackUrl?: string; problem: string | null }) {
  const [error, setError] = useState(problem)
  const [pending, setPending] = useState(false)

  const submit = async (event: FormEvent<HTMLFormElement>) => {
    event.preventDefault()
    const form = event.currentTarget
    const data = new FormData(form)
    setPending(true)
    setError(null)
    const failure = await sendCredentials(String(data.get('email')), String(data.get('password')))
    if (failure === null) return location.assign(safePath(callbackUrl))
    setError(failure)
    setPending(false)
    form.querySelector<HTMLInputElement>('[name=password]')?.select()
  }

  return (
    <form method="post" onSubmit={submit} className="flex flex-col gap-5">
      <Field label="E-mail address">
        {(field) => (
          <Input
            {...field}
            name="email"
            type="email"
            autoComplete="username"
            // Signing in is all that one can do here.
            autoFocus
            required
          />
        )}
      </Field>
      <Field label="Password">
        {(field) => (
          <Input {...field} name="password" type="password" autoComplete="current-password" required />
        )}
      </Field>
      <Button type="submit" variant="primary" size="large" disabled={pending}>
        {pending ? 'Signing in…' : 'Sign in'}
      </Button>
      {/* Its place is kept, so that nothing moves when it comes. */}
      <div className="min-h-16">
        {error && (
          <Notice tone="danger" live>
            {error}
          </Notice>
        )}
        <noscript>
          <Notice tone="warn">Signing in needs JavaScript.</Notice>
        </noscript>
      </div>
    </form>
  )
}
