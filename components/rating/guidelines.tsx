import type { BlindCriterion } from '@/lib/domain/blind'
import { fromTo } from '@/lib/domain/format'
import { Prose } from './prose'

/** What the ratings are for, how to give them, and on which scales. Its headings are of level 2. */
export function Guidelines({
  intent,
  guidelines,
  criteria,
}: {
  intent: string
  guidelines: string
  criteria: BlindCriterion[]
}) {
  return (
    <div className="flex flex-col gap-6">
      <section>
        <h2 className="mb-1 font-semibold">What this is for</h2>
        <p className="max-w-measure wrap-anywhere whitespace-pre-wrap">{intent}</p>
      </section>
      {guidelines.trim() !== '' && (
        <section>
          <h2 className="mb-1 font-semibold">Guidelines</h2>
          <Prose text={guidelines} />
        </section>
      )}
      <section>
        <h2 className="mb-1 font-semibold">What you rate</h2>
        <ul className="flex flex-col gap-3">
          {criteria.map((criterion) => (
            <li key={criterion.key}>
              <p>
                <span className="font-medium">{criterion.name}</span>{' '}
                <span className="text-muted">from {fromTo(criterion.min, criterion.max)}</span>
              </p>
              {criterion.description && <p className="max-w-measure text-muted">{criterion.description}</p>}
              <Points labels={criterion.labels} />
            </li>
          ))}
        </ul>
      </section>
    </div>
  )
}

function Points({ labels }: { labels: Record<string, string> }) {
  const points = Object.entries(labels).sort(([a], [b]) => Number(a) - Number(b))
  if (points.length === 0) return null
  return (
    <dl className="mt-1 grid grid-cols-[auto_1fr] gap-x-3 text-sm">
      {points.map(([point, label]) => (
        <div key={point} className="contents">
          <dt className="text-right font-medium tabular-nums">{point}</dt>
          <dd>{label}</dd>
        </div>
      ))}
    </dl>
  )
}
