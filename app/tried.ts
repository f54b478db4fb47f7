import type { PlumblineError } from '@/lib/domain/errors'
import { type FormState, UNTOUCHED } from '@/lib/domain/form-state'
import { shownError } from '@/lib/server/faults'

/**
 * Runs what a form asks for and answers with `done` as the message. An error meant for people is answered too, each
 * part beside its field; anything else, a redirect among them, goes on. What `work` answers is shown this once.
 */
export async function tried(
  work: () => Promise<{ secret: string } | undefined>,
  done: string,
): Promise<FormState> {
  try {
    const answer = await work()
    return { ...UNTOUCHED, done: true, message: done, ...answer }
  } catch (error) {
    const shown = shownError(error)
    if (!shown) throw error
    return refused(shown)
  }
}

function refused({ code, message, errors: found = [] }: PlumblineError): FormState {
  if (code === 'unauthenticated')
    return {
      ...UNTOUCHED,
      message: 'You are no longer signed in. Sign in again in another tab, then send this once more.',
    }
  const errors: Record<string, string> = {}
  for (const { path, message } of found) if (path) errors[path] ??= inForms(message)
  const many = Object.keys(errors).length
  if (many === 0) return { done: false, message, errors }
  const fields = many === 1 ? 'one field needs' : `${many} fields need`
  return { done: false, message: `Nothing is saved yet: ${fields} another look.`, errors }
}

/** In a form everything is typed as text, so that something is text is no news. */
function inForms(message: string): string {
  return message.replace(/, not a string$/, '')
}
