import type { ReactNode } from 'react'
import type { AuditStatus } from '@/lib/domain/audit'
import { StatusBadge, SyntheticBadge } from './badge'
import { PageLink } from './page-link'
import { PageShell, type ShownViewer } from './page-shell'

export type AuditTab = 'report' | 'outputs' | 'data' | 'raters' | 'settings'

const TABS: { tab: AuditTab; path: string; label: string }[] = [
  { tab: 'report', path: '', label: 'Report' },
  { tab: 'outputs', path: '/outputs', label: 'Outputs' },
  { tab: 'data', path: '/data', label: 'Data' },
  { tab: 'raters', path: '/raters', label: 'Raters' },
  { tab: 'settings', path: '/settings', label: 'Settings' },
]

export type ShownAudit = { slug: string; name: string; status: AuditStatus; synthetic: boolean }

/** A page of one audit: its name is the page's h1, under it the tabs. The content starts with h2. */
export function AuditShell({
  viewer,
  audit,
  tab,
  actions,
  children,
}: {
  viewer: ShownViewer
  audit: ShownAudit
  tab: AuditTab
  actions?: ReactNode
  children: ReactNode
}) {
  const label = TABS.find((t) => t.tab === tab)?.label
  return (
    <PageShell viewer={viewer} current="audits">
      <div className="flex flex-wrap items-center gap-x-3 gap-y-2">
        <h1 className="text-xl leading-tight font-semibold">
          {audit.name}
          <span className="sr-only">: {label}</span>
        </h1>
        <StatusBadge status={audit.status} />
        {audit.synthetic && <SyntheticBadge />}
        {actions && <div className="print:hidden ml-auto flex flex-wrap gap-2">{actions}</div>}
      </div>
      <nav
        aria-label="Audit"
        className="print:hidden mt-4 mb-8 flex gap-4 overflow-x-auto border-b border-border text-sm"
      >
        {TABS.map(({ tab: key, path, label }) => (
          <PageLink
            key={key}
            href={`/audits/${audit.slug}${path}`}
            aria-current={key === tab ? 'page' : undefined}
            className="-mb-px border-b-2 border-transparent px-0.5 py-2 text-muted hover:text-fg aria-[current=page]:border-accent aria-[current=page]:font-medium aria-[current=page]:text-fg"
          >
            {label}
          </PageLink>
        ))}
      </nav>
      {children}
    </PageShell>
  )
}
