import type { Criterion } from '@/lib/domain/audit'
import { Field } from '../ui/field'
import { Input } from '../ui/input'
import { Select } from '../ui/select'
import type { PlanDraft } from './audit-draft'

const SIGNALS = ['self', 'family', 'peer', 'any', 'human']

/** The contrast that the study is about. All else in its report is then marked exploratory. */
export function PrimaryFields({
  plan,
  criteria,
  errors,
  locked,
  onChange,
}: {
  plan: PlanDraft
  criteria: readonly Criterion[]
  errors: Record<string, string>
  locked: boolean
  onChange: (change: Partial<PlanDraft>) => void
}) {
  return (
    <>
      <Field
        label="Primary contrast"
        hint="What the study is about, said before anybody rates. The report then marks it as planned, and all else as exploratory."
        error={errors['plan.primary.criterion']}
      >
        {(field) => (
          <Select
            {...field}
            className="max-w-xs"
            disabled={locked}
            value={plan.criterion}
            onChange={(event) => onChange({ criterion: event.target.value })}
            options={[
              { value: '', label: 'none is planned' },
              ...criteria.map(({ key, name }) => ({ value: key, label: name })),
            ]}
          />
        )}
      </Field>
      {plan.criterion !== '' && (
        <fieldset className="flex flex-wrap gap-4 border-l-2 border-border pl-4" disabled={locked}>
          <legend className="sr-only">Primary contrast</legend>
          <Field label="Signal" hint="Or a named one: metric:rouge1" error={errors['plan.primary.signal']}>
            {(field) => (
              <>
                <Input
                  {...field}
                  list={`${field.id}-signals`}
                  value={plan.signal}
                  onChange={(event) => onChange({ signal: event.target.value })}
                />
                <datalist id={`${field.id}-signals`}>
                  {SIGNALS.map((signal) => (
                    <option key={signal} value={signal} />
                  ))}
                </datalist>
              </>
            )}
          </Field>
          <Field label="Held against" hint="The goal" error={errors['plan.primary.goal']}>
            {(field) => (
              <Select
                {...field}
                value={plan.goal}
                onChange={(event) => onChange({ goal: event.target.value as PlanDraft['goal'] })}
                options={[
                  { value: 'human', label: 'human ratings' },
                  { value: 'verified', label: 'verified labels' },
                ]}
              />
            )}
          </Field>
          <Field
            label="Accepted from"
            hint="Empty: no gate is planned"
            error={errors['plan.primary.threshold']}
          >
            {(field) => (
              <Input
                {...field}
                type="number"
                step="any"
                value={plan.threshold}
                onChange={(event) => onChange({ threshold: event.target.value })}
              />
            )}
          </Field>
        </fieldset>
      )}
    </>
  )
}
