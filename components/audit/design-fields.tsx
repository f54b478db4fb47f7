import type { ReactNode } from 'react'
import { Field } from '../ui/field'
import { Input } from '../ui/input'
import { PageLink } from '../ui/page-link'
import { Select } from '../ui/select'
import type { PlanDraft } from './audit-draft'
import { SampleFields } from './sample-fields'

/** Which outputs are rated, how the rating is checked while it goes on, and how much one rater is asked for. */
export function DesignFields({
  plan,
  errors,
  locked,
  knownHref,
  onChange,
}: {
  plan: PlanDraft
  errors: Record<string, string>
  /** Once the audit was opened only the cap may change. */
  locked: boolean
  /** Where gold items are chosen. */
  knownHref: string
  onChange: (change: Partial<PlanDraft>) => void
}) {
  const number = (
    name: 'goldEvery' | 'repeatShare' | 'cap',
    field: { label: string; hint: ReactNode; error?: string; max: number; min: number; disabled?: boolean },
  ) => (
    <Field label={field.label} hint={field.hint} error={field.error}>
      {(props) => (
        <Input
          {...props}
          type="number"
          step="any"
          min={field.min}
          max={field.max}
          disabled={field.disabled}
          value={plan[name]}
          onChange={(event) => onChange({ [name]: event.target.value })}
          className="max-w-28"
        />
      )}
    </Field>
  )
  return (
    <>
      <SampleFields plan={plan} errors={errors} locked={locked} onChange={onChange} />
      <Field
        label="Order of the outputs"
        hint="Balanced: of each run of as many outputs as there are models, a rater gets one of each model, in an order drawn anew for each run. A rater’s warming up and tiring then falls on all models alike."
        error={errors['plan.order']}
      >
        {(field) => (
          <Select
            {...field}
            className="max-w-xs"
            disabled={locked}
            value={plan.order}
            onChange={(event) => onChange({ order: event.target.value as PlanDraft['order'] })}
            options={[
              { value: 'random', label: 'random for each rater' },
              { value: 'balanced', label: 'random, balanced over models' },
            ]}
          />
        )}
      </Field>
      {number('goldEvery', {
        label: 'One item in so many is a gold item',
        hint: (
          <>
            Its answer is known, and the rater cannot tell it from the others. Empty: none. Gold items are
            chosen under{' '}
            <PageLink href={knownHref} className="underline">
              known answers
            </PageLink>
            .
          </>
        ),
        ...{ error: errors['plan.gold_every'], min: 3, max: 1_000, disabled: locked },
      })}
      {number('repeatShare', {
        label: 'Repeats, per cent',
        hint: 'So many of a rater’s own outputs come back once, at least 20 items later, to show how consistent the rater is. They enter no mean.',
        ...{ error: errors['plan.repeat_share'], min: 1, max: 50, disabled: locked },
      })}
      {number('cap', {
        label: 'Most outputs for one rater',
        hint: 'Empty: as many as there are. This may change at any time; what is rated stays.',
        ...{ error: errors['plan.cap'], min: 1, max: 100_000 },
      })}
      {locked && (
        <p className="text-[13px] text-muted">
          Sample, order, gold items, repeats and comparisons are locked since the audit was opened.
        </p>
      )}
    </>
  )
}
