import type { ReactNode } from 'react'
import type { Audit } from '@/lib/domain/audit'
import { countOf } from '@/lib/domain/format'
import { KINDS } from '@/lib/domain/kinds'
import { StatusBadge, SyntheticBadge } from '../ui/badge'
import { PageLink } from '../ui/page-link'
import { Progress } from '../ui/progress'

export type ListedAudit = Pick<Audit, 'slug' | 'name' | 'kind' | 'status' | 'synthetic'> & {
  outputs: number
  imported: number
  raters: number
  submitted: number
  wanted: number
}

/** An analyst's audits: how each stands, and its finding where the viewer has seen it already. */
export function AuditList({
  audits,
  finding,
}: {
  audits: readonly ListedAudit[]
  finding: (slug: string) => ReactNode
}) {
  return (
    <ul className="border-t border-border">
      {audits.map((audit) => (
        <li
          key={audit.slug}
          className="grid grid-cols-1 gap-x-8 gap-y-3 border-b border-border py-5 md:grid-cols-[minmax(0,5fr)_minmax(0,2fr)_minmax(0,6fr)]"
        >
          <div className="flex min-w-0 flex-col items-start gap-1.5">
            <h2 className="text-base leading-snug font-semibold">
              <PageLink href={`/audits/${audit.slug}`} className="hover:underline">
                {audit.name}
              </PageLink>
            </h2>
            <div className="flex flex-wrap items-center gap-2 text-sm text-muted">
              <StatusBadge status={audit.status} />
              {audit.synthetic && <SyntheticBadge />}
              <span>{KINDS[audit.kind].name}</span>
            </div>
          </div>
          <Standing audit={audit} />
          <div className="min-w-0 text-sm">{finding(audit.slug)}</div>
        </li>
      ))}
    </ul>
  )
}

function Standing({ audit }: { audit: ListedAudit }) {
  const { slug, outputs, imported, raters, submitted, wanted } = audit
  if (outputs === 0)
    return (
      <p className="text-sm text-muted">
        No outputs yet.{' '}
        <PageLink href={`/audits/${slug}/data`} className="text-fg underline">
          Bring some in
        </PageLink>
      </p>
    )
  return (
    <div className="flex flex-col gap-1 text-sm text-muted">
      <span>{countOf(outputs, 'output')}</span>
      {imported > 0 && <span>{countOf(imported, 'imported rating')}</span>}
      {(audit.status === 'open' || submitted > 0) && (
        <>
          <Progress done={submitted} total={wanted} unit="ratings" label={`Ratings of ${audit.name}`} />
          <span>{countOf(raters, 'rater')}</span>
        </>
      )}
    </div>
  )
}
