import { INVITATION_DAYS } from '@/lib/domain/invitation'
import { Field } from './field'
import { Select } from './select'

/** For how long a link is to be good. */
export function LinkLife({ error }: { error?: string }) {
  return (
    <Field label="Good for" error={error}>
      {(field) => (
        <Select
          {...field}
          name="days"
          defaultValue="14"
          options={INVITATION_DAYS.map((days) => ({
            value: String(days),
            label: days === 1 ? '1 day' : `${days} days`,
          }))}
        />
      )}
    </Field>
  )
}
