import type { ReactNode } from 'react'
import { buttonClass } from './button'
import { Logo } from './logo'
import { PageLink } from './page-link'

/** The one look of everything that stops a page: what happened, why, and what to do. */
export function ProblemPage({
  title,
  children,
  action,
  isVisitor = false,
}: {
  title: string
  children: ReactNode
  action?: ReactNode
  /** Nothing else here is for the reader: no way to the start page is shown. */
  isVisitor?: boolean
}) {
  return (
    <main className="mx-auto flex min-h-[70dvh] max-w-[560px] flex-col items-start justify-center gap-4 px-6">
      <Logo size={28} />
      <h1 className="text-2xl font-semibold">{title}</h1>
      <div className="text-muted">{children}</div>
      <div className="flex flex-wrap gap-2">
        {action}
        {!isVisitor && (
          <PageLink href="/" className={buttonClass(action ? 'ghost' : 'secondary')}>
            Go to the start page
          </PageLink>
        )}
      </div>
    </main>
  )
}
