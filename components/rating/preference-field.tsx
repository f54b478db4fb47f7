import type { BlindCriterion } from '@/lib/domain/blind'
import { scalePoints } from '@/lib/domain/scale'
import { Anchors } from './anchors'
import { CHOICE } from './choices'
import { Key } from './key'
import { choiceKeys } from './keys'

/** Where there is no room for the words of each answer. */
const SIGNS = ['«', '‹', '=', '›', '»']

/** Which of two outputs is better, and by how much: the answers stand from left to right as the outputs do. */
export function PreferenceField({
  question,
  score,
  onChoose,
  onFocus,
}: {
  question: BlindCriterion
  score: number | undefined
  onChoose: (score: number) => void
  onFocus: () => void
}) {
  const { name, description, labels, step } = question
  const points = scalePoints(question, step) ?? []
  const keys = choiceKeys(points)
  return (
    <fieldset data-criterion={0} onFocus={onFocus} className="min-w-0 pl-3.5 lg:pl-0">
      <legend className="mb-1 text-[15px] font-semibold">{name}</legend>
      {description && <p className="mb-2 text-[13px] leading-snug text-muted">{description}</p>}
      <div className="grid grid-cols-5 gap-1 lg:gap-2">
        {points.map((point, i) => (
          <label key={point} className={`${CHOICE} gap-2 text-center`}>
            <input
              type="radio"
              className="absolute inset-0 cursor-pointer opacity-0"
              name="preference"
              value={point}
              checked={score === point}
              onChange={() => onChoose(point)}
              aria-keyshortcuts={keys[i]}
            />
            <Key wideOnly>{keys[i]}</Key>
            <span aria-hidden="true" className="text-lg lg:hidden">
              {SIGNS[i]}
            </span>
            <span className="sr-only text-sm leading-tight lg:not-sr-only">{labels[point]}</span>
          </label>
        ))}
      </div>
      <div className="lg:hidden">
        <Anchors labels={labels} low={points[0]!} high={points.at(-1)!} score={score} />
      </div>
    </fieldset>
  )
}
