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
    const errors: Record<string, string> = {}
    for (const { path, message } of shown.errors ?? []) if (path) errors[path] ??= message
    return { done: false, message: shown.message, errors }
  }
}
