import { Field } from '../ui/field'
import { Textarea } from '../ui/input'

/** What raters agree to before their first item. */
export function ConsentField({
  text,
  error,
  locked,
  onChange,
}: {
  text: string
  error?: string
  locked: boolean
  onChange: (text: string) => void
}) {
  return (
    <Field
      label="Consent text (optional)"
      hint="Markdown: who asks, what for, what is kept, and how to withdraw. Nobody is handed an output before they have agreed to it, and it is kept who agreed when, and to which words. It is locked when the audit is opened."
      error={error}
    >
      {(field) => (
        <Textarea
          {...field}
          rows={6}
          maxLength={20_000}
          disabled={locked}
          value={text}
          onChange={(event) => onChange(event.target.value)}
        />
      )}
    </Field>
  )
}
