'use client'

import { useRouter } from 'next/navigation'
import { useRef, useTransition } from 'react'
import { formatShare } from '@/lib/domain/format'
import { formatQuestion, type Question } from '@/lib/domain/selection'
import { Button } from '../ui/button'
import { Field } from '../ui/field'
import { Select } from '../ui/select'
import { queryOf } from './question-form'

const SHARES = [0.01, 0.02, 0.05, 0.1, 0.15, 0.2, 0.25, 0.3, 0.4, 0.5]
const DOUBTS = [0.01, 0.05, 0.1, 0.2]

/** The target that a gate has to hold. A plain form whose address is the answer; with JavaScript a change is enough. */
export function GateTarget({ path, question }: { path: string; question: Question }) {
  const form = useRef<HTMLFormElement>(null)
  const router = useRouter()
  const [pending, startTransition] = useTransition()
  const { max_false_accept: maximum, delta } = question
  const rest = [...formatQuestion({ ...question, max_false_accept: 0.1, delta: 0.05 })]
  const apply = () => {
    if (!form.current) return
    const query = queryOf(new FormData(form.current))
    startTransition(() => router.push(`${path}?${query}`, { scroll: false }))
  }
  return (
    <form
      ref={form}
      method="get"
      action={path}
      aria-busy={pending}
      className="flex flex-wrap items-end gap-4"
      onSubmit={(event) => {
        event.preventDefault()
        apply()
      }}
    >
      {rest.map(([name, value]) => (
        <input key={`${name} ${value}`} type="hidden" name={name} value={value} />
      ))}
      <Field label="False accepts, at most">
        {(field) => (
          <Select
            {...field}
            key={maximum}
            name="max_false_accept"
            defaultValue={String(maximum)}
            onChange={apply}
            options={optionsOf(SHARES, maximum, (share) => formatShare(share, share < 0.01 ? 1 : 0))}
          />
        )}
      </Field>
      <Field label="With a certainty of">
        {(field) => (
          <Select
            {...field}
            key={delta}
            name="delta"
            defaultValue={String(delta)}
            onChange={apply}
            options={optionsOf(DOUBTS, delta, (doubt) => formatShare(1 - doubt, doubt < 0.01 ? 1 : 0))}
          />
        )}
      </Field>
      <noscript>
        <Button type="submit">Apply</Button>
      </noscript>
      <output className="h-9 content-center text-[13px] text-muted">{pending ? 'Computing…' : ''}</output>
    </form>
  )
}

/** The usual values, and the one in force where it is not among them. */
function optionsOf(usual: readonly number[], now: number, format: (value: number) => string) {
  const all = usual.includes(now) ? usual : [...usual, now].sort((a, b) => a - b)
  return all.map((value) => ({ value: String(value), label: format(value) }))
}
