import type { ReactNode } from 'react'
import type { QuestionChoices } from '@/lib/domain/choices'
import type { Question } from '@/lib/domain/selection'
import { Button } from '../ui/button'
import { Check } from '../ui/check'
import { Field } from '../ui/field'
import { Input } from '../ui/input'
import { Select } from '../ui/select'

/** How many filters are in force. */
export function filterCount(question: Question): number {
  const { model, family, tag, rater_group: group, where, min_human_n: least } = question
  return model.length + family.length + tag.length + group.length + where.length + (least > 1 ? 1 : 0)
}

/** The fields of the selection. */
export function SelectionFields({
  question,
  choices,
  features,
}: {
  question: Question
  choices: QuestionChoices
  features: readonly { key: string; label: string }[]
}) {
  const families = [...new Set(choices.models.map(({ family }) => family))]
  return (
    <div className="grid gap-6 rounded-md bg-surface p-4 sm:grid-cols-2 lg:grid-cols-4">
      <Checks
        title="Model"
        name="model"
        chosen={question.model}
        options={choices.models.map(({ model }) => ({ value: model }))}
      />
      <Checks
        title="Family"
        name="family"
        chosen={question.family}
        options={families.map((value) => ({ value }))}
      />
      <Checks
        title="Tag"
        name="tag"
        chosen={question.tag}
        options={choices.tags.map((value) => ({ value }))}
      />
      <Checks
        title="Rater group"
        name="rater_group"
        chosen={question.rater_group}
        options={choices.rater_groups.map((value) => ({ value }))}
      />
      <Field label="Human ratings, at least">
        {(field) => (
          <Input
            {...field}
            key={question.min_human_n}
            name="min_human_n"
            type="number"
            min={1}
            max={1000}
            defaultValue={question.min_human_n}
            className="w-24"
          />
        )}
      </Field>
      <fieldset className="sm:col-span-2">
        <legend className="mb-1 text-sm font-medium">Add a range of a feature</legend>
        <div className="flex flex-wrap items-center gap-2">
          <Select
            name="_feature"
            aria-label="Feature"
            className="w-44"
            defaultValue=""
            options={[
              { value: '', label: 'Feature…' },
              ...features.map(({ key, label }) => ({ value: key, label })),
            ]}
          />
          <Input name="_from" aria-label="From" placeholder="from" inputMode="decimal" className="w-24" />
          <Input name="_to" aria-label="To" placeholder="to" inputMode="decimal" className="w-24" />
        </div>
      </fieldset>
      <div className="flex items-end justify-end">
        <Button type="submit" variant="primary">
          Apply
        </Button>
      </div>
    </div>
  )
}

function Checks({
  title,
  name,
  chosen,
  options,
}: {
  title: string
  name: string
  chosen: readonly string[]
  options: readonly { value: string }[]
}): ReactNode {
  if (options.length === 0) return null
  return (
    // Another question means other defaults: the key draws the boxes anew.
    <fieldset key={chosen.join(' ')} className="min-w-0">
      <legend className="mb-1 text-sm font-medium">{title}</legend>
      <div className="flex max-h-48 flex-col overflow-y-auto">
        {options.map(({ value }) => (
          <Check
            key={value}
            name={name}
            value={value}
            defaultChecked={chosen.includes(value)}
            className="py-1"
          >
            <span className="block truncate">{value}</span>
          </Check>
        ))}
      </div>
    </fieldset>
  )
}
