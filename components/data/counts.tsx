import { formatCount } from '@/lib/domain/format'
import type { UploadAnswer } from '@/lib/domain/import-answer'

const COUNTS = [
  ['received', 'Received'],
  ['inserted', 'New'],
  ['updated', 'Changed'],
  ['unchanged', 'Unchanged'],
  ['rejected', 'Rejected'],
] as const

/** How many records a file has, and what becomes of them. */
export function Counts({ answer }: { answer: UploadAnswer }) {
  return (
    <dl className="flex flex-wrap gap-x-8 gap-y-3">
      {COUNTS.map(([key, label]) => (
        <div key={key}>
          <dt className="text-[13px] text-muted">{label}</dt>
          <dd className="text-lg font-semibold tabular-nums">{formatCount(answer[key])}</dd>
        </div>
      ))}
    </dl>
  )
}
