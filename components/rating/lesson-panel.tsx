import { useEffect, useRef } from 'react'
import { Button } from '@/components/ui/button'
import { Key } from './key'
import { type Compared, compared, scoreText } from './lesson-words'
import type { Lesson } from './state'

/** After a practice item: the known answer beside the rater's own, and why. */
export function LessonPanel({ lesson, onGoOn }: { lesson: Lesson; onGoOn: () => void }) {
  const button = useRef<HTMLButtonElement>(null)
  const { feedback } = lesson
  const isKnown = feedback !== null
  useEffect(() => {
    if (isKnown) button.current?.focus({ preventScroll: true })
  }, [isKnown])
  return (
    <section aria-label="Feedback" className="flex min-h-0 flex-col">
      <div className="flex min-h-0 flex-col gap-5 overflow-y-auto p-4 lg:px-6.5 lg:py-6">
        <h2 className="text-[15px] font-semibold">Practice: how it compares</h2>
        {isKnown ? (
          compared(lesson, feedback).map((one, i, all) => (
            <Answer {...one} key={one.key} text={one.text === all[i - 1]?.text ? '' : one.text} />
          ))
        ) : (
          <p className="text-sm text-muted">The known answer comes as soon as the server has your rating.</p>
        )}
      </div>
      <div className="flex border-t border-border px-4 py-2 lg:px-6.5 lg:py-4">
        <Button
          ref={button}
          variant="primary"
          className="ml-auto h-11 lg:basis-full"
          disabled={!isKnown}
          // The Enter that submitted may still be held down.
          onKeyDown={(event) => event.repeat && event.preventDefault()}
          onClick={onGoOn}
        >
          Go on <Key>Enter</Key>
        </Button>
      </div>
    </section>
  )
}

function Answer({ criterion, own, score, tolerance, isWithin, text }: Compared) {
  const label = (value: number) => (criterion.labels[value] ? ` (${criterion.labels[value]})` : '')
  return (
    <div className="flex flex-col gap-1.5">
      <h3 className="text-sm font-semibold">{criterion.name}</h3>
      <dl className="grid grid-cols-[auto_1fr] gap-x-3 gap-y-0.5 text-sm">
        <dt className="text-muted">You</dt>
        <dd className="tabular-nums">
          {scoreText(own)}
          {label(own)}
        </dd>
        <dt className="text-muted">Known</dt>
        <dd className="tabular-nums">
          {scoreText(score)}
          {label(score)}
          {tolerance > 0 && (
            <span className="text-muted">, up to {scoreText(tolerance)} away is as good</span>
          )}
        </dd>
      </dl>
      <p className="text-sm font-medium">{isWithin ? '✓ Close enough' : '✗ Too far from it'}</p>
      {text && <p className="max-w-measure text-sm wrap-anywhere whitespace-pre-wrap">{text}</p>}
    </div>
  )
}
