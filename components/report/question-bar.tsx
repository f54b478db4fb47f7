'use client'

import { useRouter } from 'next/navigation'
import { useId, useRef, useState, useTransition } from 'react'
import type { QuestionChoices } from '@/lib/domain/choices'
import type { ResolvedContrast } from '@/lib/domain/report'
import { formatRange, type Question } from '@/lib/domain/selection'
import { goalName, proxyName } from '@/lib/domain/sentences'
import { Button } from '../ui/button'
import { Field } from '../ui/field'
import { Select } from '../ui/select'
import { goalsOf, queryOf } from './question-form'
import { filterCount, SelectionFields } from './selection-fields'

/**
 * The question in force, to be changed: criterion, signal, judge and goal, and under "Filter" the selection. It is a
 * plain form whose address is the answer; with JavaScript a change is enough.
 */
export function QuestionBar({
  path,
  question,
  contrast,
  choices,
  features,
  keep = {},
}: {
  path: string
  question: Question
  contrast: ResolvedContrast
  choices: QuestionChoices
  features: readonly { key: string; label: string }[]
  /** Parameters of the page's own that stay as they are. */
  keep?: Record<string, string>
}) {
  const form = useRef<HTMLFormElement>(null)
  const router = useRouter()
  const [pending, startTransition] = useTransition()
  const [open, setOpen] = useState(false)
  const panel = useId()
  const filters = filterCount(question)
  const go = (data: FormData) =>
    startTransition(() => router.push(`${path}?${queryOf(data)}`, { scroll: false }))
  const apply = () => form.current && go(new FormData(form.current))
  // What belongs to a criterion or signal may not fit another: changing one lets the rest be chosen anew.
  const applyWithout = (...names: string[]) => {
    if (!form.current) return
    const data = new FormData(form.current)
    for (const name of names) data.delete(name)
    go(data)
  }
  return (
    <form
      ref={form}
      method="get"
      action={path}
      aria-busy={pending}
      onSubmit={(event) => {
        event.preventDefault()
        apply()
      }}
      className="mb-8 flex flex-col gap-3 border-y border-border py-3 print:hidden"
    >
      <div className="grid grid-cols-2 items-end gap-3 sm:flex sm:flex-wrap">
        <Field label="Criterion">
          {(field) => (
            <Select
              {...field}
              key={contrast.criterion}
              name="criterion"
              defaultValue={contrast.criterion}
              onChange={() => applyWithout('signal', 'judge', 'goal')}
              options={choices.criteria.map(({ key, name }) => ({ value: key, label: name }))}
            />
          )}
        </Field>
        {choices.signals.length > 0 && (
          <Field label="Proxy">
            {(field) => (
              <Select
                {...field}
                key={contrast.signal}
                name="signal"
                defaultValue={contrast.signal}
                onChange={() => applyWithout('judge')}
                options={choices.signals.map(({ signal, n }) => ({
                  value: signal,
                  label: `${proxyName({ signal, judge: null })} (${n})`,
                }))}
              />
            )}
          </Field>
        )}
        {choices.judges.length > 1 && (
          <Field label="Judge">
            {(field) => (
              <Select
                {...field}
                key={contrast.judge}
                name="judge"
                defaultValue={contrast.judge ?? ''}
                onChange={apply}
                options={[
                  { value: '', label: 'All judges' },
                  ...choices.judges.map((judge) => ({ value: judge, label: judge })),
                ]}
              />
            )}
          </Field>
        )}
        <Field label="Goal">
          {(field) => (
            <Select
              {...field}
              key={contrast.goal}
              name="goal"
              defaultValue={contrast.goal}
              onChange={apply}
              options={goalsOf(choices, contrast.goal).map((goal) => ({
                value: goal,
                label: goalName(goal),
              }))}
            />
          )}
        </Field>
        <Button aria-expanded={open} aria-controls={panel} onClick={() => setOpen(!open)}>
          Filter
          {filters > 0 && (
            <span className="rounded-full bg-accent-soft px-2 text-[13px] text-accent">{filters} set</span>
          )}
        </Button>
        <output className="content-center text-[13px] empty:hidden sm:h-9 text-muted">
          {pending ? 'Computing…' : ''}
        </output>
      </div>
      {question.where.map((range) => (
        <input key={formatRange(range)} type="hidden" name="where" value={formatRange(range)} />
      ))}
      {question.feature.map((feature) => (
        <input key={feature} type="hidden" name="feature" value={feature} />
      ))}
      {Object.entries(keep).map(([name, value]) => (
        <input key={name} type="hidden" name={name} value={value} />
      ))}
      {question.control.map((held) => (
        <input key={held} type="hidden" name="control" value={held} />
      ))}
      <input type="hidden" name="max_false_accept" value={question.max_false_accept} />
      <input type="hidden" name="delta" value={question.delta} />
      {question.bins !== undefined && <input type="hidden" name="bins" value={question.bins} />}
      <div id={panel} hidden={!open}>
        <SelectionFields question={question} choices={choices} features={features} />
      </div>
    </form>
  )
}
