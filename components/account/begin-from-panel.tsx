'use client'

import { ActionForm } from '../ui/action-form'
import { Notice } from '../ui/notice'
import type { FormAction } from '../ui/use-form-action'

/** A participant of a panel begins, or goes on: no account is asked for. */
export function BeginFromPanel({
  isBack,
  signedInAs,
  action,
}: {
  /** Whether they came before. */
  isBack: boolean
  /** The account that this browser is signed in with; null without one. */
  signedInAs: string | null
  action: FormAction
}) {
  return (
    <div className="flex flex-col gap-5">
      <p>
        {isBack
          ? 'You go on where you stopped. What you rated is kept.'
          : 'You need no account and no name. The id that the panel gave you is not kept here, only a code made from it, so that the same link brings you back to where you were.'}
      </p>
      {signedInAs && (
        <Notice tone="warn">
          This browser is signed in as <span className="font-medium wrap-anywhere">{signedInAs}</span>. To{' '}
          {isBack ? 'go on' : 'begin'} here ends that.
        </Notice>
      )}
      <ActionForm action={action} button={isBack ? 'Go on' : 'Begin'} size="large" />
    </div>
  )
}
