import { type FormEvent, type KeyboardEvent, useState } from 'react'
import { Button } from '@/components/ui/button'
import { classNames } from '@/components/ui/class-names'
import { Textarea } from '@/components/ui/input'
import { CriterionField, focusCriterion } from './criterion-field'
import { Key } from './key'
import { PreferenceField } from './preference-field'
import type { Place } from './state'

/** As wide as two texts of the usual size. */
const WIDE = 'mx-auto w-full max-w-[1268px] lg:px-8'

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
  // Under two texts it is as wide as they are; beside one, or under it on a phone, it is narrow.
  const isWide = item.other_text !== null
  return (
    <form
      onSubmit={submit}
      onKeyDown={submitOnEnter}
      noValidate
      aria-label="Your rating"
      className="flex min-h-0 flex-col"
    >
      <div
        className={classNames(
          'flex min-h-0 flex-col gap-5 overflow-y-auto py-4 pr-4 pl-0.5',
          isWide ? WIDE : 'lg:py-6 lg:pr-6.5 lg:pl-3',
        )}
      >
        {item.practice && (
          <p className="ml-3.5 text-[13px] text-muted">
            A practice item: once you submit you see the known answer. It enters no result.
          </p>
        )}
        {item.criteria.map((criterion, i) => {
          const field = {
            score: work.scores[criterion.key],
            onChoose: (score: number | null) => onChoose(criterion.key, score),
            onFocus: () => onFocus(i),
          }
          return isWide ? (
            <PreferenceField key={criterion.key} question={criterion} {...field} />
          ) : (
            <CriterionField
              key={criterion.key}
              criterion={criterion}
              index={i}
              active={i === active}
              several={several}
              missed={tried && work.scores[criterion.key] === undefined}
              {...field}
            />
          )
        })}
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
      <div
        className={classNames(
          'flex flex-wrap items-center gap-1 border-t border-border py-2 pr-4 pl-2',
          isWide ? `${WIDE} lg:border-t-0 lg:pt-0 lg:pl-5.5` : 'lg:justify-between lg:px-6.5 lg:py-4',
        )}
      >
        <Button
          type="submit"
          variant="primary"
          className={classNames('order-last ml-auto h-11', !isWide && 'lg:order-first lg:mb-1 lg:basis-full')}
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
