import { FEATURES } from '@/lib/features/registry'
import { Check } from '../ui/check'
import { Field } from '../ui/field'
import { Input } from '../ui/input'
import { Select } from '../ui/select'
import type { PlanDraft } from './audit-draft'

type Props = {
  plan: PlanDraft
  errors: Record<string, string>
  locked: boolean
  onChange: (change: Partial<PlanDraft>) => void
}

/** All outputs are rated, or a sample of them that is drawn when the audit is opened. */
export function SampleFields({ plan, errors, locked, onChange }: Props) {
  const isSampled = plan.sampleSize.trim() !== ''
  const feature = plan.sampleBy.find((one) => one !== 'model' && one !== 'signal') ?? ''
  const stratifyBy = (by: { model?: boolean; signal?: boolean; feature?: string }) => {
    const has = {
      model: plan.sampleBy.includes('model'),
      signal: plan.sampleBy.includes('signal'),
      feature,
      ...by,
    }
    onChange({
      sampleBy: [
        ...(has.model ? ['model'] : []),
        ...(has.signal ? ['signal'] : []),
        ...(has.feature ? [has.feature] : []),
      ],
    })
  }
  return (
    <>
      <Field
        label="Outputs to rate"
        hint="Empty: all. A number draws a random sample of so many when the audit is opened; each output keeps the probability of being in it, and estimates weight by that."
        error={errors['plan.sample.size']}
      >
        {(field) => (
          <Input
            {...field}
            type="number"
            min={1}
            max={1_000_000}
            disabled={locked}
            value={plan.sampleSize}
            onChange={(event) => onChange({ sampleSize: event.target.value })}
            className="max-w-28"
          />
        )}
      </Field>
      {isSampled && (
        <fieldset disabled={locked} className="flex flex-col gap-3 border-l-2 border-border pl-4">
          <legend className="float-left mb-1 w-full text-sm font-medium">Stratified by</legend>
          <Check
            checked={plan.sampleBy.includes('model')}
            onChange={(event) => stratifyBy({ model: event.target.checked })}
          >
            Model
          </Check>
          <Check
            checked={plan.sampleBy.includes('signal')}
            onChange={(event) => stratifyBy({ signal: event.target.checked })}
          >
            Quarters of the models’ rating on the first criterion
          </Check>
          <Field label="Quarters of a feature" error={errors['plan.sample.by']}>
            {(field) => (
              <Select
                {...field}
                className="max-w-xs"
                value={feature}
                onChange={(event) => stratifyBy({ feature: event.target.value })}
                options={[
                  { value: '', label: 'none' },
                  ...FEATURES.filter(({ inReport }) => inReport).map(({ key, label }) => ({
                    value: key,
                    label,
                  })),
                ]}
              />
            )}
          </Field>
          <Field label="From each stratum">
            {(field) => (
              <Select
                {...field}
                className="max-w-xs"
                value={plan.allocation}
                onChange={(event) => onChange({ allocation: event.target.value as PlanDraft['allocation'] })}
                options={[
                  { value: 'proportional', label: 'in proportion to its outputs' },
                  { value: 'equal', label: 'as many as from any other' },
                ]}
              />
            )}
          </Field>
        </fieldset>
      )}
    </>
  )
}
