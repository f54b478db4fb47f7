import type { Metadata } from 'next'
import { orProblem } from '@/app/problem'
import { PageHead, PageShell } from '@/components/ui/page-shell'
import { Section } from '@/components/ui/section'
import { METHODS } from '@/lib/domain/methods'
import { FEATURE_GROUPS } from '@/lib/features/definition'
import { FEATURES } from '@/lib/features/registry'
import { sessionViewer } from '@/lib/server/auth/viewer'

export const metadata: Metadata = { title: 'Methods' }

/** Open to everybody: it speaks of no audit. */
export default function MethodsPage() {
  return orProblem(async () => {
    const viewer = await sessionViewer()
    return (
      <PageShell viewer={viewer} current="methods" width="reading">
        <PageHead
          title="Methods"
          description="What each figure of a report means, and where it comes from."
        />
        <Index />
        {METHODS.map(({ entry, title, meaning, formula, assumptions, source }) => (
          <div key={entry} id={entry} className="scroll-mt-4">
            <Section title={title} description={meaning}>
              <dl className="flex max-w-measure flex-col gap-2 text-sm">
                <Part name="Formula">
                  <span className="font-mono text-[13px]">{formula}</span>
                </Part>
                <Part name="Taken for granted">{assumptions}</Part>
                <Part name="Source">{source}</Part>
              </dl>
            </Section>
          </div>
        ))}
        {FEATURE_GROUPS.map((group) => (
          <div key={group.key} id={`features-${group.key}`} className="scroll-mt-4">
            <Section title={`Features: ${group.label.toLowerCase()}`} description={group.meaning}>
              <dl className="flex max-w-measure flex-col gap-2 text-sm">
                {FEATURES.filter((feature) => feature.group === group.key).map((feature) => (
                  <Part key={feature.key} name={feature.label}>
                    {feature.meaning}
                  </Part>
                ))}
              </dl>
            </Section>
          </div>
        ))}
      </PageShell>
    )
  })
}

/** All entries, since the page is long and most come for one of them. */
function Index() {
  const entries = [
    ...METHODS.map(({ entry, title }) => ({ anchor: entry, title })),
    ...FEATURE_GROUPS.map(({ key, label }) => ({
      anchor: `features-${key}`,
      title: `Features: ${label.toLowerCase()}`,
    })),
  ]
  return (
    <nav aria-label="Entries" className="mb-12 border-y border-border py-4">
      <ul className="gap-x-8 text-sm sm:columns-2">
        {entries.map(({ anchor, title }) => (
          <li key={anchor} className="break-inside-avoid py-0.5">
            <a href={`#${anchor}`} className="hover:underline">
              {title}
            </a>
          </li>
        ))}
      </ul>
    </nav>
  )
}

function Part({ name, children }: { name: string; children: React.ReactNode }) {
  return (
    <div className="sm:grid sm:grid-cols-[9rem_1fr] sm:gap-4">
      <dt className="text-muted">{name}</dt>
      <dd>{children}</dd>
    </div>
  )
}
