import { useCallback, useEffect, useState } from 'react'
import { Button } from '@/components/ui/button'
import type { OwnRatings as Page } from '@/lib/domain/blind'
import { formatCount } from '@/lib/domain/format'
import { preferenceWords } from '@/lib/domain/preference'
import type { RatingApi } from './api'
import { medianPace } from './pace'

type Item = Page['items'][number]

/** What the rater has submitted, latest first, and the way back to each of them. */
export function OwnRatings({
  load,
  pace,
  isWaiting,
  onChange,
}: {
  load: RatingApi['mine']
  pace: readonly number[]
  /** Whether something is still to be sent, so that the list lags behind. */
  isWaiting: boolean
  onChange: (itemId: string) => void
}) {
  const [items, setItems] = useState<Item[]>([])
  const [next, setNext] = useState<string | null>(null)
  const [phase, setPhase] = useState<'loading' | 'there' | 'failed'>('loading')
  const fetchPage = useCallback(
    async (before: string | null) => {
      setPhase('loading')
      const answer = await load(before)
      if (!answer.ok) return setPhase('failed')
      setItems((earlier) => (before ? [...earlier, ...answer.value.items] : answer.value.items))
      setNext(answer.value.next)
      setPhase('there')
    },
    [load],
  )
  useEffect(() => {
    if (!isWaiting) fetchPage(null)
  }, [fetchPage, isWaiting])

  const median = medianPace(pace)
  return (
    <div className="flex flex-col gap-3" aria-busy={phase === 'loading'}>
      <p className="text-sm text-muted">
        You can change what you gave as long as the task is open.
        {median !== null &&
          ` Your pace: ${formatCount(Math.round(median))} seconds of active work an output.`}
      </p>
      {isWaiting && (
        <p className="text-sm">Your latest ratings are still to be sent; the list comes after them.</p>
      )}
      {phase === 'failed' && (
        <p className="text-sm">
          The list did not come.{' '}
          <Button size="small" onClick={() => fetchPage(items.at(-1)?.submitted_at ?? null)}>
            Try again
          </Button>
        </p>
      )}
      {phase === 'there' && items.length === 0 && <p className="text-sm">You have submitted nothing yet.</p>}
      <ul className="flex flex-col">
        {items.map((item) => (
          <OwnRating key={item.item_id} item={item} onChange={() => onChange(item.item_id)} />
        ))}
      </ul>
      {next !== null && phase !== 'failed' && (
        <Button className="self-start" disabled={phase === 'loading'} onClick={() => fetchPage(next)}>
          Earlier ones
        </Button>
      )}
    </div>
  )
}

function OwnRating({ item, onChange }: { item: Item; onChange: () => void }) {
  const { prompt, text, other_text, scores, comment, seconds, submitted_at } = item
  const words = (score: number) => (other_text === null ? score : preferenceWords(score))
  return (
    <li className="flex items-start gap-4 border-t border-border py-3 first:border-t-0">
      <div className="min-w-0 flex-1">
        <p className="truncate text-[13px] text-muted">{prompt}</p>
        {other_text === null ? (
          <p className="line-clamp-2 text-sm wrap-anywhere">{text}</p>
        ) : (
          [text, other_text].map((one, i) => (
            <p key={i === 0 ? 'left' : 'right'} className="truncate text-sm">
              <span className="text-muted">{i === 0 ? 'Left: ' : 'Right: '}</span>
              {one}
            </p>
          ))
        )}
        <p className="mt-1 flex flex-wrap gap-x-3 text-sm tabular-nums">
          {scores.map(({ name, score }) => (
            <span key={name}>
              {name} <strong className="font-semibold">{words(score)}</strong>
            </span>
          ))}
        </p>
        {comment !== '' && <p className="line-clamp-2 text-[13px] wrap-anywhere">“{comment}”</p>}
        <p className="text-[13px] text-muted tabular-nums">
          <time dateTime={submitted_at}>{whenFormat.format(new Date(submitted_at))}</time>
          {seconds !== null && ` · ${formatCount(Math.round(seconds))} s of active work`}
        </p>
      </div>
      <Button size="small" className="pointer-coarse:h-11" onClick={onChange}>
        Change
        <span className="sr-only"> the rating of: {text.slice(0, 60)}</span>
      </Button>
    </li>
  )
}

/** Drawn in the browser alone, in the rater's own time. */
const whenFormat = new Intl.DateTimeFormat('en-GB', {
  day: 'numeric',
  month: 'short',
  hour: '2-digit',
  minute: '2-digit',
})
