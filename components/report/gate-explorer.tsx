'use client'

import { type ComponentProps, type ReactNode, useId, useState } from 'react'
import { ChartFrame } from '../charts/chart-frame'
import { StepChart, type StepChartProps } from '../charts/step-chart'
import { PageLink } from '../ui/page-link'

type Choice = {
  sentence: string
  good: string
  passing: { href: string; label: string }
  rejected: { href: string; label: string; some: boolean }
}

/** The gate's chart with a threshold to be moved, by hand or by arrow keys, and what it says at each place. */
export function GateExplorer({
  frame,
  chart,
  choices,
  first,
  table,
}: {
  frame: Omit<ComponentProps<typeof ChartFrame>, 'children' | 'table'>
  chart: Omit<StepChartProps, 'chosen'>
  choices: readonly Choice[]
  first: number
  table: ReactNode
}) {
  const [chosen, setChosen] = useState(first)
  const id = useId()
  const at = Math.min(chosen, choices.length - 1)
  const choice = choices[at]!
  const single = choices.length === 1
  return (
    <div className="flex flex-col gap-4">
      <ChartFrame {...frame} table={table}>
        <StepChart {...chart} chosen={at} />
      </ChartFrame>
      <div className="flex flex-col gap-2 rounded-md bg-surface p-4">
        <label htmlFor={id} className="text-sm font-medium">
          Threshold
        </label>
        <input
          id={id}
          type="range"
          min={0}
          max={single ? 1 : choices.length - 1}
          step={1}
          disabled={single}
          value={at}
          onChange={(event) => setChosen(Number(event.target.value))}
          aria-valuetext={choice.sentence}
          className="h-7 w-full max-w-xl accent-accent"
        />
        <p className="max-w-measure text-[17px] leading-snug font-medium" data-testid="gate-sentence">
          {choice.sentence}.
        </p>
        {choice.good && <p className="text-sm text-muted">{choice.good}</p>}
        <p className="flex flex-wrap gap-x-5 gap-y-1 text-sm">
          <PageLink href={choice.passing.href} className="underline">
            {choice.passing.label}
          </PageLink>
          {choice.rejected.some && (
            <PageLink href={choice.rejected.href} className="underline">
              {choice.rejected.label}
            </PageLink>
          )}
        </p>
      </div>
    </div>
  )
}
