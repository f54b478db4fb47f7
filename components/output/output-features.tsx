import { formatQuantity } from '@/lib/domain/format'
import { reportFeatures } from '../report/shown-features'

/** What can be counted in a text, by group. */
export function OutputFeatures({ features }: { features: Record<string, number | null> }) {
  const shown = reportFeatures(Object.keys(features)).map((feature) => ({
    ...feature,
    value: features[feature.key] ?? null,
  }))
  const groups = [...new Set(shown.map(({ group }) => group))]
  return (
    <div className="grid grid-cols-1 gap-x-10 gap-y-6 sm:grid-cols-3">
      {groups.map((group) => (
        <div key={group}>
          <h3 className="mb-1 text-sm font-semibold">{group}</h3>
          <dl className="text-sm">
            {shown
              .filter((feature) => feature.group === group)
              .map(({ key, label, value }) => (
                <div key={key} className="flex justify-between gap-3 border-b border-border py-1">
                  <dt className="text-muted">{label}</dt>
                  <dd className="tabular-nums">{formatQuantity(value)}</dd>
                </div>
              ))}
          </dl>
        </div>
      ))}
    </div>
  )
}
