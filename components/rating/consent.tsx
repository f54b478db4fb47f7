'use client'

import { ButtonLink, buttonClass } from '../ui/button'
import { Notice } from '../ui/notice'
import { SubmitButton } from '../ui/submit-button'
import { type FormAction, useFormAction } from '../ui/use-form-action'
import { Prose } from './prose'

/** What a person is to agree to before they rate; and a kind way out for who does not. */
export function Consent({
  title,
  text,
  panelHome,
  agree,
  decline,
}: {
  title: string
  text: string
  /** Where a panel's participant goes back to; null for people with an account. */
  panelHome: string | null
  agree: FormAction
  decline: FormAction
}) {
  const agreeing = useFormAction(agree)
  const declining = useFormAction(decline)
  if (declining.state.done) return <Declined panelHome={panelHome} />
  const refused = [agreeing.state, declining.state].find(({ message, done }) => message && !done)
  return (
    <main className="mx-auto flex w-full max-w-[800px] flex-col gap-6 px-4 py-10 sm:px-8">
      <div className="flex flex-col gap-1">
        <h1 className="text-2xl leading-tight font-semibold">{title}</h1>
        <p className="text-muted">Before you begin, please read this and say whether you agree.</p>
      </div>
      <Prose text={text} under={1} />
      <div className="sticky bottom-0 flex flex-col gap-3 border-t border-border bg-bg py-4">
        {refused && (
          <Notice tone="danger" live>
            {refused.message}
          </Notice>
        )}
        <div className="flex flex-wrap items-center gap-2">
          <form {...agreeing.form}>
            <SubmitButton size="large">I agree and take part</SubmitButton>
          </form>
          <form {...declining.form}>
            <SubmitButton variant="secondary" size="large">
              I do not agree
            </SubmitButton>
          </form>
        </div>
      </div>
    </main>
  )
}

function Declined({ panelHome }: { panelHome: string | null }) {
  return (
    <main className="mx-auto flex min-h-[70dvh] w-full max-w-[560px] flex-col items-start justify-center gap-4 px-6">
      <h1 className="text-2xl font-semibold">That is quite all right</h1>
      <p className="text-muted" role="status">
        Thank you for reading it. You take no part, and nothing of you is kept in this rating task.
        {panelHome && ' Please return your submission on the panel’s page: there is no code to bring along.'}
      </p>
      {panelHome ? (
        <a href={panelHome} rel="noreferrer" className={buttonClass('primary')}>
          Back to {new URL(panelHome).host}
        </a>
      ) : (
        <ButtonLink href="/rate">To your rating tasks</ButtonLink>
      )}
    </main>
  )
}
