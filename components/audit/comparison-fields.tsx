import type { Criterion } from '@/lib/domain/audit'
import { Field } from '../ui/field'
import { Input } from '../ui/input'
import { Select } from '../ui/select'
import type { PlanDraft } from './audit-draft'

type Numbers = 'pairsPerPrompt' | 'ratersPerPair' | 'perRater'

/** Whether raters who have done their outputs also compare two of one prompt side by side, and how many. */
export function ComparisonFields({
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
  const number = (name: Numbers, label: string, hint: string, path: string) => (
    <Field label={label} hint={hint} error={errors[`plan.comparisons.${path}`]}>
      {(field) => (
        <Input
          {...field}
          type="number"
          min={1}
          value={plan[name]}
          onChange={(event) => onChange({ [name]: event.target.value })}
          className="max-w-28"
        />
      )}
    </Field>
  )
  return (
    <>
      <Field
        label="Side by side"
        hint="Raters who have done their outputs say which of two outputs of one prompt is better on this criterion, and by how much. Pairs are drawn when the audit is opened, every two models about as often; a coin says which output is on the left."
        error={errors['plan.comparisons'] ?? errors['plan.comparisons.criterion']}
      >
        {(field) => (
          <Select
            {...field}
            className="max-w-xs"
            disabled={locked}
            value={plan.comparedOn}
            onChange={(event) => onChange({ comparedOn: event.target.value })}
            options={[
              { value: '', label: 'nothing is compared' },
              ...criteria.map(({ key, name }) => ({ value: key, label: name })),
            ]}
          />
        )}
      </Field>
      {plan.comparedOn !== '' && (
        <fieldset className="flex flex-wrap gap-4 border-l-2 border-border pl-4" disabled={locked}>
          <legend className="sr-only">Side by side</legend>
          {number('pairsPerPrompt', 'Pairs of a prompt', 'Or as many as it has', 'pairs_per_prompt')}
          {number('ratersPerPair', 'Raters of a pair', 'Each compares it once', 'raters_per_pair')}
          {number('perRater', 'Most for one rater', 'Beside their outputs', 'per_rater')}
        </fieldset>
      )}
    </>
  )
}
