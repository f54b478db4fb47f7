import { type FormEvent, useState } from 'react'
import { Button } from '@/components/ui/button'
import { Field } from '@/components/ui/field'
import { Input } from '@/components/ui/input'

const REASONS = [
  'I cannot judge this',
  'The text is broken or empty',
  'I do not read this language',
  'I do not want to read this',
]

/** Why an output is skipped: one of the usual reasons, or one in the rater's own words. */
export function SkipForm({ onSkip }: { onSkip: (reason: string) => void }) {
  const [own, setOwn] = useState('')
  const send = (event: FormEvent) => {
    event.preventDefault()
    if (own.trim() !== '') onSkip(own.trim())
  }
  return (
    <div className="flex flex-col gap-4">
      <p className="text-sm text-muted">Another rater gets it instead, and you are not shown it again.</p>
      <div className="flex flex-col gap-2">
        {REASONS.map((reason) => (
          <Button key={reason} className="justify-start" onClick={() => onSkip(reason)}>
            {reason}
          </Button>
        ))}
      </div>
      <form onSubmit={send} className="flex items-end gap-2">
        <Field label="Another reason" className="flex-1">
          {(props) => (
            <Input {...props} maxLength={500} value={own} onChange={(event) => setOwn(event.target.value)} />
          )}
        </Field>
        <Button type="submit" disabled={own.trim() === ''}>
          Skip
        </Button>
      </form>
    </div>
  )
}
