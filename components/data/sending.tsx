import { Button } from '../ui/button'
import { Progress } from '../ui/progress'

/** How much of the file has been sent; then that the server is at work on the rest. */
export function Sending({ share, writing, onStop }: { share: number; writing: boolean; onStop: () => void }) {
  const sent = share >= 1
  const doing = sent ? (writing ? 'Writing …' : 'Checking against the audit …') : 'Sending …'
  return (
    <div className="flex flex-col gap-2">
      <p role="status" className="text-sm">
        {doing}
      </p>
      <Progress
        done={Math.floor(share * 100)}
        total={100}
        unit="% sent"
        label="Share of the file that was sent"
      />
      <div>
        <Button size="small" onClick={onStop}>
          Stop
        </Button>
      </div>
    </div>
  )
}
