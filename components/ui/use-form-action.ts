'use client'

import { type FormEvent, startTransition, useActionState, useEffect, useRef } from 'react'
import { type FormState, UNTOUCHED } from '@/lib/domain/form-state'

export type FormAction = (state: FormState, data: FormData) => Promise<FormState>

/**
 * A form around a server action. React empties a form once its action has answered, whatever the answer: here what was
 * typed stays when it is refused, and the first refused field gets the focus. `stays`: also when it is done.
 */
export function useFormAction(action: FormAction, { stays = false }: { stays?: boolean } = {}) {
  const [state, send] = useActionState(action, UNTOUCHED)
  const ref = useRef<HTMLFormElement>(null)

  useEffect(() => {
    if (state.done && !stays) ref.current?.reset()
    else ref.current?.querySelector<HTMLElement>('[aria-invalid=true]')?.focus()
  }, [state, stays])

  const onSubmit = (event: FormEvent<HTMLFormElement>) => {
    event.preventDefault()
    // With the button that was pressed: a form may have several, each with its value.
    const { submitter } = event.nativeEvent as SubmitEvent
    const data = new FormData(event.currentTarget, submitter)
    startTransition(() => send(data))
  }
  return { state, form: { ref, action: send, onSubmit } }
}
