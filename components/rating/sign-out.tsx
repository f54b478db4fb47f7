'use client'

import { type FormEvent, useState } from 'react'
import { Button } from '@/components/ui/button'
import { clearDevice, countUnsent } from './device'

/** Signs out and leaves nothing on the device; asks first where that would throw unsent ratings away. */
export function SignOut() {
  const [unsent, setUnsent] = useState(0)
  const leave = (event: FormEvent) => {
    const count = countUnsent()
    if (count > 0 && unsent === 0) {
      event.preventDefault()
      setUnsent(count)
    } else clearDevice()
  }
  return (
    <form action="/sign-out" method="post" onSubmit={leave} className="flex items-center gap-2">
      {unsent > 0 && (
        <span role="alert" className="text-[13px] text-danger">
          {unsent === 1 ? '1 rating is' : `${unsent} ratings are`} not sent yet. Open the task to send, or
        </span>
      )}
      <Button type="submit" variant={unsent > 0 ? 'danger' : 'ghost'} size="small">
        {unsent > 0 ? 'throw away and sign out' : 'Sign out'}
      </Button>
    </form>
  )
}
