import { notFound } from 'next/navigation'
import type { ReactNode } from 'react'
import { ProblemPage } from '@/components/ui/problem-page'
import { PlumblineError } from '@/lib/domain/errors'

const TITLES: Partial<Record<PlumblineError['code'], string>> = {
  forbidden: 'This is not open to you',
  invalid: 'This address does not make sense',
  unavailable: 'Not available just now',
}

/**
 * Runs what a page shows. A PlumblineError's message is meant for the reader and is shown as a page of its own;
 * anything else is a fault and goes on to the error page.
 */
export async function orProblem(render: () => Promise<ReactNode>): Promise<ReactNode> {
  try {
    return await render()
  } catch (error) {
    if (!(error instanceof PlumblineError)) throw error
    if (error.code === 'not-found') notFound()
    return (
      <ProblemPage title={TITLES[error.code] ?? 'That did not work'}>
        <p>{error.message}</p>
      </ProblemPage>
    )
  }
}
