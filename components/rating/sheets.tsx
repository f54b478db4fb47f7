import type { BlindAudit, BlindItem } from '@/lib/domain/blind'
import type { RatingApi } from './api'
import { Guidelines } from './guidelines'
import { Legend } from './legend'
import { More } from './more'
import { OwnRatings } from './own-ratings'
import { Sheet } from './sheet'
import { SkipForm } from './skip-form'
import type { State } from './state'
import type { TextSize } from './top-bar'
import { Withdraw } from './withdraw'

export type SheetName = 'guidelines' | 'legend' | 'skip' | 'mine' | 'more' | 'withdraw'

/** What opens over the desk, one at a time. */
export function Sheets({
  open,
  audit,
  item,
  state,
  textSize,
  loadMine,
  onOpen,
  onSkip,
  onChange,
  fromPanel,
  onWithdrawn,
}: {
  open: SheetName | null
  audit: BlindAudit
  item: BlindItem | null
  state: State
  textSize: TextSize
  loadMine: RatingApi['mine']
  onOpen: (name: SheetName | null) => void
  onSkip: (reason: string) => void
  onChange: (itemId: string) => void
  fromPanel: boolean
  onWithdrawn: () => void
}) {
  const close = () => onOpen(null)
  const closing =
    <T,>(then: (value: T) => void) =>
    (value: T) => {
      close()
      then(value)
    }
  return (
    <>
      <Sheet title={audit.title} open={open === 'guidelines'} onClose={close}>
        <Guidelines {...(item ?? audit)} />
      </Sheet>
      <Sheet title="Keys" open={open === 'legend'} onClose={close}>
        <Legend />
      </Sheet>
      <Sheet title="Skip this output?" open={open === 'skip'} onClose={close}>
        <SkipForm onSkip={closing(onSkip)} />
      </Sheet>
      <Sheet title="Your ratings" open={open === 'mine'} onClose={close}>
        <OwnRatings
          load={loadMine}
          pace={state.pace}
          isWaiting={state.outbox.length > 0}
          onChange={closing(onChange)}
        />
      </Sheet>
      <Sheet title="More" open={open === 'more'} onClose={close}>
        <More
          textSize={textSize}
          onMine={() => onOpen('mine')}
          onGuidelines={() => onOpen('guidelines')}
          onWithdraw={() => onOpen('withdraw')}
        />
      </Sheet>
      <Sheet title="Withdraw your ratings?" open={open === 'withdraw'} onClose={close}>
        <Withdraw
          auditId={audit.id}
          hasRated={state.done > 0}
          fromPanel={fromPanel}
          onWithdrawn={onWithdrawn}
          onKeep={close}
        />
      </Sheet>
    </>
  )
}
