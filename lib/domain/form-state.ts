/** What a form's action answers: what went wrong and beside which fields, or that it is done. */
export type FormState = {
  done: boolean
  /** What to tell at the top of the form. */
  message: string | null
  /** Dotted path of a field to what is wrong with it. */
  errors: Record<string, string>
  /** A password or token that is shown this once. */
  secret?: string
}

export const UNTOUCHED: FormState = { done: false, message: null, errors: {} }
