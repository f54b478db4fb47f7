import { Field } from '../ui/field'
import { Input } from '../ui/input'

/** A criterion as far as an answer on it needs it. */
export type AnswerCriterion = { key: string; name: string; min: number; max: number }

/** The known answer on each criterion; what is left empty has none. */
export function AnswerFields({
  criteria,
  errors,
  tolerance = false,
}: {
  criteria: readonly AnswerCriterion[]
  errors: Record<string, string>
  /** Whether answers nearby may be as good. */
  tolerance?: boolean
}) {
  return criteria.map(({ key, name, min, max }) => (
    <div key={key} className="flex flex-wrap items-start gap-4">
      <Field label={`${name}, from ${min} to ${max}`} error={errors[`scores.${key}`]}>
        {(field) => (
          <Input
            {...field}
            name={`scores.${key}`}
            type="number"
            step="any"
            min={min}
            max={max}
            className="w-32"
          />
        )}
      </Field>
      {tolerance && (
        <Field label={`${name}: as good if it differs by up to`}>
          {(field) => (
            <Input
              {...field}
              name={`tolerance.${key}`}
              type="number"
              step="any"
              min={0}
              max={max - min}
              placeholder="0"
              className="w-32"
            />
          )}
        </Field>
      )}
    </div>
  ))
}
