import { useState } from 'react'
import { classNames } from '@/components/ui/class-names'
import { inputClass } from '@/components/ui/input'
import type { BlindCriterion } from '@/lib/domain/blind'
import { scoreFault } from '@/lib/domain/scores'
import { Anchors } from './anchors'

/** A scale without steps, or with many: a slider for the hand, and a field for the exact number. Neither starts with a score. */
export function Slider({
  criterion,
  score,
  onChoose,
}: {
  criterion: BlindCriterion
  score: number | undefined
  onChoose: (score: number | null) => void
}) {
  const { name, min, max, step, labels } = criterion
  // What is being typed; null while the slider decides.
  const [typed, setTyped] = useState<string | null>(null)
  const fault = typed ? faultOf(criterion, typed) : null
  const slide = (value: string) => {
    setTyped(null)
    onChoose(Number(Number(value).toPrecision(12)))
  }
  const type = (value: string) => {
    setTyped(value)
    onChoose(value.trim() !== '' && faultOf(criterion, value) === null ? Number(value) : null)
  }
  return (
    <>
      <div className="flex items-center gap-3">
        <input
          type="range"
          aria-label={name}
          aria-valuetext={score === undefined ? 'not rated yet' : String(score)}
          min={min}
          max={max}
          step={step ?? (max - min) / 100}
          value={score ?? (min + max) / 2}
          onChange={(event) => slide(event.target.value)}
          // A press on the very middle changes nothing that the browser would tell of.
          onPointerUp={(event) => slide(event.currentTarget.value)}
          className={classNames('h-11 min-w-0 flex-1 accent-accent', score === undefined && 'opacity-40')}
        />
        <input
          type="number"
          inputMode="decimal"
          aria-label={`${name}, as a number`}
          aria-invalid={fault ? true : undefined}
          min={min}
          max={max}
          step={step ?? 'any'}
          placeholder="–"
          value={typed ?? score ?? ''}
          onChange={(event) => type(event.target.value)}
          className={classNames(inputClass, 'h-11 w-24! shrink-0 text-right tabular-nums')}
        />
      </div>
      {fault ? (
        <p className="mt-1 text-[13px] text-danger">{fault}</p>
      ) : (
        <Anchors labels={labels} low={min} high={max} score={score} />
      )}
    </>
  )
}

function faultOf(criterion: BlindCriterion, typed: string): string | null {
  const score = Number(typed)
  return Number.isFinite(score) ? scoreFault(criterion, score) : `${typed} is not a number`
}
