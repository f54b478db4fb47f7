/** Where one is among a few steps. */
export function StepList({ steps, current }: { steps: readonly string[]; current: number }) {
  return (
    <ol aria-label="Steps" className="flex flex-wrap gap-x-6 gap-y-1 text-sm">
      {steps.map((step, i) => (
        <li
          key={step}
          aria-current={i === current ? 'step' : undefined}
          className={i === current ? 'font-medium text-accent' : 'text-muted'}
        >
          <span className="tabular-nums">{i + 1}.</span> {step}
        </li>
      ))}
    </ol>
  )
}
