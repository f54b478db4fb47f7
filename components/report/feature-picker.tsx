import type { Question } from '@/lib/domain/selection'
import { buttonClass } from '../ui/button'
import { PageLink } from '../ui/page-link'
import type { ShownFeature } from './feature-bins'

/** Chooses which features are drawn: each is a link to the same page with or without it. */
export function FeaturePicker({
  title = 'Choose features',
  hrefOf,
  question,
  shown,
  features,
}: {
  title?: string
  hrefOf: (question: Question) => string
  question: Question
  shown: readonly string[]
  features: readonly ShownFeature[]
}) {
  const groups = [...new Set(features.map(({ group }) => group))]
  return (
    <details className="mb-6 print:hidden">
      <summary className={buttonClass('secondary', 'small')}>{title}</summary>
      <div className="mt-3 grid gap-4 rounded-md bg-surface p-4 md:grid-cols-3">
        {groups.map((group) => (
          <div key={group}>
            <h3 className="mb-2 text-sm font-medium">{group}</h3>
            <ul className="flex flex-wrap gap-1.5">
              {features
                .filter((feature) => feature.group === group)
                .map(({ key, label }) => {
                  const on = shown.includes(key)
                  const feature = on ? shown.filter((other) => other !== key) : [...shown, key]
                  return (
                    <li key={key}>
                      <PageLink
                        href={hrefOf({ ...question, feature })}
                        scroll={false}
                        aria-label={on ? `Hide ${label}` : `Show ${label}`}
                        className={`inline-flex h-7 items-center rounded-full border px-2.5 text-[13px] ${
                          on ? 'border-accent bg-accent-soft text-accent' : 'border-border-strong bg-raised'
                        }`}
                      >
                        {label}
                      </PageLink>
                    </li>
                  )
                })}
            </ul>
          </div>
        ))}
      </div>
    </details>
  )
}
