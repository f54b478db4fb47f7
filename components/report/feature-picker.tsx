import { buttonClass } from '../ui/button'
import { PageLink } from '../ui/page-link'
import type { ShownFeature } from './feature-bins'

/** Chooses among features: each is a link to the same page with or without it. */
export function FeaturePicker({
  title,
  verbs: [add, remove] = ['Show', 'Hide'],
  hrefOf,
  chosen,
  features,
}: {
  title: string
  /** What a link does to the feature that it names: take it in, and leave it out. */
  verbs?: readonly [add: string, remove: string]
  hrefOf: (chosen: string[]) => string
  chosen: readonly string[]
  features: readonly ShownFeature[]
}) {
  const groups = [...new Set(features.map(({ group }) => group))]
  return (
    <details className="open:w-full print:hidden">
      <summary className={buttonClass('secondary', 'small')}>{title}</summary>
      <div className="mt-3 grid gap-4 rounded-md bg-surface p-4 md:grid-cols-3">
        {groups.map((group) => (
          <div key={group}>
            <h3 className="mb-2 text-sm font-medium">{group}</h3>
            <ul className="flex flex-wrap gap-1.5">
              {features
                .filter((feature) => feature.group === group)
                .map(({ key, label }) => {
                  const on = chosen.includes(key)
                  const then = on ? chosen.filter((other) => other !== key) : [...chosen, key]
                  return (
                    <li key={key}>
                      <PageLink
                        href={hrefOf(then)}
                        scroll={false}
                        aria-label={`${on ? remove : add} ${label}`}
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
