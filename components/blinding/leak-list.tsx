import { MASK } from '@/lib/blinding/mask'
import { leakLabel } from '@/lib/blinding/patterns'
import type { LeakDecision, LeakRow } from '@/lib/domain/leaks'
import { outputHref } from '@/lib/domain/links'
import { Badge, type Tone } from '../ui/badge'
import { PageLink } from '../ui/page-link'
import type { FormAction } from '../ui/use-form-action'
import { DecisionForm } from './decision-form'

const STANDS: Record<LeakDecision, { label: string; tone: Tone }> = {
  open: { label: 'Undecided', tone: 'warn' },
  mask: { label: 'Masked', tone: 'verified' },
  exclude: { label: 'Output excluded', tone: 'neutral' },
  keep: { label: 'Left standing', tone: 'neutral' },
}

/** Places that betray an author, each with its words in context and what can be decided of it. */
export function LeakList({
  slug,
  leaks,
  actionOf,
}: {
  slug: string
  leaks: readonly LeakRow[]
  actionOf: (leakId: number) => FormAction
}) {
  return (
    <ul className="border-t border-border">
      {leaks.map((leak) => (
        <li
          key={leak.id}
          className="flex flex-col gap-3 border-b border-border py-4 lg:flex-row lg:items-start lg:justify-between lg:gap-8"
        >
          <div className="min-w-0">
            <p className="max-w-measure break-words">
              <span className="text-muted">{leak.before}</span>
              <mark className="rounded-sm bg-warn-soft px-0.5 font-medium text-fg">{leak.words}</mark>
              <span className="text-muted">{leak.after}</span>
            </p>
            <p className="mt-2 flex flex-wrap items-center gap-x-3 gap-y-1 text-[13px] text-muted">
              <Badge tone={STANDS[leak.decision].tone}>{STANDS[leak.decision].label}</Badge>
              <span>{leakLabel(leak.pattern)}</span>
              <PageLink className="font-mono underline" href={outputHref(slug, leak.outputId)}>
                {leak.outputId}
              </PageLink>
              <span>{leak.model}</span>
            </p>
          </div>
          <div className="shrink-0">
            {leak.isFixed ? (
              <p className="max-w-[36ch] text-[13px] text-muted">
                Somebody rates it, or has rated it, as it was shown: that stays.
              </p>
            ) : (
              <DecisionForm stands={leak.decision} of={leak.words} action={actionOf(leak.id)} />
            )}
          </div>
        </li>
      ))}
    </ul>
  )
}

/** What the decisions do, in the words of their buttons. */
export function LeakLegend() {
  return (
    <dl className="mb-6 grid max-w-[720px] grid-cols-[auto_1fr] gap-x-4 gap-y-1 text-sm">
      <dt className="font-medium">Mask</dt>
      <dd className="text-muted">Raters see {MASK} in place of the words.</dd>
      <dt className="font-medium">Exclude</dt>
      <dd className="text-muted">
        The output is handed to no rater. It stays in the record and in what needs no ratings given here.
      </dd>
      <dt className="font-medium">Let stand</dt>
      <dd className="text-muted">Raters read the words. The report counts them.</dd>
    </dl>
  )
}
