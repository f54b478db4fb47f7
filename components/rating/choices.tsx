import { useId } from 'react'
import { classNames } from '@/components/ui/class-names'
import type { BlindCriterion } from '@/lib/domain/blind'
import { Anchors } from './anchors'
import { Key } from './key'
import { choiceKeys } from './keys'

/** A point that is its own key looks like one where there is a keyboard. */
const KEYCAP =
  'lg:pointer-fine:inline-flex lg:pointer-fine:h-5 lg:pointer-fine:min-w-5 lg:pointer-fine:items-center lg:pointer-fine:justify-center lg:pointer-fine:rounded lg:pointer-fine:border lg:pointer-fine:border-border-strong lg:pointer-fine:bg-bg lg:pointer-fine:font-mono lg:pointer-fine:text-[11px]'

/** What a choice looks like, however many there are. */
export const CHOICE = classNames(
  'relative flex min-h-11 min-w-0 flex-1 items-center justify-center rounded-md border border-border-strong bg-raised px-1 tabular-nums',
  'hover:bg-surface has-checked:border-accent has-checked:bg-accent-soft has-checked:font-semibold',
  'has-checked:ring-1 has-checked:ring-accent has-focus-visible:outline-2 has-focus-visible:outline-offset-2 has-focus-visible:outline-accent',
)

/** Up to this many points stand under each other on a wide screen, each with its words beside it. */
const MOST_ROWS = 7

/** The points of a stepped scale: a row under the thumb on a phone, on a wide screen a list with each point's words. */
export function Choices({
  criterion: { labels },
  points,
  score,
  onChoose,
}: {
  criterion: BlindCriterion
  points: number[]
  score: number | undefined
  onChoose: (score: number) => void
}) {
  const name = useId()
  const keys = choiceKeys(points)
  const rows = points.length <= MOST_ROWS
  return (
    <>
      <div className={classNames('flex gap-1', rows && 'lg:flex-col')}>
        {points.map((point, i) => (
          <label
            key={point}
            className={classNames(
              CHOICE,
              rows ? 'gap-2 lg:min-h-9 lg:flex-none lg:justify-start lg:px-2' : 'flex-col gap-0.5',
            )}
          >
            <input
              type="radio"
              className="absolute inset-0 cursor-pointer opacity-0"
              name={name}
              value={point}
              checked={score === point}
              onChange={() => onChoose(point)}
              aria-keyshortcuts={keys[i]}
            />
            {keys[i] !== String(point) && <Key wideOnly>{keys[i]}</Key>}
            <span className={classNames(rows && keys[i] === String(point) && KEYCAP)}>{point}</span>
            {labels[point] && (
              <span className={classNames('sr-only text-sm leading-tight', rows && 'lg:not-sr-only')}>
                {labels[point]}
              </span>
            )}
          </label>
        ))}
      </div>
      <div className={classNames(rows && 'lg:hidden')}>
        <Anchors labels={labels} low={points[0]!} high={points.at(-1)!} score={score} />
      </div>
    </>
  )
}
