import { type FormEvent, type KeyboardEvent, useState } from 'react'
import { Button } from '@/components/ui/button'
import { Textarea } from '@/components/ui/input'
import { CriterionField, focusCriterion } from './criterion-field'
import { Key } from './key'
import type { Place } from './state'

/** The scales of the current item, its comment, and what can be done with it. */
export function ScalePanel({
  place: { item, work },
  active,
  isBack,
  mayUndo,
  onChoose,
  onComment,
  onFocus,
  onSubmit,
  onSkip,
  onUndo,
  onLeaveBack,
}: {
  place: Place
  active: number
  isBack: boolean
  mayUndo: boolean
  onChoose: (key: string, score: number | null) => void
  onComment: (comment: string) => void
  onFocus: (index: number) => void
  onSubmit: () => void
  onSkip: () => void
  onUndo: () => void
  onLeaveBack: () => void
}) {
  const [tried, setTried] = useState(false)
  const [writes, setWrites] = useState(work.comment !== '')
  const submit = (event: FormEvent) => {
    event.preventDefault()
    setTried(true)
    onSubmit()
  }
  const several = item.criteria.length > 1
  return (
    <form
      onSubmit={submit}
      onKeyDown={submitOnEnter}
      noValidate
      aria-label="Your rating"
      className="flex min-h-0 flex-col"
    >
      <div className="flex min-h-0 flex-col gap-5 overflow-y-auto py-4 pr-4 pl-0.5 lg:py-6 lg:pr-6.5 lg:pl-3">
        {item.practice && (
          <p className="ml-3.5 text-[13px] text-muted">
            A practice item: once you submit you see the known answer. It enters no result.
          </p>
        )}
        {item.criteria.map((criterion, i) => (
          <CriterionField
            key={criterion.key}
            criterion={criterion}
            index={i}
            active={i === active}
            several={several}
            score={work.scores[criterion.key]}
            missed={tried && work.scores[criterion.key] === undefined}
            onChoose={(score) => onChoose(criterion.key, score)}
            onFocus={() => onFocus(i)}
          />
        ))}
        {writes && (
          <Textarea
            aria-label="Comment"
            placeholder="What should whoever reads this rating know?"
            rows={3}
            className="ml-3.5 w-auto! shrink-0"
            // It was asked for by its button or its key.
            autoFocus={work.comment === ''}
            value={work.comment}
            onChange={(event) => onComment(event.target.value)}
            onKeyDown={(event) => leaveOrSend(event, active, onSubmit)}
          />
        )}
      </div>
      <div className="flex flex-wrap items-center gap-1 border-t border-border py-2 pr-4 pl-2 lg:justify-between lg:px-6.5 lg:py-4">
        <Button
          type="submit"
          variant="primary"
          className="order-last ml-auto h-11 lg:order-first lg:mb-1 lg:basis-full"
        >
          {isBack ? 'Save change' : 'Submit'} <Key>Enter</Key>
        </Button>
        {isBack ? (
          <Button variant="ghost" size="small" onClick={onLeaveBack}>
            Leave as it was
          </Button>
        ) : (
          <>
            <Button variant="ghost" size="small" aria-keyshortcuts="s" onClick={onSkip}>
              Skip <Key wideOnly>s</Key>
            </Button>
            <Button variant="ghost" size="small" aria-keyshortcuts="u" disabled={!mayUndo} onClick={onUndo}>
              Undo <Key wideOnly>u</Key>
            </Button>
          </>
        )}
        {!writes && (
          <Button variant="ghost" size="small" aria-keyshortcuts="c" onClick={() => setWrites(true)}>
            Comment <Key wideOnly>c</Key>
          </Button>
        )}
      </div>
    </form>
  )
}

/** Enter on a scale submits in every browser; one that is held down must not run through one item after another. */
function submitOnEnter(event: KeyboardEvent<HTMLFormElement>): void {
  if (event.key !== 'Enter' || !(event.target instanceof HTMLInputElement)) return
  event.preventDefault()
  if (!event.repeat) event.currentTarget.requestSubmit()
}

function leaveOrSend(event: KeyboardEvent<HTMLTextAreaElement>, active: number, send: () => void): void {
  if (event.key === 'Escape') focusCriterion(event.currentTarget.form, active)
  if (event.key === 'Enter' && (event.ctrlKey || event.metaKey) && !event.repeat) {
    event.preventDefault()
    send()
  }
}
