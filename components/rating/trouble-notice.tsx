import { Button } from '@/components/ui/button'
import { Notice } from '@/components/ui/notice'
import type { Trouble } from './state'

const TITLES = { 'signed-out': 'Not signed in', notice: 'Not taken', told: 'Kept, and marked' } as const
const TONES = { 'signed-out': 'warn', notice: 'danger', told: 'info' } as const

/** What stands in the way, and what to do about it. A lost connection is told of in the bar, and an end by its own screen. */
export function TroubleNotice({
  trouble,
  onTryAgain,
  onRead,
}: {
  trouble: Trouble
  onTryAgain: () => void
  onRead: () => void
}) {
  const { kind } = trouble
  if (kind === 'unsent' || kind === 'over') return null
  const waits = kind === 'signed-out'
  return (
    <Notice tone={TONES[kind]} title={TITLES[kind]} live>
      <p>{trouble.message}</p>
      <div className="mt-2 flex gap-2">
        {waits && (
          <a href="/sign-in" target="_blank" rel="noopener" className="self-center underline">
            Sign in
          </a>
        )}
        <Button size="small" onClick={waits ? onTryAgain : onRead}>
          {waits ? 'Try again now' : 'Go on'}
        </Button>
      </div>
    </Notice>
  )
}
