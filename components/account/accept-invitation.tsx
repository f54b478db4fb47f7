'use client'

import { ActionForm } from '../ui/action-form'
import type { FormAction } from '../ui/use-form-action'

/** Who is signed in accepts with that account. */
export function AcceptInvitation({ who, action }: { who: string; action: FormAction }) {
  return (
    <div className="flex flex-col gap-5">
      <p>
        You are signed in as <span className="font-medium wrap-anywhere">{who}</span>. To accept with another
        account, sign out first and open the link again.
      </p>
      <ActionForm action={action} button="Accept the invitation" size="large" />
    </div>
  )
}
