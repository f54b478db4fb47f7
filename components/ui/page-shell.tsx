import type { ReactNode } from 'react'
import { SignOut } from '@/components/rating/sign-out'
import type { Role } from '@/lib/domain/audit'
import { classNames } from './class-names'
import { Logo } from './logo'
import { PageLink } from './page-link'
import { ThemeToggle } from './theme-toggle'

/** As much of the viewer as a screen shows. */
export type ShownViewer = { name: string | null; email: string; role: Role; fromPanel: boolean }

export type NavKey = 'audits' | 'rate' | 'methods' | 'admin'

const NAV: { key: NavKey; href: string; label: string; roles: readonly Role[] }[] = [
  { key: 'audits', href: '/', label: 'Audits', roles: ['analyst', 'admin'] },
  { key: 'rate', href: '/rate', label: 'Rate', roles: ['rater', 'analyst', 'admin'] },
  { key: 'methods', href: '/methods', label: 'Methods', roles: ['analyst', 'admin'] },
  { key: 'admin', href: '/admin', label: 'Admin', roles: ['admin'] },
]

const WIDTHS = { wide: 'max-w-[1280px]', reading: 'max-w-[800px]', narrow: 'max-w-[440px]' } as const
export type PageWidth = keyof typeof WIDTHS

/** Every page but the rating screen: header with the role's navigation, and the page's content as <main>. */
export function PageShell({
  viewer,
  current,
  width = 'wide',
  children,
}: {
  viewer: ShownViewer | null
  current?: NavKey
  width?: PageWidth
  children: ReactNode
}) {
  return (
    <>
      <a
        href="#main"
        className="sr-only focus:not-sr-only focus:fixed focus:top-2 focus:left-2 focus:z-30 focus:bg-raised focus:px-3 focus:py-2"
      >
        Skip to content
      </a>
      <header className="print:hidden border-b border-border">
        <div className="mx-auto flex min-h-12 max-w-[1280px] flex-wrap items-center gap-x-4 px-4 sm:px-6">
          <PageLink href="/" className="flex items-center gap-1.5 py-2 font-semibold">
            <Logo />
            Plumbline
          </PageLink>
          {viewer && <Nav role={viewer.role} current={current} />}
          <div className="ml-auto flex items-center gap-1">
            <ThemeToggle />
            {viewer && !viewer.fromPanel && <Account viewer={viewer} />}
            {viewer && <SignOut />}
          </div>
        </div>
      </header>
      <main id="main" tabIndex={-1} className={classNames('mx-auto px-4 py-8 sm:px-6', WIDTHS[width])}>
        {children}
      </main>
    </>
  )
}

function Nav({ role, current }: { role: Role; current?: NavKey }) {
  return (
    <nav aria-label="Main" className="order-last flex w-full gap-1 pb-1 sm:order-none sm:w-auto sm:pb-0">
      {NAV.filter(({ roles }) => roles.includes(role)).map(({ key, href, label }) => (
        <PageLink
          key={key}
          href={href}
          aria-current={key === current ? 'page' : undefined}
          className="rounded-md px-2.5 py-1.5 text-sm text-muted hover:text-fg aria-[current=page]:font-medium aria-[current=page]:text-fg"
        >
          {label}
        </PageLink>
      ))}
    </nav>
  )
}

function Account({ viewer }: { viewer: ShownViewer }) {
  return (
    <PageLink
      href="/account"
      title={viewer.email}
      className="max-w-48 truncate px-2 text-sm text-muted hover:text-fg"
    >
      <span className="sm:hidden">Account</span>
      <span className="hidden sm:inline">{viewer.name ?? viewer.email}</span>
    </PageLink>
  )
}

/** A page's title, with what belongs beside it. */
export function PageHead({
  title,
  description,
  actions,
  children,
}: {
  title: ReactNode
  description?: ReactNode
  actions?: ReactNode
  children?: ReactNode
}) {
  return (
    <div className="mb-8 flex flex-wrap items-start justify-between gap-4">
      <div className="flex min-w-0 flex-col gap-2">
        <h1 className="text-2xl leading-tight font-semibold">{title}</h1>
        {description && <div className="max-w-measure text-muted">{description}</div>}
        {children}
      </div>
      {actions && <div className="flex flex-wrap gap-2">{actions}</div>}
    </div>
  )
}
