import { countOf, formatDay, formatNumber } from '@/lib/domain/format'
import { reportHref } from '@/lib/domain/links'
import type { Report } from '@/lib/domain/report'
import { goalName, proxyName } from '@/lib/domain/sentences'
import { Badge } from '../ui/badge'
import { PageLink } from '../ui/page-link'

/** What was planned before anybody rated, and whether this is it. */
export function PlanLine({ report: { audit, plan, analysis } }: { report: Report }) {
  if (!plan || (!plan.primary && !plan.sealed)) return null
  const { primary } = plan
  return (
    <div className="mb-6 flex max-w-[80ch] flex-wrap items-baseline gap-x-3 gap-y-1 border-l-2 border-border-strong pl-4 text-sm">
      <span className="font-medium">Plan, locked {formatDay(plan.locked_at)}</span>
      {primary && (
        <span>
          {proxyName({ signal: primary.signal, judge: null })} against {goalName(primary.goal).toLowerCase()}{' '}
          on <span className="font-mono text-[13px]">{primary.criterion}</span>
          {primary.threshold !== undefined && `, accepted from ${formatNumber(primary.threshold, 2)}`}
          {plan.sample && `, a sample of ${countOf(plan.sample.size, 'output')}`}
        </span>
      )}
      {analysis === 'planned' && <Badge tone="verified">Planned</Badge>}
      {analysis === 'exploratory' && primary && (
        <>
          <Badge tone="warn">Exploratory</Badge>
          <PageLink
            className="underline"
            href={reportHref(audit.slug, {
              criterion: primary.criterion,
              signal: primary.signal,
              goal: primary.goal,
            })}
          >
            See what was planned
          </PageLink>
        </>
      )}
      {plan.sealed && (
        <span className="text-muted">
          {plan.unsealed_at
            ? `Sealed from everybody until ${formatDay(plan.unsealed_at)}, when the planned ratings were in.`
            : 'Sealed from everybody until it was closed.'}
        </span>
      )}
    </div>
  )
}
