import { Button } from '@/components/ui/button'
import { Notice } from '@/components/ui/notice'
import type { Trouble } from './state'

const TITLES = { unsent: 'Not sent yet', 'signed-out': 'Signed out', notice: 'Not taken', over: '' } as const

/** What stands in the way, and what to do about it. */
export function TroubleNotice({
  trouble,
  onTryAgain,
  onRead,
}: {
  trouble: Trouble
  onTryAgain: () => void
  onRead: () => void
}) {
  const waits = trouble.kind === 'unsent' || trouble.kind === 'signed-out'
  return (
    <Notice tone={waits ? 'warn' : 'danger'} title={TITLES[trouble.kind]} live>
      <p>{trouble.message}</p>
      <div className="mt-2 flex gap-2">
        {trouble.kind === 'signed-out' && (
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
