/** The exact values at a point of a chart. It hangs over the chart and takes no pointer, so that it hides no target. */
export type Tip = { x: number; y: number; title: string; lines: readonly string[] }

const WIDTH = 264

export function ChartTip({ tip, within }: { tip: Tip | null; within: number }) {
  if (tip === null) return null
  const width = Math.min(WIDTH, within)
  const left = Math.max(0, Math.min(tip.x - width / 2, within - width))
  return (
    <div
      // Screen readers get the same words as the name of the focused mark.
      aria-hidden="true"
      className="pointer-events-none absolute z-10 rounded-md border border-border-strong bg-raised px-3 py-2 text-[13px] shadow-md"
      style={{ left, top: tip.y, width, transform: 'translateY(calc(-100% - 10px))' }}
    >
      <p className="font-medium">{tip.title}</p>
      {tip.lines.map((line) => (
        <p key={line} className="text-muted tabular-nums">
          {line}
        </p>
      ))}
    </div>
  )
}
