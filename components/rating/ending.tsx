import type { ReactNode } from 'react'
import { ButtonLink } from '@/components/ui/button'
import { countOf } from '@/lib/domain/format'
import type { State } from './state'

/** Nothing more to rate here: why, and where to go. */
export function Ending({
  title,
  state,
  completion,
  children,
}: {
  title: string
  state: State
  /** What a panel's participant is handed; nothing for all others. */
  completion: ReactNode
  children?: ReactNode
}) {
  const rated = countOf(state.done, 'output')
  return (
    <main className="mx-auto flex w-full max-w-[560px] flex-1 flex-col items-start justify-center gap-4 px-6">
      {state.phase === 'finished' ? (
        <>
          <h1 className="text-2xl font-semibold">That was all, thank you</h1>
          <p className="text-muted">
            You have rated {rated} in “{title}”, and nothing is left for you to rate just now. Every rating is
            stored.
          </p>
        </>
      ) : (
        <>
          <h1 className="text-2xl font-semibold">Nothing more to rate here</h1>
          <p className="text-muted">{state.trouble?.message}</p>
          <p className="text-muted">You have rated {rated}. Every rating that was submitted is stored.</p>
        </>
      )}
      {completion}
      <div className="flex flex-wrap items-center gap-2">
        {!completion && (
          <ButtonLink href="/rate" variant="primary">
            To your rating tasks
          </ButtonLink>
        )}
        {children}
      </div>
    </main>
  )
}
