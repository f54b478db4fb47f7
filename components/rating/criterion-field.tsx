import type { KeyboardEvent } from 'react'
import { classNames } from '@/components/ui/class-names'
import type { BlindCriterion } from '@/lib/domain/blind'
import { scalePoints } from '@/lib/domain/scale'
import { Choices } from './choices'
import { Slider } from './slider'

/** One criterion with its scale. Digits go to the active one. */
export function CriterionField({
  criterion,
  index,
  active,
  several,
  score,
  missed,
  onChoose,
  onFocus,
}: {
  criterion: BlindCriterion
  index: number
  active: boolean
  several: boolean
  score: number | undefined
  /** It was submitted without this score. */
  missed: boolean
  onChoose: (score: number | null) => void
  onFocus: () => void
}) {
  const points = scalePoints(criterion, criterion.step)
  return (
    <fieldset
      data-criterion={index}
      onFocus={onFocus}
      onKeyDown={several ? moveBetweenCriteria : undefined}
      className={classNames(
        'min-w-0 border-l-2 pl-3',
        active && several ? 'border-accent' : 'border-transparent',
      )}
    >
      <legend className="mb-1 text-[15px] font-semibold">{criterion.name}</legend>
      {criterion.description && (
        <p className="mb-2 text-[13px] leading-snug text-muted">{criterion.description}</p>
      )}
      {missed && <p className="mb-2 text-[13px] font-medium text-danger">Needs a score</p>}
      {points ? (
        <Choices criterion={criterion} points={points} score={score} onChoose={onChoose} />
      ) : (
        <Slider criterion={criterion} score={score} onChoose={onChoose} />
      )}
    </fieldset>
  )
}

/** Puts the focus on a criterion: on what is chosen, else on its first choice. */
export function focusCriterion(root: HTMLElement | null, index: number): boolean {
  const field = root?.querySelector(`[data-criterion="${index}"]`)
  const control =
    field?.querySelector<HTMLElement>('input:checked') ?? field?.querySelector<HTMLElement>('input')
  control?.focus({ preventScroll: true })
  return control !== undefined && control !== null
}

/** Up and down go from criterion to criterion; left and right stay with the browser, which goes from choice to choice. */
function moveBetweenCriteria(event: KeyboardEvent<HTMLFieldSetElement>): void {
  const step = { ArrowUp: -1, ArrowDown: 1 }[event.key]
  if (!step || !(event.target instanceof HTMLInputElement) || event.target.type !== 'radio') return
  event.preventDefault()
  const { criterion } = event.currentTarget.dataset
  focusCriterion(event.currentTarget.form, Number(criterion) + step)
}
