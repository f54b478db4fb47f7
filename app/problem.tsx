import { notFound } from 'next/navigation'
import type { ReactNode } from 'react'
import { ProblemPage } from '@/components/ui/problem-page'
import type { PlumblineError } from '@/lib/domain/errors'
import { shownError } from '@/lib/server/faults'

const TITLES: Partial<Record<PlumblineError['code'], string>> = {
  forbidden: 'This is not open to you',
  invalid: 'This address does not make sense',
  unavailable: 'Not available just now',
}

/**
 * Runs what a page shows. An error whose message is meant for the reader is shown as a page of its own; anything else
 * is a fault and goes on to the error page.
 */
export async function orProblem(render: () => Promise<ReactNode>): Promise<ReactNode> {
  try {
    return await render()
  } catch (error) {
    const shown = shownError(error)
    if (!shown) throw error
    if (shown.code === 'not-found') notFound()
    return (
      <ProblemPage title={TITLES[shown.code] ?? 'That did not work'}>
        <p>{shown.message}</p>
      </ProblemPage>
    )
  }
}
