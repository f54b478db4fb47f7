'use client'

import { useRef } from 'react'
import { Button } from '../ui/button'
import { type CriterionDraft, emptyDraft } from './criterion-draft'
import { CriterionFields } from './criterion-fields'

const MOST = 20

/** An audit's criteria, to be changed, added and removed. Errors are those of the server, by dotted path. */
export function CriteriaEditor({
  drafts,
  fixed = [],
  errors,
  onChange,
}: {
  drafts: readonly CriterionDraft[]
  /** Keys of criteria that have scores. */
  fixed?: readonly string[]
  errors: Record<string, string>
  onChange: (drafts: CriterionDraft[]) => void
}) {
  const made = useRef(0)
  const add = () => {
    made.current += 1
    onChange([...drafts, emptyDraft(`new-${made.current}`)])
  }
  return (
    <div className="flex flex-col gap-8">
      {drafts.map((draft, i) => (
        <CriterionFields
          key={draft.id}
          draft={draft}
          fixed={fixed.includes(draft.key)}
          error={(field) => errorOf(errors, `criteria.${i}.${field}`)}
          onChange={(changed) => onChange(drafts.map((other) => (other.id === draft.id ? changed : other)))}
          onRemove={
            drafts.length > 1 ? () => onChange(drafts.filter((other) => other.id !== draft.id)) : undefined
          }
        />
      ))}
      {errors.criteria && <p className="text-[13px] text-danger">{errors.criteria}</p>}
      {drafts.length < MOST && (
        <div>
          <Button onClick={add}>Add a criterion</Button>
        </div>
      )}
    </div>
  )
}

/** The error of a field or of something in it, such as one of its labels. */
function errorOf(errors: Record<string, string>, path: string): string | undefined {
  const found = Object.keys(errors).find((key) => key === path || key.startsWith(`${path}.`))
  return found === undefined ? undefined : errors[found]
}
